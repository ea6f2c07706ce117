import { Button, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { type ProjectRole, useProject } from '../../app/project'
import { Avatar, ErrorState, notifyDone, RowSkeletons, useErrorText } from '../../ui'
import classes from './people.module.css'
import { RoleChoice } from './RoleChoice'
import { type Participant, rolesFor } from './types'

/** Of a person's fields those that a face needs. */
const named = ({ id, name }: Participant) => ({ id, name })

/** Find somebody who has an account, and say what they shall do here. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people')
  const errorText = useErrorText()
  const project = useProject()
  const [chosen, setChosen] = useState<Participant | null>(null)
  const [roles, setRoles] = useState<readonly ProjectRole[]>([])
  const save = useSend<Participant>('put', '/api/v1/projects/{project}/people/{person}', [
    '/api/v1/projects',
  ])
  const choose = (person: Participant) => {
    const possible = rolesFor(person.organisations.map(({ kind }) => kind))
    setChosen(person)
    setRoles(possible.length === 1 ? possible : ['annotator'])
  }
  const submit = () => {
    if (!chosen) return
    save.mutate(
      { params: { path: { project: project.id, person: chosen.id } }, body: { roles } },
      {
        onSuccess: () => {
          notifyDone(t('add.done', { name: chosen.name }))
          onClose()
        },
      },
    )
  }
  return (
    <Modal opened onClose={onClose} title={t('add.title')} size={480}>
      <div className={classes.form}>
        {chosen ? (
          <>
            <Button
              variant="default"
              onClick={() => setChosen(null)}
              leftSection={<Avatar person={named(chosen)} />}
            >
              {chosen.name}
            </Button>
            <RoleChoice
              possible={rolesFor(chosen.organisations.map(({ kind }) => kind))}
              value={roles}
              onChange={setRoles}
            />
          </>
        ) : (
          <Candidates onChoose={choose} />
        )}
        {save.error && (
          <p role="alert" className={classes.error}>
            {errorText(save.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            onClick={submit}
            loading={save.isPending}
            disabled={!chosen || roles.length === 0}
          >
            {t('add.action')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function Candidates({ onChoose }: { onChoose: (person: Participant) => void }) {
  const { t } = useTranslation('people')
  const project = useProject()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 200)
  const list = useList<Participant>(
    '/api/v1/projects/{project}/people/candidates',
    { params: { path: { project: project.id }, query: search ? { search } : {} } },
    { keep: true },
  )
  return (
    <>
      <TextInput
        data-autofocus
        leftSection={<IconSearch size={14} stroke={1.75} />}
        placeholder={t('add.find')}
        aria-label={t('add.find')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {list.error && <ErrorState error={list.error} onRetry={list.reload} />}
      {list.isLoading && <RowSkeletons rows={4} />}
      {!list.isLoading && list.rows.length === 0 && !list.error && (
        <p className={classes.quiet}>{t('add.nobody')}</p>
      )}
      <ul className={classes.candidates}>
        {list.rows.map((person) => (
          <li key={person.id}>
            <button type="button" className={classes.candidate} onClick={() => onChoose(person)}>
              <Avatar person={named(person)} size={24} />
              <span className={classes.who}>
                <span>{person.name}</span>
                <span className={classes.note}>
                  {[person.email, ...person.organisations.map(({ name }) => name)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
