import {
  IconChevronDown,
  IconChevronUp,
  IconLetterCase,
  IconTextSize,
  IconX,
} from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { isOfInputMethod } from '../../../core/keys'
import { useComputed, useValue } from '../../../workbench/use-value'
import { rewrite, write } from '../edits'
import { audioOf } from '../state'
import { type Match, matchesIn, replacedAll, type Search } from './searching'
import classes from './transcript.module.css'

interface SmallProps {
  readonly label: string
  /** Only of a switch. */
  readonly on?: boolean
  readonly children: ReactNode
  readonly press: () => void
}

function Small({ label, on, children, press }: SmallProps) {
  return (
    <button
      type="button"
      className={classes.small}
      aria-label={label}
      title={label}
      aria-pressed={on}
      onClick={press}
    >
      {children}
    </button>
  )
}

/** Texts that may be changed: what is locked or another's is found, but never replaced. */
const changeable = (editor: Editor) =>
  audioOf(editor)
    .visible.peek()
    .filter(({ record }) => editor.editable(record.id) === true)

function replaceOne(editor: Editor, match: Match | undefined, instead: string): void {
  const item = changeable(editor).find(({ record }) => record.id === match?.id)
  if (!item || !match) return
  const { text } = item.lane
  write(editor, match.id, text.slice(0, match.start) + instead + text.slice(match.stop))
}

function useMatches(editor: Editor, search: Search) {
  const audio = audioOf(editor)
  const matches = useComputed(() => matchesIn(audio.visible.value, audio.search.value), [audio])
  const at = matches.length === 0 ? -1 : search.at % matches.length
  const go = (to: number) => {
    if (matches.length === 0) return
    const next = (to + matches.length) % matches.length
    audio.search.value = { ...search, at: next }
    const id = matches[next]?.id
    if (id) editor.select([id])
  }
  return { matches, at, go }
}

interface FieldProps {
  readonly label: string
  readonly text: string
  readonly first?: boolean
  readonly set: (text: string) => void
  readonly enter: (back: boolean) => void
  readonly close: () => void
}

function Field({ label, text, first = false, set, enter, close }: FieldProps) {
  const own = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (first) own.current?.focus()
  }, [first])
  const press = (event: KeyboardEvent) => {
    if (isOfInputMethod(event.nativeEvent)) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter') enter(event.shiftKey)
  }
  return (
    <input
      ref={own}
      className={classes.input}
      value={text}
      placeholder={label}
      aria-label={label}
      dir="auto"
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={press}
    />
  )
}

interface Props {
  readonly editor: Editor
  readonly search: Search
}

function Finding({ editor, search, close }: Props & { readonly close: () => void }) {
  const { t } = useTranslation('audio')
  const { matches, at, go } = useMatches(editor, search)
  const set = (change: Partial<Search>) => {
    audioOf(editor).search.value = { ...search, at: 0, ...change }
  }
  const isMissing = search.text !== '' && matches.length === 0
  return (
    <>
      <Field
        first
        label={t('find.what')}
        text={search.text}
        set={(text) => set({ text })}
        enter={(back) => go(at + (back ? -1 : 1))}
        close={close}
      />
      <span className={classes.count} data-none={isMissing || undefined}>
        {search.text ? t('find.of', { at: at + 1, all: matches.length }) : ''}
      </span>
      <Small label={t('find.previous')} press={() => go(at - 1)}>
        <IconChevronUp size={14} />
      </Small>
      <Small label={t('find.next')} press={() => go(at + 1)}>
        <IconChevronDown size={14} />
      </Small>
      <Small
        label={t('find.case')}
        on={search.exactCase}
        press={() => set({ exactCase: !search.exactCase })}
      >
        <IconLetterCase size={14} />
      </Small>
      <Small
        label={t('find.words')}
        on={search.wholeWords}
        press={() => set({ wholeWords: !search.wholeWords })}
      >
        <IconTextSize size={14} />
      </Small>
    </>
  )
}

function Replacing({ editor, search, close }: Props & { readonly close: () => void }) {
  const { t } = useTranslation('audio')
  const [instead, setInstead] = useState('')
  const { matches, at } = useMatches(editor, search)
  const canWrite = useValue(editor.canWrite) === true
  const isVain = matches.length === 0 || !canWrite
  const replace = () => replaceOne(editor, matches[at], instead)
  const replaceAll = () => rewrite(editor, replacedAll(changeable(editor), search, instead))
  return (
    <>
      <Field
        label={t('find.instead')}
        text={instead}
        set={setInstead}
        enter={replace}
        close={close}
      />
      <button type="button" className={classes.word} disabled={isVain} onClick={replace}>
        {t('find.replace')}
      </button>
      <button type="button" className={classes.word} disabled={isVain} onClick={replaceAll}>
        {t('find.replace-all')}
      </button>
    </>
  )
}

/** Find and replace in the texts of all segments. */
export function FindBar({ editor, search }: Props) {
  const { t } = useTranslation('audio')
  const close = () => {
    audioOf(editor).search.value = null
  }
  return (
    <search className={classes.find} aria-label={t('find.title')}>
      <Finding editor={editor} search={search} close={close} />
      <Replacing editor={editor} search={search} close={close} />
      <span className={classes.gap} />
      <Small label={t('find.close')} press={close}>
        <IconX size={14} />
      </Small>
    </search>
  )
}
