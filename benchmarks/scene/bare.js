/** A page that does nothing but draw points with three.js and turn about them: what the workbench is compared with. */
import * as THREE from '/three/three.module.js'

/** Packed points (docs/scenes.md) as plain floats. */
function positionsOf(file) {
  const view = new DataView(file)
  const length = view.getUint32(4, true)
  const { count, chunks } = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length)))
  const whole = new Int16Array(file, 8 + length, count * 4)
  const out = new Float32Array(count * 3)
  for (const { first, count: n, origin, step } of chunks) {
    for (let i = first; i < first + n; i++) {
      for (let k = 0; k < 3; k++) out[3 * i + k] = origin[k] + step * whole[4 * i + k]
    }
  }
  return out
}

const { width, height, target } = await (await fetch('/view')).json()
const renderer = new THREE.WebGLRenderer({ antialias: false })
renderer.setSize(width, height)
renderer.setClearColor(0x181c23)
document.body.append(renderer.domElement)
const camera = new THREE.PerspectiveCamera(50, width / height, 0.1, 3000)
camera.up.set(0, 0, 1)
const geometry = new THREE.BufferGeometry()
const positions = positionsOf(await (await fetch('/points')).arrayBuffer())
geometry.setAttribute('position', new THREE.BufferAttribute(positions, 3))
const material = new THREE.PointsMaterial({ size: 2, sizeAttenuation: false, color: 0x34ac91 })
const scene = new THREE.Scene()
const points = new THREE.Points(geometry, material)
points.frustumCulled = false
scene.add(points)

let [yaw, pitch] = [0, 0.62]
const DISTANCE = 38
function paint() {
  const flat = Math.cos(pitch) * DISTANCE
  camera.position.set(
    target[0] - flat * Math.cos(yaw),
    target[1] - flat * Math.sin(yaw),
    target[2] + Math.sin(pitch) * DISTANCE,
  )
  camera.lookAt(...target)
  renderer.render(scene, camera)
}

let wanted = false
renderer.domElement.addEventListener('pointermove', (event) => {
  if (event.buttons === 0) return
  yaw -= event.movementX * 0.006
  pitch = Math.min(1.5, Math.max(0.1, pitch + event.movementY * 0.006))
  if (wanted) return
  wanted = true
  requestAnimationFrame(() => {
    wanted = false
    paint()
  })
})
paint()
renderer.getContext().finish()
requestAnimationFrame(() => {
  document.body.dataset.frame = '0'
})
