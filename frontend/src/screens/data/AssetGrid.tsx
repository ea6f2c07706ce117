import { IconLayersIntersect } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { List } from '../../api'
import { useProject } from '../../app/project'
import {
  type Selection,
  StateSign,
  ThumbnailGrid,
  useColours,
  useFormats,
  useShapes,
  useStateName,
} from '../../ui'
import { Tip } from '../../ui/Tip'
import classes from './data.module.css'
import type { Asset } from './types'

export interface AssetsProps {
  readonly list: List<Asset>
  readonly selection: Selection
  readonly empty: ReactNode
  readonly onOpen: (asset: Asset) => void
}

export function AssetGrid({ list, selection, empty, onOpen }: AssetsProps) {
  const { t } = useTranslation('data')
  const project = useProject()
  const shapes = useShapes(
    list.rows.flatMap(({ task }) => (task ? { ...task, project: project.id } : [])),
  )
  return (
    <ThumbnailGrid
      label={t('title')}
      list={list}
      selection={selection}
      size={184}
      colours={useColours(project.id)}
      empty={empty}
      onOpen={onOpen}
      thumbnail={(asset) => ({
        id: asset.id,
        name: asset.name,
        url: asset.thumbnail_url,
        width: asset.width,
        height: asset.height,
        shapes: (asset.task && shapes.get(asset.task.id)) ?? [],
        badge: <Badge asset={asset} />,
        meta: <Meta asset={asset} />,
      })}
    />
  )
}

function Badge({ asset }: { asset: Asset }) {
  const { t } = useTranslation('data')
  if (!asset.near_duplicate_of) return null
  return (
    <Tip label={t('looks-like', { name: asset.near_duplicate_of.name })}>
      <span className={classes.badge}>
        <IconLayersIntersect size={13} />
      </span>
    </Tip>
  )
}

function Meta({ asset }: { asset: Asset }) {
  const name = useStateName()
  const formats = useFormats()
  const { task } = asset
  if (!task) return null
  return (
    <span className={classes.tileMeta} title={name('task', task.state)}>
      {task.object_count > 0 && formats.number(task.object_count)}
      <StateSign kind="task" state={task.state} size={13} />
    </span>
  )
}
