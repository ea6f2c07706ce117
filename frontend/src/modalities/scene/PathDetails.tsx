import { Checkbox, ScrollArea, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { useFormats } from '../../ui/format'
import classes from '../../workbench/panels/panels.module.css'
import { lengthOfPath, pathOf, withSight } from './paths/paths'

interface Props {
  readonly editor: Editor
  readonly record: Annotation
  readonly disabled: boolean
}

/** The points of a line or an area: where they are in the world, and whether they can be seen. */
export function PathDetails({ editor, record, disabled }: Props) {
  const { t } = useTranslation('scene')
  const { number } = useFormats()
  const { points, visible } = pathOf(record)
  const length = lengthOfPath({ points, closed: record.kind === 'polygon3d' })
  const rows = points.map((point, at) => ({ point, at }))
  const change = (at: number, isSeen: boolean) =>
    editor.edit('scene:edit.sight', (tx) =>
      tx.update(record.id, (one) => withSight(one, at, isSeen)),
    )
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('path.title')}</h2>
      <dl className={classes.facts}>
        <div>
          <dt>{t('path.length')}</dt>
          <dd>{`${number(length, 2)} m`}</dd>
        </div>
        <div>
          <dt>{t('path.points')}</dt>
          <dd>{number(points.length)}</dd>
        </div>
      </dl>
      <ScrollArea.Autosize mah={260}>
        <Table withRowBorders={false} verticalSpacing={1} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>#</Table.Th>
              <Table.Th>{t('path.place')}</Table.Th>
              <Table.Th>{t('path.seen')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ point, at }) => (
              <Table.Tr key={at}>
                <Table.Td>{at + 1}</Table.Td>
                <Table.Td>{point.map((value) => value.toFixed(2)).join('  ')}</Table.Td>
                <Table.Td>
                  <Checkbox
                    size="xs"
                    aria-label={`${t('path.seen')} ${at + 1}`}
                    checked={visible?.[at] ?? true}
                    disabled={disabled}
                    onChange={(event) => change(at, event.currentTarget.checked)}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </section>
  )
}
