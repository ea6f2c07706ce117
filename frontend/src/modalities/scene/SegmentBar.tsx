import { MultiSelect, NumberInput, Popover, Select, Slider, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { useFormats } from '../../ui/format'
import { useText } from '../../workbench/context'
import { CommandButton } from '../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../workbench/use-value'
import { Counts } from './SegmentCounts'
import { shareLabelled } from './segment/counts'
import {
  GROUND_WISHES,
  type GroundWish,
  isForPoints,
  isThing,
  LARGEST,
  OVERS,
  type Over,
  SMALLEST,
  segmentOf,
} from './segment/state'
import { pointLabelsOf } from './segment/store'
import classes from './segment.module.css'

interface Props {
  readonly editor: Editor
}

function BrushSize({ editor }: Props) {
  const { t } = useTranslation('scene')
  const { radius } = segmentOf(editor)
  const value = useValue(radius)
  return (
    <div className={classes.size}>
      <CommandButton id="scene.smaller" size={26} />
      <Slider
        size="sm"
        w={84}
        min={SMALLEST}
        max={LARGEST}
        value={value}
        thumbLabel={t('segment.size')}
        label={null}
        onChange={(pixels) => {
          radius.value = pixels
        }}
      />
      <CommandButton id="scene.larger" size={26} />
      <span className={classes.pixels}>{t('look.pixels', { pixels: value })}</span>
    </div>
  )
}

/** The hand goes back to the stage: keys are for its tools again. */
const leave = (): void => {
  requestAnimationFrame(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
}

/** What may be painted over; chosen labels are named beside it. */
function PaintOver({ editor }: Props) {
  const { t } = useTranslation('scene')
  const text = useText()
  const { over, chosen } = segmentOf(editor)
  const value = useValue(over)
  const names = useValue(chosen)
  const { labels } = useValue(editor.schema)
  return (
    <>
      <Select
        size="xs"
        w={132}
        aria-label={t('segment.over')}
        title={t('segment.over')}
        allowDeselect={false}
        value={value}
        data={OVERS.map((one) => ({ value: one, label: t(`segment.over-${one}`) }))}
        onDropdownClose={leave}
        onChange={(next) => {
          over.value = (next ?? 'all') as Over
        }}
      />
      {value === 'chosen' && (
        <MultiSelect
          size="xs"
          miw={150}
          maw={260}
          aria-label={t('segment.choose')}
          placeholder={names.size === 0 ? t('segment.choose') : ''}
          value={[...names]}
          data={labels
            .filter(isForPoints)
            .map(({ key, name }) => ({ value: key, label: text(name) }))}
          onChange={(keys) => {
            chosen.value = new Set(keys)
          }}
        />
      )}
    </>
  )
}

function Ground({ editor }: Props) {
  const { t } = useTranslation('scene')
  const { ground } = segmentOf(editor)
  return (
    <Select
      size="xs"
      w={142}
      aria-label={t('segment.ground')}
      title={t('segment.ground')}
      allowDeselect={false}
      value={useValue(ground)}
      data={GROUND_WISHES.map((one) => ({ value: one, label: t(`segment.ground-${one}`) }))}
      onDropdownClose={leave}
      onChange={(next) => {
        ground.value = (next ?? 'all') as GroundWish
      }}
    />
  )
}

/** The number that the next points of a counted label get. */
function Instance({ editor }: Props) {
  const { t } = useTranslation('scene')
  const state = segmentOf(editor)
  const label = useValue(state.label)
  const instance = useValue(state.instance)
  if (!label || !isThing(label)) return null
  return (
    <>
      <NumberInput
        size="xs"
        w={64}
        min={1}
        aria-label={t('segment.instance')}
        title={t('segment.instance')}
        leftSection="#"
        leftSectionWidth={18}
        hideControls
        value={instance}
        onChange={(next) => typeof next === 'number' && state.setInstance(label.key, next)}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
      />
      <CommandButton id="scene.instance" size={26} />
    </>
  )
}

/** How far the work is: the share of all points that have a label, with the counts behind it. */
function Progress({ editor }: Props) {
  const { t } = useTranslation('scene')
  const { percent } = useFormats()
  const { busy } = segmentOf(editor)
  const work = useValue(busy)
  const failed = useValue(pointLabelsOf(editor).failed)
  const share = useComputed(() => shareLabelled(editor), [editor])
  if (work) return <span className={classes.faint}>{t('segment.busy', { ...work })}</span>
  if (failed) return <span className={classes.failed}>{t('segment.failed')}</span>
  return (
    <Popover position="bottom-end" withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.share}>
          {t('segment.labelled', { share: percent(share, 1) })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Counts editor={editor} />
      </Popover.Dropdown>
    </Popover>
  )
}

/** How points are painted, above the stage. */
export default function SegmentBar({ editor }: Props) {
  return (
    <div className={classes.bar}>
      <BrushSize editor={editor} />
      <CommandButton id="scene.through" />
      <CommandButton id="scene.whole" />
      <CommandButton id="scene.erase" />
      <PaintOver editor={editor} />
      <Ground editor={editor} />
      <Instance editor={editor} />
      <CommandButton id="scene.ground-label" />
      <CommandButton id="scene.from-boxes" />
      <span className={classes.spacer} />
      <Progress editor={editor} />
    </div>
  )
}
