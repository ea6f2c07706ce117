import { IconLayersIntersect } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import {
  type Column,
  DataTable,
  type Formats,
  RelativeTime,
  StateBadge,
  useFilters,
  useFormats,
} from '../../ui'
import type { AssetsProps } from './AssetGrid'
import classes from './data.module.css'
import type { Asset } from './types'

export function AssetTable({ list, selection, empty, onOpen }: AssetsProps) {
  const { t } = useTranslation('data')
  const formats = useFormats()
  const filters = useFilters()
  return (
    <DataTable
      name="assets"
      label={t('title')}
      list={list}
      columns={columns(t, formats)}
      rowId={({ id }) => id}
      rowHeight={40}
      sort={filters.one('order')}
      onSort={(order) => filters.set({ order })}
      selection={selection}
      onOpen={onOpen}
      empty={empty}
    />
  )
}

function columns(t: TFunction, formats: Formats): readonly Column<Asset>[] {
  return [...pictureColumns(t), ...taskColumns(t, formats), ...fileColumns(t, formats)]
}

/** What one recognises a picture by. */
function pictureColumns(t: TFunction): readonly Column<Asset>[] {
  return [
    {
      id: 'picture',
      header: '',
      width: 62,
      fixed: true,
      cell: ({ thumbnail_url }) =>
        thumbnail_url && (
          <img className={classes.small} src={thumbnail_url} alt="" loading="lazy" />
        ),
    },
    {
      id: 'name',
      header: t('column.name'),
      min: 240,
      fixed: true,
      sort: 'name',
      cell: ({ name, near_duplicate_of }) => (
        <span className={classes.nameCell}>
          <span className="gw-truncate" title={name}>
            {name}
          </span>
          {near_duplicate_of && (
            <IconLayersIntersect
              size={13}
              className={classes.sign}
              data-tone="amber"
              aria-label={t('looks-like', { name: near_duplicate_of.name })}
            />
          )}
        </span>
      ),
    },
  ]
}

/** How far the work on it is, and whose it is. */
function taskColumns(t: TFunction, formats: Formats): readonly Column<Asset>[] {
  return [
    {
      id: 'state',
      header: t('column.state'),
      width: 140,
      cell: ({ task }) => (task ? <StateBadge kind="task" state={task.state} /> : t('no-task')),
    },
    {
      id: 'task',
      header: t('column.task'),
      width: 72,
      cell: ({ task }) => task && `#${task.number}`,
    },
    {
      id: 'batch',
      header: t('column.batch'),
      width: 140,
      cell: ({ task }) => <span className="gw-truncate">{task?.batch?.name ?? '–'}</span>,
    },
    {
      id: 'assignee',
      header: t('column.assignee'),
      width: 130,
      hidden: true,
      cell: ({ task }) => task?.assignee?.name ?? '–',
    },
    {
      id: 'objects',
      header: t('column.objects'),
      width: 84,
      align: 'end',
      cell: ({ task }) => (task ? formats.number(task.object_count) : '–'),
    },
  ]
}

/** Where it comes from and how large it is. */
function fileColumns(t: TFunction, formats: Formats): readonly Column<Asset>[] {
  return [
    {
      id: 'sequence',
      header: t('column.sequence'),
      width: 140,
      hidden: true,
      cell: ({ sequence }) => sequence || '–',
    },
    { id: 'dataset', header: t('column.dataset'), width: 130, cell: ({ dataset }) => dataset.name },
    {
      id: 'pixels',
      header: t('column.pixels'),
      width: 110,
      align: 'end',
      cell: ({ width, height }) => (width && height ? `${width} × ${height}` : '–'),
    },
    {
      id: 'size',
      header: t('column.size'),
      width: 90,
      align: 'end',
      sort: 'size',
      cell: ({ size }) => formats.bytes(size),
    },
    {
      id: 'added',
      header: t('column.added'),
      width: 130,
      sort: 'added',
      cell: ({ created_at }) => <RelativeTime at={created_at} />,
    },
  ]
}
