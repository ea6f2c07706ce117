import { effect } from '@preact/signals-core'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import type { Editor } from '../../../core/editor'
import { type Rules, type RulesJson, rulesOf } from '../../../transcription/rules'
import { useValue } from '../../../workbench/use-value'
import { write } from '../edits'
import { itemOf } from '../items'
import { audioOf } from '../state'
import { outOfTag, piecesOf, tagBeside, tagsIn } from './pieces'
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
}

/** The same text behind the field: tags as chips, problems underlined. */
function Mirror({ text, rules, seconds, search }: MirrorProps) {
  const pieces = useMemo(
    () => piecesOf(text, rules, seconds, stretchesIn(text, search)),
    [text, rules, seconds, search],
  )
  let at = 0
  return (
    <div className={classes.mirror} dir="auto" aria-hidden>
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

function useText({ editor, id }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const composing = useRef(false)
  const run = useRef(0)
  // Not by way of the page: what a command writes must stand there before the next key is pressed.
  useEffect(
    () =>
      effect(() => {
        const text = textOf(editor, id)
        const own = field.current
        if (!own || text === null || composing.current || own.value === text) return
        const { selectionStart, selectionEnd } = own
        own.value = text
        if (document.activeElement !== own) return
        const caret = audioOf(editor).caret.peek()
        if (caret?.id === id && caret.placed) own.setSelectionRange(caret.at, caret.to)
        else own.setSelectionRange(selectionStart, selectionEnd)
      }),
    [editor, id],
  )
  const take = () => {
    const own = field.current
    if (!own || composing.current) return
    const written = oneLine(own.value)
    // Every word is a step of its own for undo.
    if (/\s$/.test(written)) run.current += 1
    write(editor, id, written, run.current)
  }
  return { field, composing, take }
}

/** Takes the keyboard when a command asks for it. */
function useWanted({ editor, id }: Props, field: React.RefObject<HTMLTextAreaElement | null>) {
  useEffect(() => {
    const { wanted } = audioOf(editor)
    return wanted.subscribe((wish) => {
      const own = field.current
      if (wish?.id !== id || !own || document.activeElement === own) return
      own.focus()
      own.setSelectionRange(own.value.length, own.value.length)
    })
  }, [editor, id, field])
}

/** Before a deletion at its edge, all of a tag is selected: it goes as one. */
function takeTagWhole(event: KeyboardEvent<HTMLTextAreaElement>, rules: Rules): void {
  const own = event.currentTarget
  const isDelete = event.key === 'Backspace' || event.key === 'Delete'
  if (!isDelete || own.selectionStart !== own.selectionEnd) return
  const tags = tagsIn(own.value, rules)
  const tag = tagBeside(tags, own.selectionStart, event.key === 'Backspace')
  if (tag) own.setSelectionRange(tag.start, tag.stop)
}

/** The words of one segment. Tags are taken whole; an input method is left alone until it has done. */
export function TextField(props: Props) {
  const { editor, id, text, label, seconds, disabled } = props
  const rules = useMemo(() => rulesOf(props.rules), [props.rules])
  const { field, composing, take } = useText(props)
  const caret = useRef(0)
  useWanted(props, field)
  const audio = audioOf(editor)
  const search = useValue(audio.search)

  const keep = () => {
    const own = field.current
    if (!own || composing.current) return
    if (own.selectionStart === own.selectionEnd) {
      const at = outOfTag(tagsIn(own.value, rules), own.selectionStart, caret.current)
      if (at !== own.selectionStart) own.setSelectionRange(at, at)
      caret.current = at
    }
    audio.caret.value = { id, at: own.selectionStart, to: own.selectionEnd, placed: false }
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') event.currentTarget.blur()
    else if (event.key === 'Enter' && event.shiftKey) event.preventDefault()
    else takeTagWhole(event, rules)
  }
  return (
    <div className={classes.field} data-stage-text>
      <Mirror text={text} rules={rules} seconds={seconds} search={search} />
      <textarea
        ref={field}
        className={classes.text}
        rows={1}
        dir="auto"
        lang={props.rules?.language}
        spellCheck
        autoComplete="off"
        aria-label={label}
        readOnly={disabled}
        defaultValue={text}
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
          if (!editor.selection.peek().has(id)) editor.select([id])
        }}
        onBlur={() => {
          if (audio.typing.peek() === id) audio.typing.value = null
        }}
      />
    </div>
  )
}
