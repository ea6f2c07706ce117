import { ActionIcon, Button, Group, RangeSlider, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { useFormats } from '../../../ui'
import { Icon } from '../../../workbench/icons'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed } from '../../../workbench/use-value'
import type { Depth } from './pyramid'
import { usePresets } from './use-presets'
import { levelOf, type Window, widthOf } from './window'
import classes from './window-controls.module.css'
import { choose, depthOf, shownWindow, stored } from './windowing'

/** How many values are how bright, with the window over them. */
function Histogram({ depth, window }: { readonly depth: Depth; readonly window: Window }) {
  const { histogram, range } = depth
  const most = Math.log1p(Math.max(1, ...histogram))
  const wide = 256 / Math.max(histogram.length, 1)
  const span = Math.max(range[1] - range[0], 1)
  const at = (value: number) => Math.min(Math.max(((value - range[0]) / span) * 256, 0), 256)
  return (
    <svg viewBox="0 0 256 56" preserveAspectRatio="none" className={classes.histogram} aria-hidden>
      {histogram.map((count, i) => {
        const high = (56 * Math.log1p(count)) / most
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        return <rect key={i} x={i * wide} y={56 - high} width={wide} height={high} />
      })}
      <path
        d={`M0 ${window.inverted ? 1 : 55} H${at(window.low)} L${at(window.high)} ${window.inverted ? 55 : 1} H256`}
      />
    </svg>
  )
}

/** Level and window of a picture of more than eight bits. */
export function WindowControls({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const formats = useFormats()
  const depth = useComputed(() => depthOf(editor), [editor])
  const window = useComputed(() => shownWindow(editor), [editor])
  const [kept, keep] = usePresets()
  if (!depth || !window) return null
  const { offset, slope, range } = depth
  const told = (stored: number) => formats.number(Number((offset + slope * stored).toPrecision(5)))
  return (
    <Stack gap={6} w={240} data-testid="window-controls">
      <Histogram depth={depth} window={window} />
      <RangeSlider
        size="sm"
        min={range[0]}
        max={Math.max(range[1], range[0] + 1)}
        minRange={1}
        value={[Math.round(window.low), Math.round(window.high)]}
        label={told}
        thumbFromLabel={t('window.black')}
        thumbToLabel={t('window.white')}
        onChange={([low, high]) => {
          choose(editor, { ...window, low, high })
        }}
      />
      <Text size="xs" c="dimmed" data-testid="window-figures">
        {t('window.figures', {
          level: told(levelOf(window)),
          width: formats.number(Number((slope * widthOf(window)).toPrecision(5))),
        })}
      </Text>
      <Group gap={4}>
        <CommandButton id="image.window.auto" size={26} />
        <CommandButton id="image.window.whole" size={26} />
        <CommandButton id="image.window.invert" size={26} active={window.inverted} />
        <Button
          size="compact-xs"
          variant="default"
          onClick={() =>
            keep([
              ...kept,
              {
                low: offset + slope * window.low,
                high: offset + slope * window.high,
                inverted: window.inverted,
              },
            ])
          }
        >
          {t('window.keep')}
        </Button>
      </Group>
      {kept.map((one, i) => (
        <Group key={`${one.low} ${one.high} ${one.inverted}`} gap={4} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="light"
            className={classes.preset ?? ''}
            onClick={() => {
              choose(editor, stored(depth, one))
            }}
          >
            {t('window.preset', { low: formats.number(one.low), high: formats.number(one.high) })}
          </Button>
          <ActionIcon
            size={22}
            variant="subtle"
            aria-label={t('window.forget')}
            onClick={() => keep(kept.toSpliced(i, 1))}
          >
            <Icon name="x" />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  )
}
