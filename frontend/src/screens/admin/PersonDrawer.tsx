import { ActionIcon, Button, Drawer, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useGet, useSend } from '../../api'
import { can, useSession } from '../../api/session'
import {
  Avatar,
  ErrorState,
  notifyError,
  RelativeTime,
  RowSkeletons,
  useConfirm,
  useFormats,
  VerdictButton,
} from '../../ui'
import classes from './admin.module.css'
import { rolesIn } from './InviteDialog'
import { useOrganisations } from './OrganisationSelect'
import type { ListedPerson } from './types'

const TOUCHES = ['/api/v1/people', '/api/v1/organisations']

/** One person: where they belong and as what, and the end of their account. */
export function PersonDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('admin')
  const { data: person, error } = useGet<ListedPerson>('/api/v1/people/{person}', {
    params: { path: { person: id } },
  })
  return (
    <Drawer opened onClose={onClose} position="right" size={420} title={t('person.title')}>
      {error && <ErrorState compact error={error} />}
      {!person && !error && <RowSkeletons rows={5} />}
      {person && <Details person={person} />}
    </Drawer>
  )
}

function Details({ person }: { person: ListedPerson }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  const session = useSession()
  return (
    <>
      <div className={classes.who}>
        <Avatar person={person} size={40} />
        <div className={classes.whoText}>
          <strong>{person.name}</strong>
          <span className={classes.mail}>{person.email}</span>
        </div>
      </div>
      <dl className={classes.facts}>
        <dt>{t('column.state')}</dt>
        <dd>{person.is_active ? t('people.active') : t('people.deactivated')}</dd>
        <dt>{t('column.second-factor')}</dt>
        <dd>{person.second_factor ? t('people.second-factor') : t('people.no-second-factor')}</dd>
        <dt>{t('column.last-seen')}</dt>
        <dd>
          <RelativeTime at={person.last_seen_at} />
        </dd>
        <dt>{t('column.joined')}</dt>
        <dd>{formats.date(person.date_joined)}</dd>
      </dl>
      <h3 className={classes.heading}>{t('person.belongs')}</h3>
      {person.memberships.map((membership) => (
        <Belonging key={membership.organisation.id} person={person} {...membership} />
      ))}
      {person.memberships.length === 0 && <p className={classes.note}>{t('person.nowhere')}</p>}
      <div className={classes.end}>
        <Ending person={person} />
        {can(session, 'audit.read-all') && (
          <Button
            variant="default"
            component={Link}
            to="/admin/audit"
            {...({ search: { actor: person.id } } as object)}
          >
            {t('person.audit')}
          </Button>
        )}
      </div>
    </>
  )
}

type BelongingProps = { readonly person: ListedPerson } & ListedPerson['memberships'][number]

function Belonging({ person, organisation, role }: BelongingProps) {
  const { t } = useTranslation('admin')
  const session = useSession()
  const confirm = useConfirm()
  const { rows } = useOrganisations()
  const address = '/api/v1/organisations/{organisation}/members/{person}'
  const path = { organisation: organisation.id, person: person.id }
  const change = useSend('patch', address as string, TOUCHES)
  const remove = useSend('delete', address as string, TOUCHES)
  const mayChange =
    person.id !== session.me.id &&
    rows.some((row) => row.id === organisation.id && row.can.administer)
  const ask = () =>
    confirm({
      title: t('person.remove-title', { name: person.name, organisation: organisation.name }),
      text: t('person.remove-text'),
      action: t('person.remove'),
      danger: true,
      run: () => remove.mutateAsync({ params: { path } }),
    })
  return (
    <div className={classes.belongs}>
      <span className="gw-truncate">
        {organisation.name} <span className={classes.role}>{t(`kind.${organisation.kind}`)}</span>
      </span>
      <Select
        aria-label={t('column.role')}
        size="xs"
        value={role}
        disabled={!mayChange || change.isPending}
        allowDeselect={false}
        data={rolesIn(organisation.kind).map((value) => ({ value, label: t(`role.${value}`) }))}
        onChange={(next) =>
          next &&
          next !== role &&
          change.mutate({ params: { path }, body: { role: next } }, { onError: notifyError })
        }
      />
      {mayChange ? (
        <ActionIcon
          size="sm"
          aria-label={t('person.remove')}
          title={t('person.remove')}
          onClick={() => void ask()}
        >
          <IconX size={14} />
        </ActionIcon>
      ) : (
        <span />
      )}
    </div>
  )
}

function Ending({ person }: { person: ListedPerson }) {
  const { t } = useTranslation('admin')
  const confirm = useConfirm()
  const deactivate = useSend('post', '/api/v1/people/{person}/deactivate' as string, TOUCHES)
  const reactivate = useSend('post', '/api/v1/people/{person}/reactivate' as string, TOUCHES)
  const init = { params: { path: { person: person.id } } }
  if (!person.is_active) {
    return (
      <VerdictButton
        variant="default"
        verdict={person.can.deactivate}
        loading={reactivate.isPending}
        onClick={() => reactivate.mutate(init, { onError: notifyError })}
      >
        {t('person.reactivate')}
      </VerdictButton>
    )
  }
  const ask = () =>
    confirm({
      title: t('person.deactivate-title', { name: person.name }),
      text: t('person.deactivate-text'),
      action: t('person.deactivate'),
      danger: true,
      run: () => deactivate.mutateAsync(init),
    })
  return (
    <VerdictButton
      variant="default"
      color="red"
      verdict={person.can.deactivate}
      onClick={() => void ask()}
    >
      {t('person.deactivate')}
    </VerdictButton>
  )
}
