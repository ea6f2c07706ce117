import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { useValue } from '../../workbench/use-value'
import classes from './segment.module.css'
import { sceneOf } from './state'

const HERE = 'here'

/** Who fits the box of a click, where there are models that do; nothing for other tools. */
export default function FitBar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const { fitters, fitter } = sceneOf(editor)
  const tool = useValue(editor.tool)
  const models = useValue(fitters)
  const chosen = useValue(fitter)
  if (tool?.id !== 'fit' || models.length === 0) return null
  return (
    <div className={classes.over}>
      <SegmentedControl
        size="xs"
        aria-label={t('fit.by')}
        value={chosen?.id ?? HERE}
        data={[
          { value: HERE, label: t('fit.here') },
          ...models.map(({ id, name, version }) => ({ value: id, label: `${name} ${version}` })),
        ]}
        onChange={(value) => {
          fitter.value = models.find(({ id }) => id === value) ?? null
        }}
      />
    </div>
  )
}
