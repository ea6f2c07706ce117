import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { ErrorState, notifyError, Panel, RelativeTime, RowSkeletons } from '../../ui'
import classes from './account.module.css'
import { browserName } from './browser-name'

interface Device {
  readonly id: number
  readonly user_agent: string
  readonly ip: string
  readonly created_at: string
  readonly last_seen_at: string
  readonly is_current: boolean
}

const DEVICES = '/api/v1/session/devices'

/** Where one is signed in, and the way out of each place. */
export function DevicesPanel() {
  const { t } = useTranslation('account')
  const list = useList<Device>(DEVICES)
  const end = useSend('delete', `${DEVICES}/{device}`, [DEVICES])
  const endOthers = useSend('post', `${DEVICES}/end-others`, [DEVICES])
  return (
    <Panel
      title={t('devices.title')}
      flush
      actions={
        list.rows.length > 1 && (
          <Button
            variant="default"
            size="xs"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate(undefined, { onError: notifyError })}
          >
            {t('devices.end-others')}
          </Button>
        )
      }
    >
      {list.error && <ErrorState compact error={list.error} onRetry={list.reload} />}
      {list.isLoading && <RowSkeletons rows={2} />}
      <ul className={classes.list}>
        {list.rows.map((device) => (
          <li key={device.id} className={classes.item}>
            <span className={classes.what}>
              <span>{browserName(device.user_agent) || t('devices.unknown')}</span>
              <span className={classes.note}>{device.ip}</span>
            </span>
            <span className={classes.note}>
              {device.is_current ? t('devices.current') : <RelativeTime at={device.last_seen_at} />}
            </span>
            {!device.is_current && (
              <Button
                variant="default"
                size="xs"
                onClick={() =>
                  end.mutate({ params: { path: { device: device.id } } }, { onError: notifyError })
                }
              >
                {t('devices.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
