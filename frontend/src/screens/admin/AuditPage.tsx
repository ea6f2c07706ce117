import { Button } from '@mantine/core'
import { IconHistory, IconShieldSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import {
  Avatar,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  Page,
  useFilters,
  useFormats,
} from '../../ui'
import classes from './admin.module.css'
import type { AuditEvent, ListedPerson } from './types'
import { VerifyDialog } from './VerifyDialog'

const SUBJECTS = [
  'task.',
  'tasks.',
  'batch.',
  'delivery.',
  'issue.',
  'sample.',
  'check.',
  'project.',
  'schema.',
  'guidelines.',
  'import.',
  'assets.',
  'model.',
  'prelabel.',
  'person.',
  'invitation.',
  'organisation.',
  'token.',
  'job.',
] as const
const DAY = 86_400_000
const SPANS = { day: DAY, week: 7 * DAY, month: 30 * DAY } as const

/** Everything that happened, the newest first, with its place in the chain. */
export function AuditPage() {
  const { t } = useTranslation('admin')
  const filters = useFilters()
  const [isVerifying, setVerifying] = useState(false)
  const since = useSince()
  const list = useList<AuditEvent>('/api/v1/audit-events', {
    params: {
      query: {
        ...filters.query(['verb', 'actor', 'subject', 'scope']),
        ...(since ? { since } : {}),
      },
    },
  })
  return (
    <Page
      title={t('part.audit')}
      flush
      toolbar={<AuditFilters />}
      actions={
        <Button leftSection={<IconShieldSearch size={14} />} onClick={() => setVerifying(true)}>
          {t('audit.verify')}
        </Button>
      }
    >
      <DataTable
        name="audit"
        label={t('part.audit')}
        list={list}
        columns={useColumns()}
        rowId={(row) => String(row.id)}
        empty={
          <EmptyState icon={IconHistory} title={t('audit.none')} text={t('audit.none-text')} />
        }
      />
      {isVerifying && <VerifyDialog onClose={() => setVerifying(false)} />}
    </Page>
  )
}

/** The chosen span as a moment, which stays the same while the page is open. */
function useSince(): string | undefined {
  const span = useFilters().one('span')
  const [opened] = useState(() => Date.now())
  if (!span || !(span in SPANS)) return undefined
  return new Date(opened - SPANS[span as keyof typeof SPANS]).toISOString()
}

function AuditFilters() {
  const { t } = useTranslation('admin')
  const people = useList<ListedPerson>('/api/v1/people', { params: { query: { limit: 500 } } })
  return (
    <FilterBar
      filters={[
        {
          type: 'one',
          key: 'verb',
          label: t('audit.what'),
          options: SUBJECTS.map((value) => ({
            value,
            label: t(`audit.about.${value.slice(0, -1)}`),
          })),
        },
        {
          type: 'one',
          key: 'actor',
          label: t('audit.who'),
          options: people.rows.map((person) => ({
            value: person.id,
            label: person.name,
            sign: <Avatar person={person} />,
          })),
        },
        {
          type: 'one',
          key: 'span',
          label: t('audit.when'),
          options: Object.keys(SPANS).map((value) => ({ value, label: t(`audit.span.${value}`) })),
        },
        { type: 'search', key: 'subject', label: t('audit.subject-search') },
        { type: 'search', key: 'scope', label: t('audit.project-search') },
      ]}
    />
  )
}

function useColumns(): readonly Column<AuditEvent>[] {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  return [
    {
      id: 'number',
      header: t('audit.number'),
      width: 76,
      align: 'end',
      cell: (row) =>
        row.number === null ? (
          <span className={classes.quiet}>{t('audit.unsealed')}</span>
        ) : (
          formats.number(row.number)
        ),
    },
    {
      id: 'at',
      header: t('audit.at'),
      width: 168,
      fixed: true,
      cell: (row) => <time dateTime={row.at}>{formats.dateTime(row.at)}</time>,
    },
    { id: 'who', header: t('audit.who'), width: 170, cell: (row) => <Who row={row} /> },
    {
      id: 'verb',
      header: t('audit.what'),
      min: 200,
      fixed: true,
      cell: (row) => (
        <span title={row.verb}>{t(`verb.${row.verb}`, { defaultValue: row.verb })}</span>
      ),
    },
    { id: 'details', header: t('audit.details'), min: 280, cell: (row) => <Details row={row} /> },
    {
      id: 'subject',
      header: t('audit.subject'),
      min: 220,
      hidden: true,
      cell: (row) => <span className={classes.mono}>{row.subject}</span>,
    },
    {
      id: 'scope',
      header: t('audit.project'),
      min: 220,
      hidden: true,
      cell: (row) => <span className={classes.mono}>{row.scope}</span>,
    },
    {
      id: 'hash',
      header: t('audit.hash'),
      min: 160,
      hidden: true,
      cell: (row) => <span className={classes.mono}>{row.hash}</span>,
    },
  ]
}

function Who({ row }: { row: AuditEvent }) {
  const { t } = useTranslation('admin')
  if (!row.actor) return <span className={classes.quiet}>{t('audit.system')}</span>
  return (
    <span className={classes.sign}>
      <Avatar person={{ id: row.actor, name: row.actor_name }} />
      <span className="gw-truncate">{row.actor_name}</span>
    </span>
  )
}

/** What the event kept besides: short values as they are, longer ones as JSON. */
function Details({ row }: { row: AuditEvent }) {
  const entries = Object.entries(row.data).filter(([, value]) => value !== null && value !== '')
  const text = (value: unknown) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value)
  return (
    <span
      className={classes.details}
      title={entries.map(([key, value]) => `${key}: ${text(value)}`).join('\n')}
    >
      {entries.map(([key, value]) => (
        <span key={key}>
          <b>{key}</b> {text(value)}
          {'  '}
        </span>
      ))}
    </span>
  )
}
