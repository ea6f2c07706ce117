import { ActionIcon, NumberInput, SegmentedControl, Select, Switch } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { findLabel } from '../../core/schema'
import { EmptyState } from '../../ui/EmptyState'
import { useFormats } from '../../ui/format'
import { Tip } from '../../ui/Tip'
import { useCaptionOf } from '../caption'
import { useWorkbench } from '../context'
import { Icon } from '../icons'
import { useDifference } from '../panels/difference'
import { useKindIcon } from '../panels/ObjectRowView'
import classes from '../panels/panels.module.css'
import { useRecordName } from '../panels/record-name'
import { VirtualList } from '../panels/VirtualList'
import { CommandButton } from '../parts/CommandButton'
import type { LayerInfo } from '../types'
import { useComputed, useValue } from '../use-value'
import own from './compare.module.css'
import { MODES, type Mode } from './comparing'
import { useLayerName } from './layer-name'
import { COLORS, countOf, SIDES, type Thing, WHATS } from './things'

const COLOR_OF = { left: COLORS.left, right: COLORS.right, changed: COLORS.after } as const

function Layers({ layers }: { layers: readonly LayerInfo[] }) {
  const { t } = useTranslation('workbench')
  const { comparing } = useWorkbench().session
  const nameOf = useLayerName()
  const chosen = { left: useValue(comparing.left), right: useValue(comparing.right) }
  const data = layers.map((layer) => ({ value: layer.key, label: nameOf(layer) }))
  return (
    <div className={own.pair}>
      {SIDES.map((side) => (
        <Select
          key={side}
          size="xs"
          data={data}
          value={chosen[side]}
          aria-label={t(`compare.${side}`)}
          allowDeselect={false}
          onChange={(key) => key && void comparing.choose(side, key)}
        />
      ))}
      <Tip label={t('command.compare.swap')}>
        <ActionIcon
          size={28}
          aria-label={t('command.compare.swap')}
          onClick={() => void comparing.swap()}
        >
          <IconArrowsExchange size={16} style={{ rotate: '90deg' }} />
        </ActionIcon>
      </Tip>
    </div>
  )
}

/** From which likeness shapes count as the same, and whether what is the same is shown. */
function Strictness() {
  const { t } = useTranslation('workbench')
  const { comparing } = useWorkbench().session
  const least = useValue(comparing.least)
  const same = useValue(comparing.same)
  return (
    <>
      <div className={own.least} title={least === 100 ? t('compare.exact') : undefined}>
        <span>{t('compare.least')}</span>
        <NumberInput
          size="xs"
          w={74}
          min={50}
          max={100}
          suffix=" %"
          value={least}
          aria-label={t('compare.least')}
          onChange={(value) => {
            if (typeof value === 'number') comparing.least.value = value
          }}
        />
      </div>
      <Switch
        size="xs"
        label={t('compare.same')}
        checked={same}
        onChange={({ currentTarget }) => {
          comparing.same.value = currentTarget.checked
        }}
      />
    </>
  )
}

/** How many differences of each kind there are; a press hides or shows them. */
function Whats() {
  const { t } = useTranslation('workbench')
  const { number } = useFormats()
  const { comparing } = useWorkbench().session
  const things = useValue(comparing.things)
  const wanted = useValue(comparing.wanted)
  return (
    <div className={own.whats}>
      {WHATS.map((what) => (
        <button
          key={what}
          type="button"
          className={own.what}
          aria-pressed={wanted.has(what)}
          onClick={() => comparing.toggle(what)}
        >
          <span className={own.colour} style={{ background: COLOR_OF[what] }} />
          {t(`compare.what.${what}`)} {number(countOf(things, what))}
        </button>
      ))}
    </div>
  )
}

/** What differs in what is drawn, where the share of what is alike is known and where not. */
const DRAWN = {
  shape: { known: 'compare.moved', unknown: 'compare.reshaped' },
  points: { known: 'compare.points', unknown: 'changes.points' },
} as const

/** What differs in a thing, in words. */
function useWords(): (thing: Thing) => string {
  const { t } = useTranslation('workbench')
  const { percent } = useFormats()
  const differenceOf = useDifference()
  return ({ what, left, right, parts, alike }) => {
    if (what !== 'changed') return what ? t(`compare.what.${what}`) : ''
    const words = parts.flatMap((part) => {
      if (part !== 'shape' && part !== 'points')
        return differenceOf({ before: left, after: right, parts: [part] })
      const { known, unknown } = DRAWN[part]
      return alike === null ? t(unknown) : t(known, { alike: percent(alike) })
    })
    return words.join('; ')
  }
}

function Line({ thing }: { thing: Thing }) {
  const { editor, comparing } = useWorkbench().session
  const iconOf = useKindIcon()
  const captionOf = useCaptionOf()
  const wordsOf = useWords()
  const nameOf = useRecordName()
  const active = useComputed(() => comparing.active.value === thing.key, [comparing, thing.key])
  const hovered = useComputed(() => comparing.hovered.value === thing.key, [comparing, thing.key])
  const record = thing.right ?? thing.left
  if (!record || !thing.what) return null
  const label = findLabel(editor.schema.peek(), record.label)
  const words = wordsOf(thing)
  return (
    <button
      type="button"
      className={own.thing}
      data-selected={active || undefined}
      data-hovered={hovered || undefined}
      aria-pressed={active}
      title={words}
      onClick={() => {
        comparing.active.value = thing.key
      }}
      onPointerEnter={() => {
        comparing.hovered.value = thing.key
      }}
      onPointerLeave={() => {
        comparing.hovered.value = null
      }}
    >
      <span className={own.colour} style={{ background: COLOR_OF[thing.what] }} />
      <span className={own.words}>
        <span className={own.name}>
          {record.label !== '' && (
            <span className={classes.swatch} style={{ background: label?.color ?? '#adb5bd' }} />
          )}
          {nameOf(record)}
          <Icon name={iconOf(record)} size={13} />
          <span className={classes.rowValues}>{captionOf(record)}</span>
        </span>
        <span className={own.parts}>{words}</span>
      </span>
    </button>
  )
}

function Differences() {
  const { t } = useTranslation('workbench')
  const { comparing } = useWorkbench().session
  const listed = useValue(comparing.listed)
  const active = useValue(comparing.active)
  const differs = useComputed(() => comparing.things.value.some(({ what }) => what), [comparing])
  const at = listed.findIndex(({ key }) => key === active)
  const count = listed.length
  if (count === 0) {
    const why = t(differs ? 'compare.hidden-text' : 'compare.none-text')
    return <EmptyState compact title={t('compare.none')} text={why} />
  }
  return (
    <>
      <div className={own.steps}>
        <span className={own.count}>
          {at < 0
            ? t('compare.differences', { count })
            : t('compare.position', { at: at + 1, count })}
        </span>
        <CommandButton id="compare.previous" size={26} />
        <CommandButton id="compare.next" size={26} />
      </div>
      <VirtualList
        items={listed}
        height={44}
        label={t('panel.compare')}
        keyOf={({ key }) => key}
        reveal={active}
      >
        {(thing) => <Line thing={thing} />}
      </VirtualList>
    </>
  )
}

/** Which two layers are compared, how, and what differs. */
export default function ComparePanel() {
  const { t } = useTranslation('workbench')
  const { comparing } = useWorkbench().session
  const layers = useValue(comparing.layers)
  const mode = useValue(comparing.mode)
  const comparison = useValue(comparing.comparison)
  if (layers && layers.length < 2) {
    return <EmptyState compact title={t('compare.nothing')} text={t('compare.nothing-text')} />
  }
  return (
    <>
      <div className={own.options}>
        <Layers layers={layers ?? []} />
        <SegmentedControl
          size="xs"
          aria-label={t('compare.mode')}
          data={MODES.map((value) => ({ value, label: t(`compare.${value}`) }))}
          value={mode}
          onChange={(value) => {
            comparing.mode.value = value as Mode
          }}
        />
        <Whats />
        <Strictness />
      </div>
      {comparison && <Differences />}
    </>
  )
}
