import { Button, TextInput } from '@mantine/core'
import { IconBucket, IconChevronRight, IconFolder, IconServer } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState, ErrorState, ScreenLoading } from '../../ui'
import classes from './data.module.css'
import type { Places } from './types'

interface Props {
  readonly source: 'folder' | 's3'
  readonly place: string
  readonly onChoose: (place: string | undefined) => void
}

/** Folders of the server and S3 prefixes that the operator opened for imports; nothing else can be reached. */
export function PlacePicker({ source, place, onChoose }: Props) {
  return source === 'folder' ? (
    <Folders place={place} onChoose={onChoose} />
  ) : (
    <Buckets place={place} onChoose={onChoose} />
  )
}

function usePlaces(place: string) {
  const project = useProject()
  return useGet<Places>(
    '/api/v1/projects/{project}/import-places',
    { params: { path: { project: project.id }, query: place ? { place } : {} } },
    { keep: true },
  )
}

type PartProps = Omit<Props, 'source'>

function Folders({ place, onChoose }: PartProps) {
  const { t } = useTranslation('data')
  const { data, error, refetch } = usePlaces(place)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <ScreenLoading />
  if (!place && data.folders.length === 0) {
    return <EmptyState icon={IconServer} title={t('place.none')} text={t('place.none-text')} />
  }
  return (
    <div className={classes.places}>
      <Crumbs place={place} onChoose={onChoose} />
      {data.folders.map((folder) => (
        <button
          key={folder.place}
          type="button"
          className={classes.place}
          onClick={() => onChoose(folder.place)}
        >
          <IconFolder size={15} stroke={1.5} aria-hidden="true" />
          {folder.name}
          <IconChevronRight size={13} className={classes.placeEnd} aria-hidden="true" />
        </button>
      ))}
      {place && data.folders.length === 0 && (
        <p className={classes.placeNote}>{t('place.no-folders')}</p>
      )}
      {place && <p className={classes.placeNote}>{t('place.all-below', { place })}</p>}
    </div>
  )
}

function Crumbs({ place, onChoose }: PartProps) {
  const { t } = useTranslation('data')
  const parts = place ? place.split('/') : []
  return (
    <nav className={classes.crumbs} aria-label={t('place.where')}>
      <Button variant="subtle" size="xs" onClick={() => onChoose(undefined)}>
        {t('place.server')}
      </Button>
      {parts.map((part, at) => {
        const to = parts.slice(0, at + 1).join('/')
        return (
          <span key={to} className={classes.crumb}>
            <IconChevronRight size={12} aria-hidden="true" />
            <Button variant="subtle" size="xs" onClick={() => onChoose(to)}>
              {part}
            </Button>
          </span>
        )
      })}
    </nav>
  )
}

function Buckets({ place, onChoose }: PartProps) {
  const { t } = useTranslation('data')
  const { data, error, refetch } = usePlaces('')
  const [name, ...rest] = place.split('/')
  const [below, setBelow] = useState(rest.join('/'))
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <ScreenLoading />
  if (data.buckets.length === 0) {
    return <EmptyState icon={IconBucket} title={t('place.no-s3')} text={t('place.no-s3-text')} />
  }
  return (
    <div className={classes.places}>
      {data.buckets.map((bucket) => (
        <button
          key={bucket.place}
          type="button"
          className={classes.place}
          data-chosen={bucket.place === name || undefined}
          onClick={() => onChoose(join(bucket.place, below))}
        >
          <IconBucket size={15} stroke={1.5} aria-hidden="true" />
          {bucket.name}
        </button>
      ))}
      {name && (
        <TextInput
          m={12}
          label={t('place.below')}
          placeholder={t('place.below-example')}
          value={below}
          onChange={(event) => setBelow(event.currentTarget.value)}
          onBlur={() => onChoose(join(name, below))}
        />
      )}
    </div>
  )
}

function join(name: string, below: string): string {
  const path = below.trim().replace(/^\/+|\/+$/g, '')
  return path ? `${name}/${path}` : name
}
