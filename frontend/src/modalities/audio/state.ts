/** What of a recording is on the screen and to be heard. Never saved. */
import { computed, type ReadonlySignal, signal } from '@preact/signals-core'
import type { Editor } from '../../core/editor'
import { Playhead } from '../../core/playhead'
import { liveRecords } from '../../core/selection'
import type { Recording } from './data/recording'
import { type Item, itemsOf } from './items'
import { type LaneRow, lanesOf, speakersOf } from './lanes'
import type { Player } from './player'
import type { Search } from './transcript/searching'
import { TimeView } from './view'

/** A place in a text, or a stretch of it when something is selected. */
export interface Caret {
  readonly id: string
  readonly at: number
  readonly to: number
  /** A command put it there: the field follows. */
  readonly placed: boolean
}

export class AudioState {
  readonly recording = signal<Recording | null>(null)
  readonly view = new TimeView()
  /** Its unit is one sample. */
  readonly playhead = signal(new Playhead(0))
  readonly player = signal<Player | null>(null)
  readonly loop = signal(false)
  readonly speed = signal(1)
  /** dB, for the ears and for the eyes. */
  readonly gain = signal(0)
  /** The only channel to be heard; null: all of them. */
  readonly solo = signal<number | null>(null)
  /** Where listening was broken off, to go on a little before it. */
  readonly paused = signal<number | null>(null)
  readonly spectrogram = signal(true)
  /** Whether a quiet recording is drawn as high as a loud one. */
  readonly fill = signal(true)
  /** Whether boundaries snap while they are dragged. */
  readonly snap = signal(true)
  /** Whether a segment is played when its text is entered by key. */
  readonly autoplay = signal(true)
  /** Where a segment that is drawn by key begins; null while none is. */
  readonly mark = signal<number | null>(null)
  /** The text that is to have the keyboard, counted up for every wish. */
  readonly wanted = signal<{ readonly id: string; readonly count: number } | null>(null)
  /** What was typed before that text could be written in. */
  readonly caught = signal('')
  /** An input method is at work on it: it is not disturbed. */
  readonly catching = signal(false)
  /** The annotation whose text has the keyboard; null while none has. */
  readonly typing = signal<string | null>(null)
  /** Where the caret is or was last, in UTF-16 units of that text. */
  readonly caret = signal<Caret | null>(null)
  /** What is looked for in the texts; null while the bar for it is closed. */
  readonly search = signal<Search | null>(null)
  /** Whether the melody of the voice is drawn over the spectrogram. */
  readonly pitch = signal(false)
  /** Speakers that were named before anything of theirs was drawn. */
  readonly named = signal<readonly string[]>([])
  /** Lane that things drawn by key go to. */
  readonly lane = signal<string>('')

  readonly items: ReadonlySignal<readonly Item[]>
  readonly visible: ReadonlySignal<readonly Item[]>
  readonly lanes: ReadonlySignal<readonly LaneRow[]>
  readonly speakers: ReadonlySignal<readonly string[]>

  constructor(editor: Editor) {
    this.items = computed(() => itemsOf(liveRecords(editor).values()))
    this.visible = computed(() => this.items.value.filter((i) => editor.view.isVisible(i.record)))
    this.lanes = computed(() => lanesOf(this.visible.value, editor.schema.value, this.named.value))
    this.speakers = computed(() => speakersOf(this.items.value, this.named.value))
    this.view.selected = () => {
      const ids = editor.selection.peek()
      const chosen = this.items.peek().filter(({ record }) => ids.has(record.id))
      if (chosen.length === 0) return null
      return {
        start: Math.min(...chosen.map(({ start }) => start)),
        stop: Math.max(...chosen.map(({ stop }) => stop)),
      }
    }
  }

  /** dB that a channel looks louder than it is: what is made louder for the ears, and what makes it fill its row. */
  liftOf(channel: number): number {
    const own = this.fill.value ? (this.recording.value?.lifts[channel] ?? 0) : 0
    return this.gain.value + own
  }

  /** Hz; 1 until there is a recording. */
  get rate(): number {
    return this.recording.value?.rate ?? 1
  }

  /** Where we are, as a whole sample. */
  get here(): number {
    return Math.round(this.playhead.peek().at.peek())
  }

  /** Ask for the keyboard in the text of an annotation. */
  write(id: string): void {
    this.wanted.value = { id, count: (this.wanted.peek()?.count ?? 0) + 1 }
  }
}

const states = new WeakMap<Editor, AudioState>()

/** The state of the recording that an editor works on. */
export function audioOf(editor: Editor): AudioState {
  const state = states.get(editor) ?? new AudioState(editor)
  states.set(editor, state)
  return state
}
