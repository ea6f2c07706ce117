import type { Editor } from './editor'
import type { Gesture, Pointer } from './gesture'

/** What the pointer does. Choosing one is a command that the registry derives from it (`tool.<id>`). */
export interface Tool {
  readonly id: string
  /** Catalogue key of the name. */
  readonly title: string
  /** Name of a Tabler icon, for example `polygon`. */
  readonly icon: string
  readonly keys?: readonly string[]
  /** The kind of annotation it makes; absent for select and pins. */
  readonly kind?: string
  /** True, or why it is of no use although its kind is allowed: catalogue key `editor:reason.<reason>`. */
  allowed?(editor: Editor): true | string
  /** Whether it has a button at all; reads signals. Absent: always. */
  offered?(editor: Editor): boolean
  /** CSS cursor while nothing better is known. */
  readonly cursor?: string
  /** Draw guide lines through the pointer. */
  readonly crosshair?: boolean
  /** The gesture that begins here; null leaves the drag to the stage, which pans. */
  press(editor: Editor, p: Pointer): Gesture | null
  /** The pointer moved with no gesture going on; answers the CSS cursor for what is under it. */
  hover?(editor: Editor, p: Pointer): string | undefined
  /** Pressed and released in one place where `press` found nothing to do. */
  tap?(editor: Editor, p: Pointer): void
  /** Another tool whose button stands for this one as well. */
  readonly within?: string
  /** Whether it goes on with what is selected, which then stays selected when it is chosen. */
  continues?(editor: Editor): boolean
  /** The wheel was turned with Alt: so many notches up. */
  wheel?(editor: Editor, notches: number): void
  /** Called when the tool is chosen: a tag is put at once, without a pointer. */
  chosen?(editor: Editor): void
}
