import { Group, RangeSlider, SegmentedControl, Slider, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { useValue } from '../../workbench/use-value'
import { segmentOf } from './segment/state'
import { POINT_SIZES, sceneOf } from './state'
import { COLOURINGS, type Colouring } from './view/points_gl'

/** Metres around the vehicle; the last stands for all points. */
const RANGES = [20, 40, 60, 80, 120, null] as const
const [SMALLEST, LARGEST] = POINT_SIZES
const MOST_SWEEPS = 40
/** Metres over the road; the ends stand for no end. */
const [LOWEST, HIGHEST] = [-3, 12]

/** What a slider says, always to be read; its own label shows only while it is dragged. */
function Said({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Group justify="space-between" mb={2}>
      <Text size="xs">{name}</Text>
      <Text size="xs" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
    </Group>
  )
}

/** How far around the vehicle points are drawn. */
function Range({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const scene = sceneOf(editor)
  const range = useValue(scene.range)
  const reach = RANGES.indexOf(range as (typeof RANGES)[number])
  const said = range === null ? t('look.all') : t('look.metres', { metres: range })
  return (
    <div>
      <Said name={t('look.range')} value={said} />
      <Slider
        size="sm"
        min={0}
        max={RANGES.length - 1}
        step={1}
        value={reach}
        thumbLabel={t('look.range')}
        label={null}
        onChange={(at) => {
          scene.range.value = RANGES[at] ?? null
        }}
      />
    </div>
  )
}

/** How high over the road points are drawn: between the ends all of them, so a bridge or the trees can be taken away. */
function Levels({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const scene = sceneOf(editor)
  const levels = useValue(scene.levels)
  const [low, high] = levels ?? [LOWEST, HIGHEST]
  const end = (metres: number) =>
    metres <= LOWEST || metres >= HIGHEST ? t('look.all') : t('look.metres', { metres })
  return (
    <div>
      <Said name={t('look.levels')} value={levels ? `${end(low)} – ${end(high)}` : t('look.all')} />
      <RangeSlider
        size="sm"
        min={LOWEST}
        max={HIGHEST}
        step={0.25}
        minRange={0.5}
        value={[Math.max(LOWEST, low), Math.min(HIGHEST, high)]}
        thumbFromLabel={t('look.lowest')}
        thumbToLabel={t('look.highest')}
        label={null}
        onChange={([low, high]) => {
          const isAll = low === LOWEST && high === HIGHEST
          const open = [low === LOWEST ? -1e6 : low, high === HIGHEST ? 1e6 : high] as const
          scene.levels.value = isAll ? null : open
        }}
      />
    </div>
  )
}

/** How many frames are drawn over each other: what stands still gets denser, what moves is smeared. */
function Sweeps({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const scene = sceneOf(editor)
  const sweeps = useValue(scene.sweeps)
  const most = Math.min(MOST_SWEEPS, useValue(scene.frames) - 1)
  if (most < 1) return null
  const said = sweeps === 0 ? t('look.one') : t('look.around', { frames: sweeps })
  return (
    <div>
      <Said name={t('look.sweeps')} value={said} />
      <Slider
        size="sm"
        min={0}
        max={most}
        step={1}
        value={sweeps}
        thumbLabel={t('look.sweeps')}
        label={null}
        onChange={(value) => {
          scene.sweeps.value = value
        }}
      />
    </div>
  )
}

/** Of sweeps that are drawn together, whether what is in boxes that move is left out. */
function StillOnly({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const { stillOnly } = segmentOf(editor)
  const checked = useValue(stillOnly)
  return (
    <Switch
      size="xs"
      label={t('segment.still-only')}
      checked={checked}
      onChange={(event) => {
        stillOnly.value = event.currentTarget.checked
      }}
    />
  )
}

/** How points look: their colour, size, whether the ground is drawn, how far. */
export default function ViewPanel({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const scene = sceneOf(editor)
  const colouring = useValue(scene.colouring)
  const size = useValue(scene.pointSize)
  const hidden = useValue(scene.groundHidden)
  const isTogether = useValue(scene.sweeps) > 0
  return (
    <Stack gap="sm" w={380}>
      <div>
        <Text size="xs" mb={4}>
          {t('look.colouring')}
        </Text>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('look.colouring')}
          value={colouring}
          data={COLOURINGS.map((value) => ({ value, label: t(`colouring.${value}`) }))}
          onChange={(value) => {
            scene.colouring.value = value as Colouring
          }}
        />
      </div>
      <div>
        <Said name={t('look.size')} value={t('look.pixels', { pixels: size })} />
        <Slider
          size="sm"
          min={SMALLEST}
          max={LARGEST}
          step={0.5}
          value={size}
          thumbLabel={t('look.size')}
          label={null}
          onChange={(value) => {
            scene.pointSize.value = value
          }}
        />
      </div>
      <Range editor={editor} />
      <Levels editor={editor} />
      <Sweeps editor={editor} />
      {isTogether && <StillOnly editor={editor} />}
      <Switch
        size="xs"
        label={t('look.ground')}
        checked={!hidden}
        onChange={(event) => {
          scene.groundHidden.value = !event.currentTarget.checked
        }}
      />
    </Stack>
  )
}
