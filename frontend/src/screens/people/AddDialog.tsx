import { Button, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { type ProjectRole, useProject } from '../../app/project'
import { Avatar, ErrorState, notifyDone, Person, RowSkeletons, useErrorText } from '../../ui'
import classes from './people.module.css'
import { RoleChoice } from './RoleChoice'
import { type Participant, rolesFor } from './types'

/** Of a person's fields those that a face needs. */
const named = ({ id, name }: Participant) => ({ id, name })

/** Find somebody who has an account, and say what they shall do here. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people')
  const [chosen, setChosen] = useState<Participant | null>(null)
  return (
    <Modal opened onClose={onClose} title={t('add.title')} size={480}>
      {chosen ? (
        <Choose person={chosen} onBack={() => setChosen(null)} onClose={onClose} />
      ) : (
        <div className={classes.form}>
          <Candidates onChoose={setChosen} />
        </div>
      )}
    </Modal>
  )
}

interface ChooseProps {
  readonly person: Participant
  readonly onBack: () => void
  readonly onClose: () => void
}

function Choose({ person, onBack, onClose }: ChooseProps) {
  const { t } = useTranslation('people')
  const errorText = useErrorText()
  const project = useProject()
  const possible = rolesFor(
    person.organisations.map(({ kind }) => kind),
    project.can.manage === true,
  )
  const [roles, setRoles] = useState<readonly ProjectRole[]>(
    possible.length === 1 ? possible : ['annotator'],
  )
  const save = useSend<Participant>('put', '/api/v1/projects/{project}/people/{person}', [
    '/api/v1/projects',
  ])
  const done = () => {
    notifyDone(t('add.done', { name: person.name }))
    onClose()
  }
  const path = { project: project.id, person: person.id }
  return (
    <div className={classes.form}>
      <Person person={named(person)} />
      <RoleChoice possible={possible} value={roles} onChange={setRoles} />
      {save.error && (
        <p role="alert" className={classes.error}>
          {errorText(save.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          {t('add.back')}
        </Button>
        <Button
          onClick={() => save.mutate({ params: { path }, body: { roles } }, { onSuccess: done })}
          loading={save.isPending}
          disabled={roles.length === 0}
        >
          {t('add.action')}
        </Button>
      </div>
    </div>
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
