import { ActionIcon, Button } from '@mantine/core'
import { IconDownload, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { CopyButton } from '../../ui/CopyButton'
import { useFormats } from '../../ui/format'
import { notifyError } from '../../ui/notify'
import { Person } from '../../ui/Person'
import { Tip } from '../../ui/Tip'
import classes from './deliveries.module.css'
import type { Delivery, DraftRemark, Package, Remark } from './types'

interface FactsProps {
  readonly delivery: Delivery
  readonly remarks: readonly DraftRemark[]
  readonly onRemarks: (remarks: readonly DraftRemark[]) => void
}

/** What it is, what can be downloaded, and what was said about it. */
export function Facts({ delivery, remarks, onRemarks }: FactsProps) {
  const { t } = useTranslation('deliveries')
  const formats = useFormats()
  const { counts } = delivery
  const rows: [string, React.ReactNode][] = [
    [t('column.project'), delivery.project.name],
    [t('column.images'), formats.number(counts.images)],
    [t('column.objects'), formats.number(counts.objects)],
    [t('fact.empty'), formats.number(counts.empty_images)],
    [t('fact.skipped'), formats.number(counts.skipped)],
    [t('fact.schema'), t('version', { version: delivery.schema_version })],
    [t('column.created'), formats.dateTime(delivery.created_at)],
  ]
  if (delivery.sent_at) rows.push([t('fact.sent'), formats.dateTime(delivery.sent_at)])
  if (delivery.decided_at) {
    rows.push([t('column.decided'), formats.dateTime(delivery.decided_at)])
    rows.push([t('fact.decided-by'), <Person key="by" person={delivery.decided_by} />])
  }
  return (
    <>
      <dl className={classes.facts}>
        {rows.map(([name, value]) => (
          <Row key={name} name={name} value={value} />
        ))}
        {delivery.digest && (
          <>
            <dt>{t('fact.digest')}</dt>
            <dd className={classes.digest}>
              <Tip label={delivery.digest}>
                <span>{delivery.digest.slice(0, 16)}</span>
              </Tip>
              <CopyButton value={delivery.digest} />
            </dd>
          </>
        )}
      </dl>
      {delivery.note && <Note title={t('fact.note')} text={delivery.note} />}
      {delivery.decision_note && (
        <Note title={t('fact.decision-note')} text={delivery.decision_note} />
      )}
      <h2 className={classes.heading}>{t('packages')}</h2>
      {delivery.packages.map((one: Package) => (
        <OnePackage key={one.id} deliveryId={delivery.id} package={one} />
      ))}
      <p className={classes.quiet}>{t('verify-hint')}</p>
      <pre className={classes.verify}>sha256sum -c manifest-sha256.txt</pre>
      <Remarks delivery={delivery} drafts={remarks} onDrafts={onRemarks} />
    </>
  )
}

function Row({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function Note({ title, text }: { title: string; text: string }) {
  return (
    <div className={classes.remark}>
      <span className={classes.quiet}>{title}</span>
      <p>{text}</p>
    </div>
  )
}

interface Link {
  readonly url: string
}

function OnePackage({ deliveryId, package: one }: { deliveryId: string; package: Package }) {
  const { t, i18n } = useTranslation('deliveries')
  const formats = useFormats()
  const language = i18n.language === 'zh' ? 'zh' : 'en'
  const link = useSend<Link>('post', '/api/v1/deliveries/{delivery}/packages/{package}/link')
  const download = () =>
    link.mutate(
      { params: { path: { delivery: deliveryId, package: one.id } } },
      { onSuccess: ({ url }) => window.location.assign(url), onError: notifyError },
    )
  return (
    <div className={classes.package}>
      <div className={classes.packageHead}>
        <strong>{one.title[language]}</strong>
        <Button
          size="xs"
          variant="default"
          disabled={!one.ready}
          loading={link.isPending || !one.ready}
          leftSection={<IconDownload size={13} />}
          onClick={download}
        >
          {one.ready ? formats.bytes(one.size) : t('building')}
        </Button>
      </div>
      {one.ready && (
        <>
          <div className={classes.quiet}>
            {t(one.with_media ? 'contents-media' : 'contents', {
              files: one.contents.files,
              images: one.contents.images,
            })}
          </div>
          <div className={classes.digest}>
            <Tip label={one.sha256}>
              <span>{t('sha', { sha: one.sha256.slice(0, 16) })}</span>
            </Tip>
            <CopyButton value={one.sha256} />
          </div>
          <Losses contents={one.contents} language={language} />
        </>
      )}
    </div>
  )
}

interface LossesProps {
  readonly contents: Package['contents']
  readonly language: 'en' | 'zh'
}

function Losses({ contents, language }: LossesProps) {
  const losses: readonly { code: string; count: number; message: Record<string, string> }[] =
    contents.losses ?? []
  if (losses.length === 0) return null
  return (
    <ul className={classes.losses} style={{ marginLeft: 0 }}>
      {losses.map((loss) => (
        <li key={loss.code}>{`${loss.message[language]} (${loss.count})`}</li>
      ))}
    </ul>
  )
}

interface RemarksProps {
  readonly delivery: Delivery
  readonly drafts: readonly DraftRemark[]
  readonly onDrafts: (remarks: readonly DraftRemark[]) => void
}

function Remarks({ delivery, drafts, onDrafts }: RemarksProps) {
  const { t } = useTranslation('deliveries')
  if (delivery.remarks.length + drafts.length === 0) return null
  return (
    <>
      <h2 className={classes.heading}>{t('remarks')}</h2>
      {delivery.remarks.map((remark: Remark) => (
        <div key={remark.id} className={classes.remark}>
          <span className={classes.quiet}>
            {t('remark-on', { name: remark.name, type: t(`common:issue-type.${remark.type}`) })}
          </span>
          <p>{remark.text}</p>
        </div>
      ))}
      {drafts.map((draft, index) => (
        <div key={`${draft.task}-${draft.text}`} className={classes.remark}>
          <div className={classes.packageHead}>
            <span className={classes.quiet} style={{ flex: 1 }}>
              {t('remark-on', { name: draft.name, type: t(`common:issue-type.${draft.type}`) })}
            </span>
            <ActionIcon
              size="sm"
              aria-label={t('remove-remark')}
              onClick={() => onDrafts(drafts.filter((_, at) => at !== index))}
            >
              <IconX size={12} />
            </ActionIcon>
          </div>
          <p>{draft.text}</p>
        </div>
      ))}
    </>
  )
}
