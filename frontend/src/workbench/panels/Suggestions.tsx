import { ActionIcon, Slider } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { accept, reject } from '../../core/commands'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import { EmptyState } from '../../ui/EmptyState'
import { useFormats } from '../../ui/format'
import { Tip } from '../../ui/Tip'
import { useCaption } from '../caption'
import { useWorkbench } from '../context'
import { Icon } from '../icons'
import { CommandButton } from '../parts/CommandButton'
import { goTo } from '../session/pins'
import { useComputed, useValue } from '../use-value'
import { useKindIcon } from './ObjectRowView'
import classes from './panels.module.css'
import { useRecordName } from './record-name'
import { VirtualList } from './VirtualList'

const STEPS = 20

/** How many suggestions there are at each score: where to put the threshold. */
function Histogram({ scores, from }: { scores: readonly number[]; from: number }) {
  const bins = useMemo(() => {
    const counts = Array.from({ length: STEPS }, () => 0)
    for (const score of scores) {
      const bin = Math.min(STEPS - 1, Math.floor(score * STEPS))
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    return counts
  }, [scores])
  const most = Math.max(...bins, 1)
  return (
    <div className={classes.histogram} aria-hidden>
      {bins.map((count, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
          key={i}
          data-off={(i + 1) / STEPS <= from || undefined}
          style={{ height: `${(count / most) * 100}%` }}
        />
      ))}
    </div>
  )
}

function Threshold() {
  const { t } = useTranslation('workbench')
  const { percent } = useFormats()
  const { editor } = useWorkbench().session
  const { threshold } = editor.view
  const from = useValue(threshold)
  const scores = useComputed(() => {
    const taken = editor.work.records.value
    const open = editor.suggestions.flatMap(({ document }) => [...document.records.value.values()])
    return open.flatMap(({ id, score }) => (taken.has(id) || score === null ? [] : [score]))
  }, [editor])
  return (
    <div className={classes.threshold}>
      <Histogram scores={scores} from={from} />
      <Slider
        size="sm"
        min={0}
        max={1}
        step={0.01}
        value={from}
        label={percent}
        thumbLabel={t('threshold')}
        onChange={(value) => {
          threshold.value = value
        }}
      />
      <div className={classes.thresholdText}>
        <span>{t('threshold')}</span>
        <span>{percent(from)}</span>
      </div>
    </div>
  )
}

function Line({ record }: { record: Annotation }) {
  const { t } = useTranslation('workbench')
  const { percent } = useFormats()
  const { session } = useWorkbench()
  const name = useRecordName()(record)
  const caption = useCaption(record)
  const { editor } = session
  const iconOf = useKindIcon()
  const selected = useComputed(() => editor.selection.value.has(record.id), [editor, record.id])
  const canWrite = useValue(editor.canWrite) === true
  const label = findLabel(useValue(editor.schema), record.label)
  return (
    <div className={classes.row} data-selected={selected || undefined} data-testid="suggestion-row">
      <button type="button" className={classes.rowMain} onClick={() => goTo(session, record.id)}>
        <span className={classes.swatch} style={{ background: label?.color ?? 'var(--gw-grey)' }} />
        <span className={classes.kind}>
          <Icon name={iconOf(record)} size={14} />
        </span>
        <span className={classes.rowLabel}>{name}</span>
        <span className={classes.rowValues} title={caption}>
          {caption}
        </span>
      </button>
      {record.score !== null && <span className={classes.score}>{percent(record.score)}</span>}
      <Tip label={t('accept')}>
        <ActionIcon
          size={22}
          color="green"
          disabled={!canWrite}
          aria-label={t('accept')}
          onClick={() => accept(editor, [record])}
        >
          <IconCheck size={14} />
        </ActionIcon>
      </Tip>
      <Tip label={t('reject')}>
        <ActionIcon
          size={22}
          color="red"
          disabled={!canWrite}
          aria-label={t('reject')}
          onClick={() => reject(editor, [record])}
        >
          <IconX size={14} />
        </ActionIcon>
      </Tip>
    </div>
  )
}

/** The layer of what people carried over from the pictures before. */
const CARRIED = 'carried'

interface ModelLine {
  readonly model: string
  readonly version: string
  readonly count: number
}
type Item = Annotation | ModelLine
const isModel = (item: Item): item is ModelLine => 'count' in item

/** Best first, under the model that made them. */
function useItems(): readonly Item[] {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  return useComputed(() => {
    const open = editor.offered.value
    return editor.suggestions.flatMap(({ document, model }): Item[] => {
      const own = [...document.records.value.values()].filter(({ id }) => open.has(id))
      if (own.length === 0) return []
      own.sort((a, b) => (b.score ?? 1) - (a.score ?? 1))
      const name = model.slug === CARRIED ? t('carried-over') : model.name
      return [{ model: name, version: model.version, count: own.length }, ...own]
    })
  }, [editor, t])
}

/** What algorithms propose: accept or reject one by one, or all that the threshold leaves. */
export default function Suggestions() {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const items = useItems()
  const last = useComputed(() => [...editor.selection.value].at(-1) ?? null, [editor])
  if (editor.suggestions.length === 0) {
    return <EmptyState compact title={t('suggestions.none')} text={t('suggestions.none-text')} />
  }
  return (
    <>
      <Threshold />
      <div className={classes.tools}>
        <CommandButton
          id="suggestion.accept-shown"
          labelled
          variant="default"
          text={t('suggestions.accept-all')}
        />
        <CommandButton id="suggestion.reject-shown" labelled text={t('suggestions.reject-all')} />
        <span className={classes.grow} />
        <CommandButton id="suggestion.next" size={26} />
        <CommandButton id="suggestion.toggle" size={26} />
      </div>
      {items.length === 0 && <EmptyState compact title={t('suggestions.done')} />}
      <VirtualList
        items={items}
        height={28}
        label={t('panel.suggestions')}
        keyOf={(item) => (isModel(item) ? `model:${item.model}` : item.id)}
        reveal={last}
      >
        {(item) =>
          isModel(item) ? (
            <div className={classes.group}>
              <span className={classes.groupName}>
                {item.model} <span className={classes.faintInline}>{item.version}</span>
                <span className={classes.count}>{item.count}</span>
              </span>
            </div>
          ) : (
            <Line record={item} />
          )
        }
      </VirtualList>
    </>
  )
}
