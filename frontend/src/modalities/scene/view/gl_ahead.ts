/** A context that is made while the page is: its program is linked by the time that a stage has points to draw. */
import { PointsGl } from './points_gl'

let made: PointsGl | null = null

/** A stage will want one at once. */
export function glAhead(): undefined {
  try {
    made ??= new PointsGl()
  } catch {
    // The stage asks again, and says what is wrong.
  }
}

/** The one that was made ahead, else a new one. Throws `no-webgl` where the browser has none. */
export function takeGl(): PointsGl {
  const gl = made ?? new PointsGl()
  made = null
  return gl
}
