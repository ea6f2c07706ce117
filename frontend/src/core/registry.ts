import type { Signal } from '@preact/signals-core'
import type { Command } from './command'
import type { Editor } from './editor'
import type { Extent } from './geometry'
import type { AnyKind, Kind } from './kind'
import type { Annotation } from './patch'
import type { Prompter } from './prompts'
import type { Language } from './schema'
import type { Tool } from './tool'
import type { CameraControl } from './view'

/** A file that the server's side of the modality made: points of a frame, peaks of a waveform. */
export interface StageFile {
  readonly role: string
  /** Which of its role: a frame, a sensor. */
  readonly key: string
  readonly url: string
  /** Bytes. */
  readonly size: number
  readonly meta: { readonly [key: string]: unknown }
}

/** What is to be labelled. Width and height are 0 for media without a picture. */
export interface StageAsset extends Extent {
  readonly id: string
  readonly name: string
  readonly url: string
  /** What probing the file found. */
  readonly meta: { readonly [key: string]: unknown }
  readonly files: readonly StageFile[]
}

export interface StageOptions {
  readonly asset: StageAsset
  readonly theme: Signal<'light' | 'dark'>
  readonly language: Signal<Language>
  /** Models that may be asked about the picture. */
  readonly prompters?: readonly Prompter[]
  /** First picture with every annotation is on the screen. */
  readonly onReady?: () => void
  readonly onError?: (error: unknown) => void
  readonly onPinPress?: (id: string) => void
  /** Right click: client coordinates, and the annotation under it, which has been selected. */
  readonly onMenu?: (at: {
    readonly x: number
    readonly y: number
    readonly record: string | null
  }) => void
}

/** Draws an editor's documents and reports pointers in world coordinates. React mounts it once and never sees inside. */
export interface Stage {
  readonly camera: CameraControl
  mount(host: HTMLElement): void
  dispose(): void
}

/** Settings panel of a modality that the shell shows beside the stage; a React component, loaded when opened. */
export interface PanelDefinition {
  readonly id: string
  readonly title: string
  readonly icon: string
  load(): Promise<{ default: (props: { editor: Editor; stage: Stage }) => unknown }>
}

export interface Modality {
  readonly slug: string
  readonly kinds: readonly AnyKind[]
  readonly tools: readonly Tool[]
  /** Everything a person can do, without tools and labels: see `commandsOf`. */
  readonly commands: readonly Command[]
  readonly panels: readonly PanelDefinition[]
  /** Over the upper edge of the stage: how the tool in the hand works. */
  readonly options?: () => Promise<{ default: (props: { editor: Editor }) => unknown }>
  /** Of the one selected annotation, among its details. */
  readonly details?: () => Promise<{ default: (props: { editor: Editor }) => unknown }>
  /** Commands that move the view, at the foot of the tool bar; absent: those of a picture. */
  readonly rail?: readonly string[]
  /** What the pointer does on its stage, in place of what it does on pictures: names of those, or of `<slug>:mouse`. */
  readonly mouse?: readonly string[]
  /** Commands of its own that a right click on an object offers, where they can be done. */
  readonly menu?: readonly string[]
  /** Two layers of annotations can be shown beside each other: the camera of its stage has a `place`. */
  readonly compares?: boolean
  /** Make the stage of one editor, before it is there or after, look as that of another does. */
  readonly lookAlike?: (editor: Editor, as: Editor) => void
  /** Commands of its own that only look: they go on while layers are compared. */
  readonly looking?: readonly string[]
  /** Its assets follow each other as pictures do: objects of one can be carried over to the next. */
  readonly carries?: boolean
  /** Shared commands that mean nothing here. */
  readonly without?: readonly string[]
  /** Keys of shared commands and of the shell's where they are not what they are elsewhere, by id. */
  readonly keys?: Readonly<Record<string, readonly string[]>>
  /** A line above the stage, where there is something to say there: how the tools paint. `shown` reads signals. */
  readonly above?: {
    shown(editor: Editor): boolean
    load(): Promise<{ default: (props: { editor: Editor }) => unknown }>
  }
  /** What stands below the stage, always in step with it: a list of transcripts. */
  readonly beside?: () => Promise<{ default: (props: { editor: Editor; stage: Stage }) => unknown }>
  /** Pixels at the top of the stage that hints leave free, because something is read or used there. */
  readonly head?: number
  /** Bring an annotation on the screen in time: at a frame, where one is named. */
  readonly goTo?: (editor: Editor, record: Annotation | null, frame: number | null) => void
  /** Select an annotation to be judged and bring it before the person: it is heard. Absent: the camera goes to it. */
  readonly visit?: (editor: Editor, record: Annotation) => void
  /** What the status line says of the pointer and the view, in place of pixels and per cent. Reads signals. */
  readonly readout?: (editor: Editor) => readonly string[]
  /**
   * A task with this asset will be opened at once: what it shows first may be fetched by now. A picture that is worth
   * being looked at until the stage is there is the answer; the stage keeps it.
   */
  readonly ahead?: (
    asset: Pick<StageAsset, 'url' | 'files' | 'width' | 'height'>,
  ) => Promise<ImageBitmap | null> | undefined
  /** What tells an annotation from others of its label wherever it is listed: when, by whom, what is said. Reads signals. */
  readonly caption?: (editor: Editor, record: Annotation) => string
  /** The order of annotations in lists where it is not that in which they were made: by time. */
  readonly order?: (a: Annotation, b: Annotation) => number
  createStage(editor: Editor, options: StageOptions): Stage
}

const kinds = new Map<string, AnyKind>()

/** A kind, remembered by its slug: a track finds what it is made of by name. */
export function defineKind<Data>(kind: Kind<Data>): Kind<Data> {
  kinds.set(kind.id, kind)
  return kind
}

/** The kind of this slug, once its module has been loaded. */
export const kindNamed = (slug: string): AnyKind | undefined => kinds.get(slug)

export const defineModality = (modality: Modality): Modality => modality

type Loader = () => Promise<{ default: Modality }>

// A modality is a folder: adding one needs no line here.
const loaders = import.meta.glob<{ default: Modality }>('../modalities/*/index.ts')

function loaderOf(slug: string): Loader | undefined {
  return loaders[`../modalities/${slug}/index.ts`]
}

export const modalitySlugs: readonly string[] = Object.keys(loaders).flatMap(
  (path) => path.split('/').at(-2) ?? [],
)

/** Load a modality's code. Rejects with `unknown-modality` when there is no such folder. */
export async function loadModality(slug: string): Promise<Modality> {
  const load = loaderOf(slug)
  if (!load) throw new Error(`unknown-modality: ${slug}`)
  return (await load()).default
}
