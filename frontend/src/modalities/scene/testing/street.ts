/** Made-up points of a street. */
import type { CloudPoint } from './cloud'

/** A level road from 0 to 30 m ahead, known to be ground. */
export function road(): readonly CloudPoint[] {
  const points: CloudPoint[] = []
  for (let x = 0; x < 30; x += 0.5) for (let y = -10; y < 10; y += 0.5) points.push([x, y, 0, 0, 1])
  return points
}

/** The rear and the right side, which a sensor at the origin sees, of a car whose rear right corner is there. */
export function carAt(x: number, y: number): readonly CloudPoint[] {
  const points: CloudPoint[] = []
  for (let z = 0.3; z < 1.6; z += 0.3) {
    for (let t = 0; t <= 4.5; t += 0.1) points.push([x + t, y, z])
    for (let t = 0; t <= 1.8; t += 0.1) points.push([x, y + t, z])
  }
  return points
}
