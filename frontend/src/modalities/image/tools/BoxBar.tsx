import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { box } from '../../../kinds/box'
import { useComputed, useValue } from '../../../workbench/use-value'
import { Bar, Group, Ways } from '../Bar'
import classes from '../masks/mask-bar.module.css'
import { boxTool } from './box'
import { extremeBoxTool } from './extreme_box'

const BOX_TOOLS = [boxTool, extremeBoxTool]

/** The ways to draw a box. */
export function BoxBar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const tool = useValue(editor.tool)
  const canWrite = useComputed(() => editor.canWrite.value === true, [editor])
  if (!canWrite || tool?.kind !== box.id || !BOX_TOOLS.includes(tool)) return null
  return (
    <Bar label={t('box.title')} testId="box-bar">
      <Ways editor={editor} tools={BOX_TOOLS} tool={tool} />
      {tool === extremeBoxTool && (
        <Group>
          <span className={classes.hint}>{t('box.extremes')}</span>
        </Group>
      )}
    </Bar>
  )
}
