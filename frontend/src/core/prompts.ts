/** Models that are asked about a picture: places and a box in, masks out. */

/** A place that belongs to the object, or does not, in world coordinates. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly inside: boolean
}

export interface Prompt {
  readonly spots: readonly Spot[]
  /** Left, top, right, bottom. */
  readonly box: readonly [number, number, number, number] | null
  /** The `low` of the answer that this goes on from. */
  readonly previous: string | null
}

export interface PromptAnswer {
  /** Of a mask. */
  readonly data: unknown
  readonly score: number
  readonly low: string | null
}

/** Whether a model has read the picture, or the job that reads it or failed to. */
export interface Reading {
  readonly ready: boolean
  readonly job: {
    readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
    readonly error: {
      readonly code: string
      readonly message: string
      readonly params: object
    } | null
  } | null
}

/** A model that may be asked about the picture on the stage, a frame of a video perhaps. All methods throw ApiError. */
export interface Prompter {
  readonly id: string
  readonly name: string
  readonly version: string
  /** Let it read the picture, unless it has or is about to. */
  read(frame: number): Promise<Reading>
  reading(frame: number): Promise<Reading>
  /** What it finds likely, the likeliest first. */
  ask(prompt: Prompt, frame: number): Promise<readonly PromptAnswer[]>
  /** The data of a cuboid of what stands at a place of a scene; null where it finds nothing. */
  fit(click: Click): Promise<unknown>
}

/** A place of the world in a frame of a scene, and what stands there. */
export interface Click {
  readonly frame: number
  readonly x: number
  readonly y: number
  readonly z: number
  readonly label: string
}
