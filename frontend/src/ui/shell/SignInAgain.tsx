import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Session, useSession } from '../../api/session'
import { announce, onSession } from '../../api/signals'
import { SignInForm } from '../SignInForm'

/** The session ended while somebody works: sign in over the page, which stays as it is. */
export function SignInAgain() {
  const { t } = useTranslation('common')
  const { me } = useSession()
  const client = useQueryClient()
  const [opened, setOpened] = useState(false)
  useEffect(() => onSession('signed-out', () => setOpened(true)), [])

  const goOn = (session: Session) => {
    // Somebody else's pages, drafts and answers must not stay under a new name.
    if (session.me.id !== me.id) return window.location.assign('/')
    setOpened(false)
    announce('signed-in')
    void client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' })
  }
  return (
    <Modal
      opened={opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('sign-in-again.title')}
      size={400}
      zIndex={500}
    >
      <p style={{ margin: '0 0 12px', color: 'var(--gw-text-2)' }}>{t('sign-in-again.text')}</p>
      <SignInForm email={me.email} onDone={goOn} />
    </Modal>
  )
}
