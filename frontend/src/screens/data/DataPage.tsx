import { Button, SegmentedControl } from '@mantine/core'
import { IconHistory, IconPhotoPlus, IconUpload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet, useList } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState, Page, useFilters, useFormats, useSelection } from '../../ui'
import { AssetDrawer } from './AssetDrawer'
import { AssetGrid } from './AssetGrid'
import { AssetTable } from './AssetTable'
import { DataFilters, FILTER_KEYS } from './DataFilters'
import { SelectionBar } from './SelectionBar'
import type { Asset, Facets } from './types'

const MANY = ['state']

/** All there is to label, as pictures or as a list, narrowed by the filters in the address. */
export function DataPage() {
  const { t } = useTranslation('data')
  const project = useProject()
  const filters = useFilters()
  const formats = useFormats()
  const selection = useSelection()
  const view = filters.one('view') === 'list' ? 'list' : 'grid'
  const path = { path: { project: project.id } }
  const facets = useGet<Facets>('/api/v1/projects/{project}/assets/facets', { params: path })
  const list = useList<Asset>(
    '/api/v1/projects/{project}/assets',
    { params: { ...path, query: useQuery() } },
    { keep: true },
  )
  const total = facets.data?.total
  const isFiltered = FILTER_KEYS.some((key) => filters.one(key))
  const props = {
    list,
    selection,
    empty: isFiltered ? <EmptyState title={t('none-found')} /> : <NoData />,
    onOpen: ({ id }: Asset) => filters.set({ asset: id }),
  }
  return (
    <Page
      title={t('title')}
      flush
      meta={total !== undefined && t('count', { count: total, total: formats.number(total) })}
      actions={<Actions />}
      toolbar={
        <DataFilters facets={facets.data}>
          <SegmentedControl
            size="xs"
            value={view}
            data={['grid', 'list'].map((value) => ({ value, label: t(`view.${value}`) }))}
            onChange={(next) => filters.set({ view: next === 'list' ? 'list' : undefined })}
          />
        </DataFilters>
      }
    >
      {view === 'grid' ? <AssetGrid {...props} /> : <AssetTable {...props} />}
      {selection.size > 0 && <SelectionBar selection={selection} rows={list.rows} />}
      <AssetDrawer rows={list.rows} />
    </Page>
  )
}

/** The filters of the address as the server wants them. */
function useQuery() {
  const filters = useFilters()
  const order = filters.one('order')
  const single = FILTER_KEYS.filter((key) => !MANY.includes(key))
  return {
    ...filters.query(single),
    ...Object.fromEntries(MANY.map((key) => [key, filters.many(key)])),
    ...(order ? { order } : {}),
  }
}

function Actions() {
  const { t } = useTranslation('data')
  const project = useProject()
  return (
    <>
      <Button
        component={Link}
        to={`/projects/${project.id}/data/imports`}
        variant="default"
        leftSection={<IconHistory size={14} />}
      >
        {t('imports.title')}
      </Button>
      {project.can.manage === true && <ImportButton />}
    </>
  )
}

function ImportButton() {
  const { t } = useTranslation('data')
  const project = useProject()
  return (
    <Button
      component={Link}
      to={`/projects/${project.id}/data/import`}
      leftSection={<IconUpload size={14} />}
    >
      {t('import.action')}
    </Button>
  )
}

function NoData() {
  const { t } = useTranslation('data')
  const project = useProject()
  return (
    <EmptyState
      icon={IconPhotoPlus}
      title={t('empty.title')}
      text={t('empty.text')}
      action={project.can.manage === true && <ImportButton />}
    />
  )
}
