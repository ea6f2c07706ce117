import { ActionIcon, Button, TextInput } from '@mantine/core'
import {
  IconArrowBackUp,
  IconGripVertical,
  IconListDetails,
  IconPlus,
  IconTextSpellcheck,
  type TablerIcon,
} from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProject } from '../../app/project'
import { useText } from '../../workbench/context'
import { moved, newLabel, removedLabels } from './draft'
import { KindPicture } from './KindPicture'
import { useSeverity } from './problems'
import classes from './schema.module.css'
import type { DraftLabel } from './types'
import type { Draft } from './use-draft'
import { useReorder } from './use-reorder'

export const QUESTIONS = 'questions'
/** No label can have this key. */
export const RULES = '~rules'

/** What the page of the whole is called: of some media more is said than questions. */
export function useWholeTitle(): string {
  const { t } = useTranslation('schema')
  const { modality } = useProject()
  return t(modality === 'image' || modality === 'scene' ? 'questions-and-rules' : 'questions')
}

interface Props {
  readonly draft: Draft
  readonly mayEdit: boolean
  readonly kinds: readonly string[]
  readonly hasRules: boolean
  /** Key of the chosen label, QUESTIONS or RULES. */
  readonly chosen: string
  readonly onChoose: (key: string) => void
}

/** All labels in the order in which annotators see them; drag, or Alt with the arrow keys, to move one. */
export function LabelList({ draft, mayEdit, kinds, hasRules, chosen, onChoose }: Props) {
  const { t } = useTranslation('schema')
  const { schema, set } = draft
  const title = useWholeTitle()
  const move = (from: number, to: number) =>
    set({ ...schema, labels: moved(schema.labels, from, to) })
  const reorder = useReorder(move)
  const severity = useSeverity()
  const onKeyDown = (at: number) => (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const to = at + (step ?? 0)
    if (!step || to < 0 || to >= schema.labels.length) return
    event.preventDefault()
    if (event.altKey) mayEdit && move(at, to)
    else onChoose(schema.labels[to]?.key ?? chosen)
  }
  return (
    <nav className={classes.list} aria-label={t('labels')}>
      <div className={classes.listScroll}>
        {schema.labels.map((label, at) =>
          label.retired ? null : (
            <LabelRow
              key={label.key}
              label={label}
              severity={severity(`labels[${at}]`)}
              isChosen={label.key === chosen}
              onChoose={() => onChoose(label.key)}
              onKeyDown={onKeyDown(at)}
              drag={mayEdit ? reorder(at) : null}
            />
          ),
        )}
        {mayEdit && (
          <AddLabel
            onAdd={(name) => {
              const label = newLabel(schema, name, kinds)
              set({ ...schema, labels: [...schema.labels, label] })
              onChoose(label.key)
            }}
          />
        )}
        <Gone draft={draft} mayEdit={mayEdit} />
      </div>
      <OtherRow
        icon={IconListDetails}
        name={title}
        count={schema.questions.filter(({ retired }) => !retired).length}
        severity={severity('questions')}
        isChosen={chosen === QUESTIONS}
        onChoose={() => onChoose(QUESTIONS)}
      />
      {hasRules && (
        <OtherRow
          icon={IconTextSpellcheck}
          name={t('rules.title')}
          count={0}
          severity={severity('transcription')}
          isChosen={chosen === RULES}
          onChoose={() => onChoose(RULES)}
        />
      )}
    </nav>
  )
}

interface OtherRowProps {
  readonly icon: TablerIcon
  readonly name: string
  readonly count: number
  readonly severity: string | null
  readonly isChosen: boolean
  readonly onChoose: () => void
}

/** What belongs to the schema beside its labels. */
function OtherRow({ icon: Icon, name, count, severity, isChosen, onChoose }: OtherRowProps) {
  return (
    <button
      type="button"
      className={classes.row}
      data-chosen={isChosen || undefined}
      data-severity={severity ?? undefined}
      onClick={onChoose}
    >
      <Icon size={14} stroke={1.75} className={classes.rowIcon ?? ''} />
      <span className={classes.rowName} title={name}>
        {name}
      </span>
      <span className={classes.count}>{count || ''}</span>
    </button>
  )
}

interface RowProps {
  readonly label: DraftLabel
  readonly severity: string | null
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly drag: ReturnType<ReturnType<typeof useReorder>> | null
}

function LabelRow({ label, severity, isChosen, onChoose, onKeyDown, drag }: RowProps) {
  const text = useText()
  return (
    <button
      type="button"
      className={classes.row}
      data-chosen={isChosen || undefined}
      data-severity={severity ?? undefined}
      onClick={onChoose}
      onKeyDown={onKeyDown}
      {...drag}
    >
      {drag && <IconGripVertical size={12} className={classes.grip} aria-hidden="true" />}
      <span className={classes.swatch} style={{ background: label.color }} />
      <span className={classes.rowName} title={text(label.name)}>
        {text(label.name)}
      </span>
      <span className={classes.rowKinds}>
        {label.kinds.slice(0, 3).map((kind) => (
          <KindPicture key={kind} kind={kind} size={12} />
        ))}
      </span>
      <span className={classes.rowKey}>{label.hotkey?.toUpperCase()}</span>
    </button>
  )
}

function AddLabel({ onAdd }: { onAdd: (name: string) => void }) {
  const { t } = useTranslation('schema')
  const [name, setName] = useState<string | null>(null)
  if (name === null) {
    return (
      <Button
        variant="subtle"
        size="xs"
        m={6}
        leftSection={<IconPlus size={13} />}
        onClick={() => setName('')}
      >
        {t('add-label')}
      </Button>
    )
  }
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) onAdd(name.trim())
        setName('')
      }}
    >
      <TextInput
        size="xs"
        autoFocus
        placeholder={t('new-label')}
        aria-label={t('new-label')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => !name.trim() && setName(null)}
        onKeyDown={(event) => event.key === 'Escape' && setName(null)}
      />
    </form>
  )
}

/** What was removed here, or retired in an earlier version: it can come back. */
function Gone({ draft, mayEdit }: { draft: Draft; mayEdit: boolean }) {
  const { t } = useTranslation('schema')
  const text = useText()
  const { schema, base, set } = draft
  const retired = schema.labels.filter((label) => label.retired)
  const gone = [...removedLabels(base.content, schema), ...retired]
  if (gone.length === 0) return null
  const restore = ({ retired: _, ...label }: DraftLabel) =>
    set({
      ...schema,
      labels: [...schema.labels.filter(({ key }) => key !== label.key), label],
    })
  return (
    <section className={classes.gone}>
      <h2 className={classes.goneTitle}>{t('retired')}</h2>
      {gone.map((label) => (
        <div key={label.key} className={classes.goneRow}>
          <span className={classes.swatch} style={{ background: label.color }} />
          <span className={classes.rowName} title={text(label.name)}>
            {text(label.name)}
          </span>
          {mayEdit && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={t('restore', { name: text(label.name) })}
              onClick={() => restore(label)}
            >
              <IconArrowBackUp size={13} />
            </ActionIcon>
          )}
        </div>
      ))}
    </section>
  )
}
