import { effect, untracked } from '@preact/signals-core'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import type { Editor } from '../../../core/editor'
import { isOfInputMethod } from '../../../core/keys'
import {
  bare,
  bareAt,
  type Direction,
  directionOf,
  isolated,
  shownAt,
} from '../../../transcription/direction'
import { type Rules, type RulesJson, rulesOf } from '../../../transcription/rules'
import { useValue } from '../../../workbench/use-value'
import { write } from '../edits'
import { itemOf } from '../items'
import { choose } from '../listening'
import { audioOf, type Caret } from '../state'
import { outOfTag, piecesOf, type Stretch, tagBeside, tagsIn } from './pieces'
import { type Search, stretchesIn } from './searching'
import classes from './transcript.module.css'

interface Props {
  readonly editor: Editor
  readonly id: string
  readonly text: string
  readonly label: string
  readonly rules: RulesJson | undefined
  /** Length of the segment. */
  readonly seconds: number
  readonly disabled: boolean
}

interface MirrorProps {
  readonly text: string
  readonly rules: Rules
  readonly seconds: number
  readonly search: Search | null
  readonly direction: Direction
}

/** The same text behind the field: tags as chips, problems underlined. */
function Mirror({ text, rules, seconds, search, direction }: MirrorProps) {
  const pieces = useMemo(
    () => piecesOf(text, rules, seconds, stretchesIn(text, search)),
    [text, rules, seconds, search],
  )
  let at = 0
  return (
    <div className={classes.mirror} dir={direction} aria-hidden>
      {pieces.map((piece) => {
        const key = at
        at += piece.text.length
        return (
          <span
            key={key}
            className={piece.tag ? classes.tag : undefined}
            data-level={piece.level ?? undefined}
            data-found={piece.found || undefined}
          >
            {piece.text}
          </span>
        )
      })}
      {'\u200b'}
    </div>
  )
}

/** Line breaks have no place in a transcript, however they got into it. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ')

/** What is written of an annotation at this moment; null when there is none such. */
function textOf(editor: Editor, id: string): string | null {
  const record = editor.work.records.value.get(id) ?? editor.offered.value.get(id)
  return (record && itemOf(record)?.lane.text) ?? null
}

function chooseById(editor: Editor, id: string): void {
  const item = audioOf(editor)
    .visible.peek()
    .find(({ record }) => record.id === id)
  if (item) choose(editor, item)
}

/** Writes into the field; the caret stays in its place of the text, unless a command puts it somewhere. */
function show(own: HTMLTextAreaElement, shown: string, caret: Caret | null): void {
  if (own.value === shown) return
  const was = [own.selectionStart, own.selectionEnd].map((at) => bareAt(own.value, at))
  own.value = shown
  if (document.activeElement !== own) return
  const [at = 0, to = 0] = caret ? [caret.at, caret.to] : was
  own.setSelectionRange(shownAt(shown, at), shownAt(shown, to))
}

function useText({ editor, id }: Props, rules: Rules) {
  const field = useRef<HTMLTextAreaElement>(null)
  const composing = useRef(false)
  const run = useRef(0)
  // Not by way of the page: what a command writes must stand there before the next key is pressed.
  useEffect(
    () =>
      effect(() => {
        const text = textOf(editor, id)
        const own = field.current
        if (!own || text === null || composing.current) return
        const caret = audioOf(editor).caret.peek()
        show(own, isolated(text, rules), caret?.id === id && caret.placed ? caret : null)
      }),
    [editor, id, rules],
  )
  const take = () => {
    const own = field.current
    if (!own || composing.current) return
    const written = oneLine(bare(own.value))
    // Every word is a step of its own for undo.
    if (/\s$/.test(written)) run.current += 1
    write(editor, id, written, run.current)
  }
  return { field, composing, take }
}

/** Takes the keyboard when a command asks for it, with what was typed since; not out of the hands of an input method. */
function useWanted({ editor, id }: Props, field: React.RefObject<HTMLTextAreaElement | null>) {
  useEffect(() => {
    const { wanted, caught, catching } = audioOf(editor)
    return effect(() => {
      const wish = wanted.value
      const own = field.current
      if (catching.value || wish?.id !== id || !own || document.activeElement === own) return
      untracked(() => {
        own.focus()
        const typed = oneLine(caught.peek())
        caught.value = ''
        own.value += typed
        own.setSelectionRange(own.value.length, own.value.length)
        if (typed) write(editor, id, bare(own.value))
      })
    })
  }, [editor, id, field])
}

/** Where tags are in a text as it is shown. */
const tagsShown = (shown: string, rules: Rules): readonly Stretch[] =>
  tagsIn(bare(shown), rules).map(({ start, stop }) => ({
    start: shownAt(shown, start),
    stop: shownAt(shown, stop),
  }))

/** Before a deletion at its edge, all of a tag is selected: it goes as one. */
function takeTagWhole(event: KeyboardEvent<HTMLTextAreaElement>, rules: Rules): void {
  const own = event.currentTarget
  const isDelete = event.key === 'Backspace' || event.key === 'Delete'
  if (!isDelete || own.selectionStart !== own.selectionEnd) return
  const tags = tagsShown(own.value, rules)
  const tag = tagBeside(tags, own.selectionStart, event.key === 'Backspace')
  if (tag) own.setSelectionRange(tag.start, tag.stop)
}

/** The words of one segment. Tags are taken whole; an input method is left alone until it has done. */
export function TextField(props: Props) {
  const { editor, id, text, label, seconds, disabled } = props
  const rules = useMemo(() => rulesOf(props.rules), [props.rules])
  const { field, composing, take } = useText(props, rules)
  const caret = useRef(0)
  useWanted(props, field)
  const audio = audioOf(editor)
  const search = useValue(audio.search)
  const direction = directionOf(text, props.rules?.language)

  const keep = () => {
    const own = field.current
    if (!own || composing.current) return
    if (own.selectionStart === own.selectionEnd) {
      const at = outOfTag(tagsShown(own.value, rules), own.selectionStart, caret.current)
      if (at !== own.selectionStart) own.setSelectionRange(at, at)
      caret.current = at
    }
    const [at = 0, to = 0] = [own.selectionStart, own.selectionEnd].map((one) =>
      bareAt(own.value, one),
    )
    audio.caret.value = { id, at, to, placed: false }
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isOfInputMethod(event.nativeEvent)) return
    if (event.key === 'Escape') event.currentTarget.blur()
    else if (event.key === 'Enter' && event.shiftKey) event.preventDefault()
    else takeTagWhole(event, rules)
  }
  return (
    <div className={classes.field} data-stage-text>
      <Mirror text={text} rules={rules} seconds={seconds} search={search} direction={direction} />
      <textarea
        ref={field}
        className={classes.text}
        rows={1}
        dir={direction}
        lang={props.rules?.language}
        spellCheck
        autoComplete="off"
        aria-label={label}
        readOnly={disabled}
        defaultValue={isolated(text, rules)}
        onInput={take}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={() => {
          composing.current = false
          take()
        }}
        onSelect={keep}
        onKeyDown={press}
        onFocus={() => {
          audio.typing.value = id
          if (!editor.selection.peek().has(id)) chooseById(editor, id)
        }}
        onBlur={() => {
          if (audio.typing.peek() === id) audio.typing.value = null
        }}
      />
    </div>
  )
}
