import { Alert, Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { can, type OrganisationKind, useSession } from '../../api/session'
import {
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  Page,
  RelativeTime,
  useErrorText,
  useFieldErrors,
  useFilters,
  useFormats,
} from '../../ui'
import classes from './admin.module.css'
import { KINDS, type Organisation } from './types'

/** The operator, the vendors that send people, the clients that receive deliveries. */
export function OrganisationsPage() {
  const { t } = useTranslation('admin')
  const session = useSession()
  const filters = useFilters()
  const [edited, setEdited] = useState<Organisation | 'new' | null>(null)
  const list = useList<Organisation>('/api/v1/organisations', {
    params: { query: filters.query(['search', 'kind']) },
  })
  return (
    <Page
      title={t('part.organisations')}
      flush
      toolbar={
        <FilterBar
          filters={[
            { type: 'search', key: 'search', label: t('organisations.search') },
            {
              type: 'one',
              key: 'kind',
              label: t('column.kind'),
              options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
            },
          ]}
        />
      }
      actions={
        can(session, 'organisations.create') && (
          <Button leftSection={<IconPlus size={14} />} onClick={() => setEdited('new')}>
            {t('organisations.new')}
          </Button>
        )
      }
    >
      <DataTable
        name="organisations"
        label={t('part.organisations')}
        list={list}
        columns={useColumns()}
        rowId={(row) => row.id}
        onOpen={(row) => row.can.administer && setEdited(row)}
        empty={<EmptyState icon={IconBuilding} title={t('organisations.none')} />}
      />
      {edited && <OrganisationDialog edited={edited} onClose={() => setEdited(null)} />}
    </Page>
  )
}

function useColumns(): readonly Column<Organisation>[] {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  return [
    { id: 'name', header: t('column.name'), min: 240, fixed: true, cell: (row) => row.name },
    { id: 'kind', header: t('column.kind'), width: 140, cell: (row) => t(`kind.${row.kind}`) },
    {
      id: 'members',
      header: t('organisations.members'),
      width: 110,
      align: 'end',
      cell: (row) => (
        <Link to="/admin/people" search={{ organisation: row.id } as never}>
          {formats.number(row.members)}
        </Link>
      ),
    },
    {
      id: 'created',
      header: t('column.created'),
      width: 150,
      cell: (row) => <RelativeTime at={row.created_at} />,
    },
  ]
}

interface DialogProps {
  readonly edited: Organisation | 'new'
  readonly onClose: () => void
}

function OrganisationDialog({ edited, onClose }: DialogProps) {
  const { t } = useTranslation('admin')
  const text = useErrorText()
  const isNew = edited === 'new'
  const [name, setName] = useState(isNew ? '' : edited.name)
  const [kind, setKind] = useState<OrganisationKind>(isNew ? 'vendor' : edited.kind)
  const { save, error, isPending } = useSaveOrganisation(edited, onClose)
  const field = useFieldErrors(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(name, kind)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={isNew ? t('organisations.new') : t('organisations.rename')}
      size={420}
    >
      <form className={classes.form} onSubmit={submit}>
        {error && !field('name').error && (
          <Alert color="red" role="alert">
            {text(error)}
          </Alert>
        )}
        <TextInput
          label={t('column.name')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          {...(field('name').error ? { error: text(error) } : {})}
        />
        {isNew && <KindChoice kind={kind} onChange={setKind} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!name.trim()}>
            {isNew ? t('organisations.create') : t('common:save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Creates a new organisation or renames the edited one; the kind of an existing one stays. */
function useSaveOrganisation(edited: Organisation | 'new', onSaved: () => void) {
  const touches = ['/api/v1/organisations', '/api/v1/people']
  const create = useSend('post', '/api/v1/organisations' as string, touches)
  const rename = useSend('patch', '/api/v1/organisations/{organisation}' as string, touches)
  const save = (name: string, kind: OrganisationKind) => {
    if (edited === 'new') create.mutate({ body: { name, kind } }, { onSuccess: onSaved })
    else {
      const params = { path: { organisation: edited.id } }
      rename.mutate({ params, body: { name } }, { onSuccess: onSaved })
    }
  }
  return {
    save,
    error: create.error ?? rename.error,
    isPending: create.isPending || rename.isPending,
  }
}

interface KindChoiceProps {
  readonly kind: OrganisationKind
  readonly onChange: (kind: OrganisationKind) => void
}

function KindChoice({ kind, onChange }: KindChoiceProps) {
  const { t } = useTranslation('admin')
  return (
    <>
      <SegmentedControl
        aria-label={t('column.kind')}
        value={kind}
        onChange={(value) => onChange(value as OrganisationKind)}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <p className={classes.note}>{t(`kind-hint.${kind}`)}</p>
    </>
  )
}
