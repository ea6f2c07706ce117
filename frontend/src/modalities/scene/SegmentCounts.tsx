import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { useFormats } from '../../ui/format'
import { useText } from '../../workbench/context'
import { useComputed } from '../../workbench/use-value'
import { countsOf } from './segment/counts'
import classes from './segment.module.css'

/** Points and objects of each label, in the frame on the screen and in all. */
export function Counts({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const { number } = useFormats()
  const text = useText()
  const { rows, here, all } = useComputed(() => countsOf(editor), [editor])
  return (
    <Table className={classes.counts} withRowBorders={false} verticalSpacing={2}>
      <thead>
        <tr>
          <th>{t('segment.label')}</th>
          <th>{t('segment.this-frame')}</th>
          <th>{t('segment.all-frames')}</th>
          <th>{t('segment.objects')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, points, total, objects }) => (
          <tr key={label.key}>
            <td>
              <span className={classes.swatch} style={{ background: label.color }} />
              {text(label.name)}
            </td>
            <td>{number(points)}</td>
            <td>{number(total)}</td>
            <td>{objects > 0 ? number(objects) : ''}</td>
          </tr>
        ))}
        <tr className={classes.faint}>
          <td>{t('segment.none')}</td>
          <td>{number(here)}</td>
          <td>{number(all)}</td>
          <td />
        </tr>
      </tbody>
    </Table>
  )
}
