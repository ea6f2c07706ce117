/** Draws packed points with WebGL 2: the bytes of the file are the vertices, colours are made on the card. */
import { ApiError } from '../../../api/error'
import type { Point3 } from '../../../kinds'
import { type Chunk, Packed, VERTEX } from '../data/packed'
import type { Piece } from './fill'
import { FRAGMENT_SHADER, VERTEX_SHADER } from './shaders'
import type { LinearView, Rect } from './views'

export const COLOURINGS = ['height', 'intensity', 'label', 'object', 'camera', 'time'] as const
export type Colouring = (typeof COLOURINGS)[number]

/** The number of points that are not drawn, whatever the colouring. */
export const LEFT_OUT = 255

/** How the shader colours: labels and objects are both numbers of a palette. */
const MODES: Readonly<Record<Colouring, number>> = {
  height: 0,
  intensity: 1,
  label: 2,
  object: 2,
  camera: 3,
  time: 4,
}

export interface Look {
  readonly colouring: Colouring
  /** Scene heights that get the ends of the ramp. */
  readonly heights: readonly [number, number]
  readonly groundHidden: boolean
  /** Nothing further than `range` metres from here is drawn; null draws all. */
  readonly around: { readonly at: Point3; readonly range: number } | null
  /** Scene heights between which points are drawn. */
  readonly levels: readonly [number, number]
  /** Of a point in CSS pixels. */
  readonly size: number
}

/** One colour, 0 to 255. */
export type Rgb = readonly [number, number, number]

const UNIFORMS = [
  'matrix',
  'origin',
  'step_',
  'size',
  'colouring',
  'heights',
  'groundHidden',
  'levels',
  'moment',
  'around',
  'ramp',
  'palette',
] as const
type Uniform = (typeof UNIFORMS)[number]

interface Uploaded {
  readonly vertices: WebGLBuffer
  readonly labels: WebGLBuffer
  readonly photos: WebGLBuffer
  readonly array: WebGLVertexArrayObject
  /** What `labels` holds. */
  numbers: Uint8Array
}

/** What other numbers of points change on the screen. */
export interface Relabelled {
  readonly chunks: readonly Chunk[]
  /** Some are not drawn any more. */
  readonly isLess: boolean
}

/** Frames whose points stay on the card, those that are drawn together besides. */
const KEPT = 26

/** What a person reads is `errors:no-webgl`. */
const noWebgl = (why = ''): ApiError =>
  new ApiError(501, { code: 'no-webgl', message: why, fields: {}, params: {} })

function compiled(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type)
  if (!shader) throw noWebgl()
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  return shader
}

/** Begins to link; whether that went well is asked when it is needed, so that nobody waits for it before. */
function linking(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram()
  gl.attachShader(program, compiled(gl, gl.VERTEX_SHADER, VERTEX_SHADER))
  gl.attachShader(program, compiled(gl, gl.FRAGMENT_SHADER, FRAGMENT_SHADER))
  gl.linkProgram(program)
  return program
}

function differ(a: Uint8Array, b: Uint8Array, { first, count }: Chunk): boolean {
  for (let n = first; n < first + count; n++) if (a[n] !== b[n]) return true
  return false
}

/** Whether a point has the number now that had another before. */
function hasNew(number: number, a: Uint8Array, b: Uint8Array, { first, count }: Chunk): boolean {
  for (let n = first; n < first + count; n++) if (b[n] === number && a[n] !== number) return true
  return false
}

/** One WebGL context for every view of the stage. Throws `no-webgl` where the browser has none. */
export class PointsGl {
  readonly canvas: HTMLCanvasElement
  readonly #gl: WebGL2RenderingContext
  #program: WebGLProgram
  /** Null until the program is linked. */
  #places: ReadonlyMap<Uniform, WebGLUniformLocation | null> | null = null
  #frames = new Map<Packed, Uploaded>()
  /** How many frames are drawn together. */
  together = 1
  #ratio = 1
  #colours: readonly [readonly Rgb[], readonly Rgb[]] = [[], []]

  constructor() {
    this.canvas = document.createElement('canvas')
    // Views are repainted one by one: what is not, must stay.
    const gl = this.canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      preserveDrawingBuffer: true,
      powerPreference: 'high-performance',
    })
    if (!gl) throw noWebgl()
    this.#gl = gl
    this.#program = this.#begin()
  }

  /** After the browser took the context away and gave it back. */
  restore(): void {
    this.#frames = new Map()
    this.#program = this.#begin()
    this.colours(...this.#colours)
  }

  #begin(): WebGLProgram {
    const gl = this.#gl
    this.#places = null
    gl.enable(gl.DEPTH_TEST)
    // A point that is drawn again in another colour takes its own place.
    gl.depthFunc(gl.LEQUAL)
    gl.enable(gl.SCISSOR_TEST)
    return linking(gl)
  }

  /** Points can be drawn from now on. Throws `no-webgl` where the card does not take the program. */
  prepare(): void {
    const gl = this.#gl
    const program = this.#program
    if (this.#places) return
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw noWebgl(gl.getProgramInfoLog(program) ?? '')
    }
    // biome-ignore lint/correctness/useHookAtTopLevel: of WebGL, not of React
    gl.useProgram(program)
    this.#places = new Map(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]))
    gl.uniform1i(this.#place('ramp'), 0)
    gl.uniform1i(this.#place('palette'), 1)
  }

  /** Let the card make the program its own by a point that nobody sees, while the page has something else to do. */
  warm(): void {
    const point = new Packed(1, [], new Uint8Array(VERTEX), new Uint32Array(1))
    this.prepare()
    this.#gl.bindVertexArray(this.#uploaded(point).array)
    this.#gl.drawArrays(this.#gl.POINTS, 0, 1)
    this.forget(point)
  }

  #place(name: Uniform): WebGLUniformLocation | null {
    return this.#places?.get(name) ?? null
  }

  resize(width: number, height: number, ratio: number): void {
    this.#ratio = ratio
    this.canvas.width = Math.max(1, Math.round(width * ratio))
    this.canvas.height = Math.max(1, Math.round(height * ratio))
  }

  /** The ramp from low to high, and the colour of each label number; 0 is what no box holds. */
  colours(ramp: readonly Rgb[], palette: readonly Rgb[]): void {
    this.#colours = [ramp, palette]
    this.#texture(0, ramp)
    this.#texture(
      1,
      Array.from({ length: 256 }, (_, i) => palette[i] ?? palette[0] ?? [0, 0, 0]),
    )
  }

  #texture(unit: number, colours: readonly Rgb[]): void {
    const gl = this.#gl
    const bytes = Uint8Array.from(colours.flatMap((rgb) => [...rgb, 255]))
    gl.activeTexture(gl.TEXTURE0 + unit)
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
    const { TEXTURE_2D: target, RGBA, UNSIGNED_BYTE } = gl
    gl.texImage2D(target, 0, RGBA, colours.length, 1, 0, RGBA, UNSIGNED_BYTE, bytes)
    const smooth = unit === 0 ? gl.LINEAR : gl.NEAREST
    gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, smooth)
    gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, smooth)
    gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  }

  /** The label number of every point of a frame; answers which chunks look different now. */
  label(frame: Packed, numbers: Uint8Array<ArrayBuffer>): Relabelled {
    const gl = this.#gl
    const uploaded = this.#uploaded(frame)
    const before = uploaded.numbers
    uploaded.numbers = numbers
    const chunks = frame.chunks.filter((chunk) => differ(before, numbers, chunk))
    gl.bindBuffer(gl.ARRAY_BUFFER, uploaded.labels)
    for (const { first, count } of chunks) {
      gl.bufferSubData(gl.ARRAY_BUFFER, first, numbers, first, count)
    }
    const isLess = chunks.some((chunk) => hasNew(LEFT_OUT, before, numbers, chunk))
    return { chunks, isLess }
  }

  /** What the cameras saw of every point of a frame: RGBA. */
  photograph(frame: Packed, colours: Uint8Array<ArrayBuffer>): void {
    const gl = this.#gl
    const { array, photos } = this.#uploaded(frame)
    gl.bindVertexArray(array)
    gl.bindBuffer(gl.ARRAY_BUFFER, photos)
    gl.bufferData(gl.ARRAY_BUFFER, colours, gl.DYNAMIC_DRAW)
    gl.vertexAttribPointer(4, 4, gl.UNSIGNED_BYTE, true, 4, 0)
    gl.enableVertexAttribArray(4)
  }

  #uploaded(frame: Packed): Uploaded {
    const known = this.#frames.get(frame)
    if (known) {
      // The one used last goes last.
      this.#frames.delete(frame)
      this.#frames.set(frame, known)
      return known
    }
    const made = this.#upload(frame)
    this.#frames.set(frame, made)
    const [oldest] = this.#frames
    if (oldest && this.#frames.size > KEPT + this.together) this.forget(oldest[0])
    return made
  }

  #upload(frame: Packed): Uploaded {
    const gl = this.#gl
    const array = gl.createVertexArray()
    const vertices = gl.createBuffer()
    const labels = gl.createBuffer()
    const photos = gl.createBuffer()
    gl.bindVertexArray(array)
    gl.bindBuffer(gl.ARRAY_BUFFER, vertices)
    gl.bufferData(gl.ARRAY_BUFFER, frame.vertices, gl.STATIC_DRAW)
    gl.vertexAttribPointer(0, 3, gl.SHORT, false, VERTEX, 0)
    gl.vertexAttribPointer(1, 1, gl.UNSIGNED_BYTE, true, VERTEX, 6)
    gl.vertexAttribPointer(2, 1, gl.UNSIGNED_BYTE, false, VERTEX, 7)
    gl.bindBuffer(gl.ARRAY_BUFFER, labels)
    gl.bufferData(gl.ARRAY_BUFFER, frame.count, gl.DYNAMIC_DRAW)
    gl.vertexAttribPointer(3, 1, gl.UNSIGNED_BYTE, false, 1, 0)
    for (const place of [0, 1, 2, 3]) gl.enableVertexAttribArray(place)
    return { array, vertices, labels, photos, numbers: new Uint8Array(frame.count) }
  }

  /** Let go of what a frame holds on the card. */
  forget(frame: Packed): void {
    const known = this.#frames.get(frame)
    if (!known) return
    this.#frames.delete(frame)
    this.#gl.deleteBuffer(known.vertices)
    this.#gl.deleteBuffer(known.labels)
    this.#gl.deleteBuffer(known.photos)
    this.#gl.deleteVertexArray(known.array)
  }

  /** Empty a view. */
  clear(rect: Rect, [red, green, blue]: Rgb): void {
    const gl = this.#gl
    this.#window(rect)
    gl.clearColor(red / 255, green / 255, blue / 255, 1)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
  }

  #window({ x, y, width, height }: Rect): void {
    const ratio = this.#ratio
    const bottom = this.canvas.height - Math.round((y + height) * ratio)
    const place = [Math.round(x * ratio), bottom] as const
    const size = [Math.round(width * ratio), Math.round(height * ratio)] as const
    this.#gl.viewport(...place, ...size)
    this.#gl.scissor(...place, ...size)
  }

  /** Draw pieces of frames over what is in the view already. */
  draw({ rect, matrix }: LinearView, pieces: readonly Piece[], look: Look): void {
    const gl = this.#gl
    this.prepare()
    this.#window(rect)
    gl.uniformMatrix4fv(this.#place('matrix'), false, Float32Array.from(matrix))
    gl.uniform1f(this.#place('size'), look.size * this.#ratio)
    gl.uniform1i(this.#place('colouring'), MODES[look.colouring])
    gl.uniform2f(this.#place('heights'), ...look.heights)
    gl.uniform1i(this.#place('groundHidden'), look.groundHidden ? 1 : 0)
    gl.uniform2f(this.#place('levels'), ...look.levels)
    const { at = [0, 0, 0], range = 0 } = look.around ?? {}
    gl.uniform4f(this.#place('around'), ...at, range)
    let bound: Packed | null = null
    for (const { drawn, chunk, first, count } of pieces) {
      if (bound !== drawn.points) {
        bound = drawn.points
        gl.bindVertexArray(this.#uploaded(bound).array)
        gl.uniform1f(this.#place('moment'), drawn.moment)
      }
      gl.uniform3f(this.#place('origin'), ...chunk.origin)
      gl.uniform1f(this.#place('step_'), chunk.step)
      gl.drawArrays(gl.POINTS, first, count)
    }
  }

  dispose(): void {
    for (const frame of [...this.#frames.keys()]) this.forget(frame)
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext()
  }
}
