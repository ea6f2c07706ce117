import { ActionIcon, Button, Drawer } from '@mantine/core'
import {
  IconAlertTriangle,
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconExternalLink,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet } from '../../api'
import { CopyButton, ErrorState, StateBadge, useFilters, useFormats } from '../../ui'
import classes from './data.module.css'
import { Preview } from './Preview'
import type { Asset, OneAsset } from './types'

/** One picture and all that is known of it; the arrow keys go through the list behind it. */
export function AssetDrawer({ rows }: { rows: readonly Asset[] }) {
  const { t } = useTranslation('data')
  const filters = useFilters()
  const id = filters.one('asset')
  const at = rows.findIndex((row) => row.id === id)
  const go = (step: number) => {
    const next = rows[at + step]
    if (next) filters.set({ asset: next.id })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') go(-1)
    if (event.key === 'ArrowRight') go(1)
  }
  return (
    <Drawer
      opened={Boolean(id)}
      position="right"
      size={640}
      padding={16}
      onClose={() => filters.set({ asset: undefined })}
      onKeyDown={onKeyDown}
      title={
        <span className={classes.drawerTitle}>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={at <= 0}
            aria-label={t('previous')}
            onClick={() => go(-1)}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={at < 0 || at >= rows.length - 1}
            aria-label={t('next')}
            onClick={() => go(1)}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
          <span className="gw-truncate">{rows[at]?.name ?? t('picture')}</span>
        </span>
      }
    >
      {id && <Details id={id} />}
    </Drawer>
  )
}

function Details({ id }: { id: string }) {
  const { t } = useTranslation('data')
  const { data, error, refetch } = useGet<OneAsset>(
    '/api/v1/assets/{asset}',
    { params: { path: { asset: id } } },
    { keep: true },
  )
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return null
  return (
    <div className={classes.details}>
      <Picture asset={data} />
      {data.previews.map((preview) => (
        <Preview key={preview.key} preview={preview} />
      ))}
      <div className={classes.detailActions}>
        {data.task && (
          <Button
            component={Link}
            to={`/tasks/${data.task.id}`}
            leftSection={<IconExternalLink size={14} />}
          >
            {t('open-task', { number: data.task.number })}
          </Button>
        )}
        <Button
          component="a"
          href={data.original_url}
          variant="default"
          leftSection={<IconDownload size={14} />}
        >
          {t('original')}
        </Button>
      </div>
      {data.warnings.map((code) => (
        <p key={code} className={classes.warning}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          {t(`warning.${code}`, { defaultValue: code })}
        </p>
      ))}
      <Facts asset={data} />
      {data.near_duplicate_of && <Twin name={data.name} of={data.near_duplicate_of.id} />}
    </div>
  )
}

/** The picture itself; the thumbnail stands in while it loads, and for media without a picture. */
function Picture({ asset }: { asset: OneAsset }) {
  const [loaded, setLoaded] = useState('')
  if (!asset.width && asset.thumbnail_url) {
    return (
      <div className={classes.picture} style={{ aspectRatio: '1' }}>
        <img src={asset.thumbnail_url} alt={asset.name} data-loaded />
      </div>
    )
  }
  const ratio = asset.width && asset.height ? `${asset.width} / ${asset.height}` : '4 / 3'
  return (
    <div className={classes.picture} style={{ aspectRatio: ratio }}>
      {asset.thumbnail_url && loaded !== asset.url && <img src={asset.thumbnail_url} alt="" />}
      <img
        key={asset.url}
        src={asset.url}
        alt={asset.name}
        data-loaded={loaded === asset.url || undefined}
        onLoad={() => setLoaded(asset.url)}
      />
    </div>
  )
}

function Facts({ asset }: { asset: OneAsset }) {
  const { t } = useTranslation('data')
  const formats = useFormats()
  const exif = (asset.meta.exif ?? {}) as Readonly<Record<string, string>>
  const camera = [exif.make, exif.model].filter(Boolean).join(' ')
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [
      'state',
      asset.task ? <StateBadge key="s" kind="task" state={asset.task.state} /> : t('no-task'),
    ],
    ['batch', asset.task?.batch?.name],
    ['assignee', asset.task?.assignee?.name],
    ['dataset', asset.dataset.name],
    ['sequence', asset.sequence && `${asset.sequence} · ${asset.position + 1}`],
    ['pixels', asset.width && `${asset.width} × ${asset.height}`],
    [
      'kind',
      asset.meta.bits
        ? `${String(asset.meta.format ?? asset.media_type)}, ${t('bits', { bits: asset.meta.bits })}`
        : asset.media_type,
    ],
    ...(['frames', 'cameras', 'points'] as const).map((name): [string, React.ReactNode] => [
      name,
      typeof asset.meta[name] === 'number' && formats.number(asset.meta[name]),
    ]),
    ['size', formats.bytes(asset.size)],
    ['camera', camera],
    ['taken', exif.taken],
    ['added', formats.dateTime(asset.created_at)],
  ]
  return (
    <dl className={classes.facts}>
      {rows
        .filter(([, value]) => value)
        .map(([key, value]) => (
          <div key={key} className={classes.fact}>
            <dt>{t(`fact.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      <div className={classes.fact}>
        <dt>{t('fact.sha256')}</dt>
        <dd className={classes.hash}>
          {asset.sha256}
          <CopyButton value={asset.sha256} />
        </dd>
      </div>
    </dl>
  )
}

/** What it looks like, side by side. */
function Twin({ name, of }: { name: string; of: string }) {
  const { t } = useTranslation('data')
  const filters = useFilters()
  const { data } = useGet<OneAsset>('/api/v1/assets/{asset}', { params: { path: { asset: of } } })
  if (!data) return null
  return (
    <section>
      <h3 className={classes.subtitle}>{t('looks-like', { name: data.name })}</h3>
      <button
        type="button"
        className={classes.twin}
        aria-label={t('compare', { name, other: data.name })}
        onClick={() => filters.set({ asset: of })}
      >
        {data.thumbnail_url && <img src={data.thumbnail_url} alt="" />}
      </button>
    </section>
  )
}
