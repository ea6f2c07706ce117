import { Button, Slider } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { useFormats } from '../../../ui'
import { useComputed, useValue } from '../../../workbench/use-value'
import { Bar, Group } from '../Bar'
import classes from '../masks/mask-bar.module.css'
import { LEAST_TOLERANCE, MOST_TOLERANCE, type Simplifying, simplifying } from './simplify'

/** Tolerances are chosen by ratio: half way along is the geometric mean. */
const SPAN = Math.log(MOST_TOLERANCE / LEAST_TOLERANCE)
const toSlider = (pixels: number) => (Math.log(pixels / LEAST_TOLERANCE) / SPAN) * 100
const fromSlider = (at: number) => LEAST_TOLERANCE * Math.exp((at / 100) * SPAN)

function Simplification({
  editor,
  gesture,
}: {
  readonly editor: Editor
  readonly gesture: Simplifying
}) {
  const { t } = useTranslation('image')
  const { number } = useFormats()
  const tolerance = useValue(gesture.tolerance)
  const after = useValue(gesture.after)
  return (
    <Bar label={t('simplify.title')}>
      <Group>
        <span className={classes.caption}>{t('simplify.title')}</span>
        <Slider
          className={classes.slider ?? ''}
          size="sm"
          min={0}
          max={100}
          step={0.5}
          label={null}
          value={toSlider(tolerance)}
          thumbLabel={t('simplify.tolerance')}
          onChange={(at) => gesture.within(fromSlider(at))}
        />
        <span className={classes.figure}>
          {t('simplify.pixels', { size: number(tolerance, 2) })}
        </span>
        <span className={classes.divider} />
        <span className={classes.figure} data-testid="point-count">
          {t('simplify.points', { before: number(gesture.before), after: number(after) })}
        </span>
        <span className={classes.divider} />
        <Button size="compact-xs" variant="default" onClick={() => editor.cancel()}>
          {t('simplify.cancel')}
        </Button>
        <Button size="compact-xs" onClick={() => editor.complete()}>
          {t('simplify.apply')}
        </Button>
      </Group>
    </Bar>
  )
}

/** How much a polygon is simplified, while that is being tried. */
export function SimplifyBar({ editor }: { readonly editor: Editor }) {
  const gesture = useComputed(() => simplifying(editor.gesture), [editor])
  return gesture && <Simplification editor={editor} gesture={gesture} />
}
