import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../../workbench/use-value'
import classes from '../masks/mask-bar.module.css'
import { SNAPPING_KINDS } from '../snapping/snap'
import { simplifying } from './simplify'

/** What the vertices of a polygon or line are drawn to, while one is being drawn. */
export function PathBar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const tool = useValue(editor.tool)
  const isFree = useComputed(
    () => editor.canWrite.value === true && simplifying(editor.gesture) === null,
    [editor],
  )
  if (!isFree || !SNAPPING_KINDS.has(tool?.kind ?? '')) return null
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('snap.title')}>
      <span className={classes.caption}>{t('snap.title')}</span>
      <CommandButton id="snap.shapes" size={28} />
      <CommandButton id="snap.edges" size={28} />
      <span className={classes.hint}>{t('snap.hint')}</span>
    </div>
  )
}
