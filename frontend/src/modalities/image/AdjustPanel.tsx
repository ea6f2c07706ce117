import { Button, Slider, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import type { Stage } from '../../core/registry'
import { type Adjustment, isNeutral, NEUTRAL } from './stage/adjustment'
import { ImageStage } from './stage/image_stage'
import { WindowControls } from './tiles/WindowControls'

interface Range {
  readonly name: keyof Adjustment
  readonly reach: number
}

const RANGES: readonly Range[] = [
  { name: 'brightness', reach: 0.6 },
  { name: 'contrast', reach: 1.5 },
  { name: 'gamma', reach: 1.5 },
]

function Sliders({ stage }: { readonly stage: ImageStage }) {
  const { t } = useTranslation('image')
  const [value, setValue] = useState(stage.adjustment.peek())
  useEffect(() => stage.adjustment.subscribe(setValue), [stage])
  return (
    <Stack gap="sm" w={240}>
      {RANGES.map(({ name, reach }) => (
        <div key={name}>
          <Text size="xs" mb={2} id={`adjust-${name}`}>
            {t(`adjust.${name}`)}
          </Text>
          <Slider
            size="sm"
            min={-reach}
            max={reach}
            step={reach / 30}
            value={value[name]}
            label={(at) => `${Math.round((at / reach) * 100)}`}
            thumbLabel={t(`adjust.${name}`)}
            marks={[{ value: 0 }]}
            onChange={(at) => {
              stage.adjustment.value = { ...value, [name]: at }
            }}
          />
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="default"
        disabled={isNeutral(value)}
        onClick={() => {
          stage.adjustment.value = NEUTRAL
        }}
      >
        {t('adjust.reset')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('adjust.note')}
      </Text>
    </Stack>
  )
}

/** Level and window of deep pictures; brightness, contrast and shadows of every picture on the stage. */
export default function AdjustPanel({
  editor,
  stage,
}: {
  readonly editor: Editor
  readonly stage: Stage
}) {
  if (!(stage instanceof ImageStage)) return null
  return (
    <Stack gap="sm">
      <WindowControls editor={editor} />
      <Sliders stage={stage} />
    </Stack>
  )
}
