import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { useComputed, useValue } from '../../../workbench/use-value'
import { cutOf, cuttingOf } from './cut'
import classes from './mask-bar.module.css'
import { mayLook } from './picture'
import { tooWideOf } from './sheet'

/** What became of the box that was drawn, and what may be said of it. */
export function Cutting({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const stand = useValue(cuttingOf(editor))
  const goesOn = useComputed(() => editor.selected.value.length > 0 && cutOf(editor), [editor])
  return (
    <>
      <span role="status" className={classes.caption}>
        {stand && t(`mask.${stand}`)}
      </span>
      {!stand && <Hint name={goesOn ? 'scribble' : 'mask_cut'} />}
    </>
  )
}

/** What else can be done with the tool in the hand. */
export function Hint({ name }: { readonly name: string }) {
  const { t } = useTranslation('image')
  return <span className={classes.hint}>{t(`mask.hint.${name}`)}</span>
}

/** What very large pictures do not allow: to go by pixels that are not here, and masks across all of them. */
export function Limits({ editor, looks }: { readonly editor: Editor; readonly looks: boolean }) {
  const { t } = useTranslation('image')
  const isNear = useComputed(() => mayLook(editor) === true, [editor])
  const isTooWide = useValue(tooWideOf(editor))
  return (
    <span role="status" className={classes.caption}>
      {looks && !isNear ? t('reason.zoom-in') : isTooWide && t('mask.too-wide')}
    </span>
  )
}
