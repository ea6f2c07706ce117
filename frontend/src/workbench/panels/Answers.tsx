import { ActionIcon, Button, Switch } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Annotation, AttributeValue } from '../../core/patch'
import { sameJson } from '../../core/patch'
import { findLabel } from '../../core/schema'
import { EmptyState } from '../../ui/EmptyState'
import { useFormats } from '../../ui/format'
import { Tip } from '../../ui/Tip'
import { useText, useWorkbench } from '../context'
import {
  type ComparedShapes,
  type ComparedThing,
  type ComparedValue,
  comparedShapes,
  comparedThings,
  comparedValues,
  isDisputed,
} from '../session/answers'
import { goTo } from '../session/pins'
import type { Answers as AnswersOf, OneAnswer } from '../types'
import { useComputed, useValue } from '../use-value'
import { Shape, Vote } from './AnswerShapes'
import { initials, useNameOf } from './answer-names'
import own from './answers.module.css'
import { isBlank, summary, withValue } from './attribute-values'
import { useGlance, usePassingGhosts } from './ghosts'
import classes from './panels.module.css'
import { useRecordName } from './record-name'

const MOST_SHOWN = 200

/** Everything that somebody answered, or that all have in common, in place of what is decided. */
function useReplace() {
  const { editor } = useWorkbench().session
  return (records: readonly Annotation[]) =>
    editor.edit('editor:edit.answers', (tx) => {
      const kept = new Set(records.map(({ id }) => id))
      for (const id of editor.work.records.peek().keys()) if (!kept.has(id)) tx.remove(id)
      for (const record of records) tx.put(record)
    })
}

function People({ answers }: { answers: AnswersOf }) {
  const { t } = useTranslation('workbench')
  const { duration } = useFormats()
  const { editor } = useWorkbench().session
  const canWrite = useValue(editor.canWrite) === true
  const replace = useReplace()
  const nameOf = useNameOf(answers.people)
  const rows = answers.people.map((one) => {
    const name = nameOf(one)
    const skipped = one.skipped !== null
    const note = skipped
      ? t('answers.skipped', { reason: one.skipped })
      : one.seconds > 0 && t('answers.time', { time: duration(one.seconds) })
    const title = t('answers.use-all', { name })
    return {
      key: one.task,
      name,
      short: initials(name),
      note,
      title,
      records: one.records,
      skipped,
    }
  })
  const common = {
    key: 'combined',
    name: t('answers.combined'),
    short: '',
    note: '',
    title: t('answers.use-combined'),
    records: answers.combined,
    skipped: false,
  }
  return (
    <section className={classes.section}>
      <p className={classes.tip}>{t('answers.intro')}</p>
      {[...rows, common].map(({ key, name, short, note, title, records, skipped }) => (
        <div key={key} className={own.person}>
          <span className={own.short}>{short}</span>
          <span className={own.name}>
            {name} <span className={classes.faintInline}>{note}</span>
          </span>
          {!skipped && (
            <Tip label={title}>
              <Button
                size="compact-xs"
                variant="default"
                disabled={!canWrite}
                aria-label={title}
                onClick={() => replace(records)}
              >
                {t('answers.use')}
              </Button>
            </Tip>
          )}
        </div>
      ))}
    </section>
  )
}

/** A value in a few letters, as a column has room for it. */
function useWords() {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { number } = useFormats()
  const schema = useValue(useWorkbench().session.editor.schema)
  const named = ({ what, attribute }: ComparedValue, value: string | readonly string[]) => {
    if (attribute) return summary([attribute], { [attribute.key]: value }, text)
    const label = what === 'label' ? findLabel(schema, String(value)) : undefined
    return label ? text(label.name) : String(value)
  }
  return (row: ComparedValue, value: AttributeValue | undefined): string => {
    if (isBlank(value)) return '–'
    if (typeof value === 'number') return number(value, 2)
    if (typeof value === 'boolean') return t(value ? 'answers.yes' : 'answers.no')
    return named(row, value as string | readonly string[])
  }
}

interface ValueProps {
  readonly thing: ComparedThing
  readonly row: ComparedValue
  readonly people: readonly OneAnswer[]
}

/** The annotation with this value in place of its own. */
function useTake({ thing, row }: ValueProps) {
  const { editor } = useWorkbench().session
  const attributesOf = useAttributesOf()
  return (value: AttributeValue | undefined) => {
    const { result } = thing
    if (!result || value === undefined) return
    editor.edit('editor:edit.answers', (tx) =>
      tx.update(result.id, (record) => {
        if (row.what === 'label') return { ...record, label: String(value) }
        if (row.what === 'text')
          return { ...record, data: { ...(record.data as object), text: value } }
        const key = row.attribute?.key ?? ''
        const attributes = withValue(attributesOf(record), record.attributes, key, value)
        return { ...record, attributes }
      }),
    )
  }
}

function useAttributesOf() {
  const { editor } = useWorkbench().session
  return (record: Annotation) => {
    const { labels, questions } = editor.schema.peek()
    return record.kind === 'answers'
      ? questions
      : (labels.find(({ key }) => key === record.label)?.attributes ?? [])
  }
}

/** What everybody says of one attribute; the one that is decided on is marked. */
function Value(props: ValueProps) {
  const { thing, row, people } = props
  const { t } = useTranslation('workbench')
  const text = useText()
  const words = useWords()
  const take = useTake(props)
  const nameOf = useNameOf(people)
  const canWrite = useValue(useWorkbench().session.editor.canWrite) === true
  const name = row.attribute
    ? text(row.attribute.name)
    : t(`answers.${row.what === 'text' ? 'text' : 'label'}`)
  const wide = row.values.some((value) => words(row, value).length > 5)
  return (
    <div className={own.row} data-wide={wide || undefined} data-differs={row.differs || undefined}>
      <span className={own.attribute} title={name}>
        {name}
      </span>
      <span className={own.values}>
        {row.values.map((value, at) => {
          const who = nameOf(people[at])
          const said = words(row, value)
          return (
            <button
              key={people[at]?.task}
              type="button"
              className={own.value}
              dir="auto"
              data-chosen={(value !== undefined && sameJson(value, row.result)) || undefined}
              aria-pressed={value !== undefined && sameJson(value, row.result)}
              disabled={!canWrite || !thing.result || value === undefined}
              title={`${who}: ${said}`}
              aria-label={`${name}, ${who}: ${said}`}
              onClick={() => take(value)}
            >
              {wide && <span className={own.short}>{initials(who)}</span>}
              {said}
            </button>
          )
        })}
        <output className={own.result} title={t('answers.result')}>
          {words(row, row.result)}
        </output>
      </span>
    </div>
  )
}

interface ThingProps {
  readonly thing: ComparedThing
  readonly people: readonly OneAnswer[]
  readonly rows: readonly ComparedValue[]
  readonly shapes: ComparedShapes | null
}

function ThingName({ record }: { readonly record: Annotation }) {
  const { t } = useTranslation('workbench')
  const nameOf = useRecordName()
  const { editor } = useWorkbench().session
  if (record.kind === 'answers') return t('answers.whole')
  const { text } = record.data as { text?: string }
  const label = findLabel(editor.schema.peek(), record.label)
  return (
    <>
      {record.label !== '' && (
        <span className={classes.swatch} style={{ background: label?.color ?? '#adb5bd' }} />
      )}
      <span>{nameOf(record)}</span>
      {text && <bdi className={own.said}>{text}</bdi>}
    </>
  )
}

function Thing({ thing, people, rows, shapes }: ThingProps) {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const { editor } = session
  const canWrite = useValue(editor.canWrite) === true
  const selected = useComputed(
    () => thing.result !== null && editor.selection.value.has(thing.result.id),
    [editor, thing.result?.id],
  )
  const given = thing.of.filter((one) => one !== null)
  const glance = useGlance(given)
  const shown = thing.result ?? given[0]
  if (!shown) return null
  const look = () => {
    if (thing.result) goTo(session, thing.result.id)
    glance.keep()
  }
  const add = () => editor.edit('editor:edit.answers', (tx) => tx.put(shown))
  return (
    <section className={own.thing} data-selected={selected || undefined}>
      <div className={own.head}>
        <button
          type="button"
          className={own.look}
          onClick={look}
          onMouseEnter={glance.enter}
          onMouseLeave={glance.leave}
        >
          <ThingName record={shown} />
        </button>
        {given.length < people.length && (
          <span className={own.votes}>
            {t('answers.found', { count: given.length, all: people.length })}
          </span>
        )}
        {!thing.result && (
          <Tip label={t('answers.add')}>
            <ActionIcon size={20} disabled={!canWrite} aria-label={t('answers.add')} onClick={add}>
              <IconPlus size={13} />
            </ActionIcon>
          </Tip>
        )}
      </div>
      {thing.vote && <Vote vote={thing.vote} />}
      {shapes && <Shape thing={thing} people={people} shapes={shapes} />}
      {rows.map((row) => (
        <Value key={row.attribute?.key ?? row.what} thing={thing} row={row} people={people} />
      ))}
    </section>
  )
}

function Columns({ people }: { people: readonly OneAnswer[] }) {
  const { t } = useTranslation('workbench')
  const nameOf = useNameOf(people)
  return (
    <div className={own.row} aria-hidden>
      <span className={own.attribute} />
      <span className={own.values}>
        {people.map((one) => (
          <span key={one.task} className={own.column} title={nameOf(one)}>
            {initials(nameOf(one))}
          </span>
        ))}
        <span className={own.column} title={t('answers.result')}>
          <IconCheck size={12} />
        </span>
      </span>
    </div>
  )
}

/** What several people answered without seeing one another, thing by thing, beside what is decided. */
export default function Answers() {
  const { t } = useTranslation('workbench')
  const { editor, bundle } = useWorkbench().session
  const { answers } = bundle
  const work = useValue(editor.work.records)
  const { labels, questions } = useValue(editor.schema)
  const [disputed, setDisputed] = useState(true)
  usePassingGhosts()
  if (!answers) return null
  const attributesOf = (one: Annotation | undefined | null) =>
    one?.kind === 'answers'
      ? questions
      : (labels.find(({ key }) => key === one?.label)?.attributes ?? [])
  const all = comparedThings(answers, work).map((thing) => {
    const first = thing.result ?? thing.of.find((one) => one !== null)
    const shapes = comparedShapes(thing, editor.kinds)
    return { thing, rows: comparedValues(thing, attributesOf(first)), shapes }
  })
  const wanted = disputed
    ? all
        .filter(({ thing, rows, shapes }) => isDisputed(thing, rows, shapes))
        .map(({ rows, ...rest }) => ({ ...rest, rows: rows.filter(({ differs }) => differs) }))
    : all
  return (
    <div className={classes.scroller}>
      <People answers={answers} />
      <div className={own.bar}>
        <Switch
          size="xs"
          label={t('answers.differences')}
          checked={disputed}
          onChange={(event) => setDisputed(event.currentTarget.checked)}
        />
      </div>
      {wanted.length === 0 && <EmptyState compact title={t('answers.none')} />}
      {wanted.length > 0 && <Columns people={answers.people} />}
      {wanted.slice(0, MOST_SHOWN).map((one) => (
        <Thing key={one.thing.key} people={answers.people} {...one} />
      ))}
      {wanted.length > MOST_SHOWN && (
        <p className={classes.faint}>{t('answers.more', { count: wanted.length - MOST_SHOWN })}</p>
      )}
    </div>
  )
}
