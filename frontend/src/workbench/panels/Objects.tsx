import { ActionIcon, TextInput } from '@mantine/core'
import { IconCategory, IconFilter, IconX } from '@tabler/icons-react'
import {
  type MouseEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { usesOf } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import type { Label } from '../../core/schema'
import { EmptyState } from '../../ui/EmptyState'
import { useFormats } from '../../ui/format'
import { Tip } from '../../ui/Tip'
import { useCaptionOf } from '../caption'
import { useText, useWorkbench } from '../context'
import { useComputed, useValue } from '../use-value'
import { GroupRowView, ObjectRowView } from './ObjectRowView'
import {
  clicked,
  filterOf,
  isObject,
  linesOf,
  numbered,
  type ObjectRow,
  type Row,
} from './object-list'
import classes from './panels.module.css'
import { VirtualList } from './VirtualList'

const ROW = 26

function FilterBox() {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const query = useValue(shell.query)
  const wanted = useValue(shell.filterFocus)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (wanted > 0) box.current?.select()
  }, [wanted])
  const clear = () => {
    shell.query.value = ''
  }
  return (
    <TextInput
      ref={box}
      size="xs"
      className={classes.grow ?? ''}
      aria-label={t('filter.label')}
      placeholder={t('filter.placeholder')}
      leftSection={<IconFilter size={13} />}
      rightSection={
        query && (
          <ActionIcon size={18} onClick={clear} aria-label={t('filter.clear')}>
            <IconX size={12} />
          </ActionIcon>
        )
      }
      value={query}
      onChange={(event) => {
        shell.query.value = event.currentTarget.value
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        clear()
        event.currentTarget.blur()
      }}
    />
  )
}

/** What the list leaves out, the canvas leaves out too; suggestions are judged by the same words. */
function useCanvasFilter(
  test: ((row: ObjectRow) => boolean) | null,
  kept: readonly ObjectRow[],
): void {
  const { editor } = useWorkbench().session
  useEffect(() => {
    const ids = new Set(kept.map(({ record }) => record.id))
    const isKept = (record: Annotation) =>
      editor.work.get(record.id)
        ? ids.has(record.id)
        : (test?.({ type: 'object', record, number: 0 }) ?? true)
    editor.view.filter.value = test ? isKept : null
  }, [editor, test, kept])
}

const keyOf = (row: Row) => (row.type === 'object' ? row.record.id : `group:${row.label}`)

function useLines() {
  const { session } = useWorkbench()
  const { editor, shell, modality } = session
  // The canvas goes first: the list follows when there is time.
  const records = useDeferredValue(useValue(editor.work.records))
  const schema = useValue(editor.schema)
  const grouped = useValue(shell.grouped)
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const query = useValue(shell.query)
  const captionOf = useCaptionOf()
  const test = useMemo(() => filterOf(query, schema, captionOf), [query, schema, captionOf])
  const all = useMemo(() => numbered(records.values(), modality.order), [records, modality.order])
  const kept = useMemo(() => (test ? all.filter(test) : all), [all, test])
  useCanvasFilter(test, kept)
  const lines = useMemo(
    () => linesOf(kept, schema, grouped, collapsed),
    [kept, schema, grouped, collapsed],
  )
  const toggle = useCallback(
    (label: string) =>
      setCollapsed((before) => {
        const next = new Set(before)
        if (!next.delete(label)) next.add(label)
        return next
      }),
    [],
  )
  return { all, kept, lines, collapsed, toggle }
}

/** What clicks on a row do; stable, whatever the list holds. */
function useRowActions(lines: readonly Row[]) {
  const { session, keyboard } = useWorkbench()
  const { editor } = session
  const current = useRef(lines)
  current.current = lines
  const click = useCallback(
    (id: string, event: MouseEvent) => {
      const how = { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey }
      editor.select(clicked(current.current, editor.selection.peek(), id, how))
    },
    [editor],
  )
  const zoom = useCallback(() => {
    const command = keyboard.commands.peek().find(({ id }) => id === 'zoom.selection')
    if (command) keyboard.run(command)
  }, [keyboard])
  return { click, zoom }
}

function GroupToggle() {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const grouped = useValue(shell.grouped)
  return (
    <Tip label={t('group-by-label')}>
      <ActionIcon
        size={26}
        aria-label={t('group-by-label')}
        aria-pressed={grouped}
        data-active={grouped || undefined}
        className={classes.toggle ?? ''}
        onClick={() => {
          shell.grouped.value = !grouped
        }}
      >
        <IconCategory size={15} stroke={1.6} />
      </ActionIcon>
    </Tip>
  )
}

/** Labels of the schema that are used inside annotations that are no single thing. Reads signals. */
function labelsInside(editor: Editor): readonly Label[] {
  const used = new Set(
    [...editor.work.records.value.values()]
      .filter((record) => !isObject(record))
      .flatMap((record) => usesOf(editor.kindOf(record), record))
      .map(({ label }) => label),
  )
  return editor.schema.value.labels.filter(({ key }) => used.has(key))
}

/** An answer that there is nothing is told apart from work that nobody has begun. */
function Nothing() {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const confirmed = useComputed(
    () => [...editor.work.records.value.values()].some(({ kind }) => kind === 'empty'),
    [editor],
  )
  const text = useText()
  const { list } = useFormats()
  const labels = useComputed(() => labelsInside(editor), [editor])
  if (labels.length > 0) {
    const names = list(labels.map(({ name }) => text(name)))
    return (
      <EmptyState
        compact
        title={t('objects.whole')}
        text={t('objects.whole-text', { labels: names })}
      />
    )
  }
  return confirmed ? (
    <EmptyState compact title={t('objects.confirmed')} text={t('objects.confirmed-text')} />
  ) : (
    <EmptyState compact title={t('objects.empty')} text={t('objects.empty-text')} />
  )
}

/** All annotations of the task; what is selected here is selected on the canvas and the other way round. */
export default function Objects() {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const { all, kept, lines, collapsed, toggle } = useLines()
  const { click, zoom } = useRowActions(lines)
  const last = useComputed(() => [...editor.selection.value].at(-1) ?? null, [editor])
  const selectLabel = (label: string) =>
    editor.select(kept.flatMap(({ record }) => (record.label === label ? [record.id] : [])))
  return (
    <>
      <div className={classes.tools}>
        <FilterBox />
        <GroupToggle />
      </div>
      {all.length === 0 && <Nothing />}
      {all.length > 0 && kept.length === 0 && (
        <EmptyState compact title={t('objects.none-match')} />
      )}
      <VirtualList
        items={lines}
        height={ROW}
        label={t('panel.objects')}
        keyOf={keyOf}
        reveal={last}
      >
        {(row) =>
          row.type === 'group' ? (
            <GroupRowView
              row={row}
              collapsed={collapsed.has(row.label)}
              onToggle={() => toggle(row.label)}
              onSelect={() => selectLabel(row.label)}
            />
          ) : (
            <ObjectRowView row={row} onOpen={zoom} onClick={click} />
          )
        }
      </VirtualList>
    </>
  )
}
