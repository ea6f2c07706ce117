import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconRefresh, IconX } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui'
import classes from './data.module.css'
import type { UploadItem, UploadQueue } from './upload/queue'

const ROW = 30

interface Props {
  readonly items: readonly UploadItem[]
  readonly queue: UploadQueue
}

/** Every file with its own progress; only the rows in sight are drawn. */
export function UploadTable({ items, queue }: Props) {
  const { t } = useTranslation('data')
  const host = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => host.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  return (
    <div ref={host} className={classes.uploads} role="list" aria-label={t('upload.files')}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const item = items[index]
          return (
            item && (
              <div
                key={key}
                role="listitem"
                className={classes.uploadRow}
                style={{ transform: `translateY(${start}px)` }}
                data-state={item.state}
              >
                <Row item={item} queue={queue} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function Row({ item, queue }: { item: UploadItem; queue: UploadQueue }) {
  const { t } = useTranslation('data')
  const formats = useFormats()
  return (
    <>
      <Sign state={item.state} />
      <span className={classes.uploadName} title={item.path}>
        {item.path}
      </span>
      <span className={classes.uploadSize}>{formats.bytes(item.size)}</span>
      <span className={classes.uploadState}>
        {item.error ? (
          t(`failure.${item.error}`, { defaultValue: t('failure.other') })
        ) : (
          <Bar item={item} />
        )}
      </span>
      {item.state === 'failed' && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xs"
          aria-label={t('upload.retry', { name: item.path })}
          onClick={() => queue.retry(item.id)}
        >
          <IconRefresh size={13} />
        </ActionIcon>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xs"
        aria-label={t('upload.remove', { name: item.path })}
        onClick={() => queue.remove(item.id)}
      >
        <IconX size={13} />
      </ActionIcon>
    </>
  )
}

function Bar({ item }: { item: UploadItem }) {
  const { t } = useTranslation('data')
  if (item.state === 'done' && item.sha256) {
    return (
      <span title={t('upload.sha', { sha: item.sha256 })}>
        {t('upload.arrived-as', { sha: item.sha256.slice(0, 12) })}
      </span>
    )
  }
  if (item.state !== 'uploading') return <>{t(`upload.state.${item.state}`)}</>
  const share = item.size ? Math.min(1, item.sent / item.size) : 1
  return (
    <span
      className={classes.bar}
      role="progressbar"
      aria-label={item.path}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <span style={{ width: `${share * 100}%` }} />
    </span>
  )
}

function Sign({ state }: { state: UploadItem['state'] }) {
  if (state === 'done') return <IconCheck size={14} className={classes.good} aria-hidden="true" />
  if (state === 'failed') {
    return <IconAlertTriangle size={14} className={classes.bad} aria-hidden="true" />
  }
  return <span className={classes.waiting} data-active={state !== 'waiting' || undefined} />
}
