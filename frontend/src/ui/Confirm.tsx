import { Button, Modal, TextInput } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from './error-text'

export interface Question {
  readonly title: string
  readonly text?: ReactNode
  /** What the button says: the verb, never "OK". */
  readonly action: string
  /** Cannot be undone. */
  readonly danger?: boolean
  /** Has to be typed before the button works. */
  readonly typed?: string
  /** Done while the dialog stays and shows progress and errors; it closes when this is done. */
  readonly run?: () => Promise<unknown>
}

type Ask = (question: Question) => Promise<boolean>

const Context = createContext<Ask | null>(null)

interface Pending {
  readonly question: Question
  readonly answer: (yes: boolean) => void
}

/** `const confirm = useConfirm()`, then `if (await confirm({ title, text, action })) ...`. */
export function useConfirm(): Ask {
  const ask = useContext(Context)
  if (!ask) throw new Error('useConfirm outside ConfirmProvider')
  return ask
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending | null>(null)
  const ask = useCallback<Ask>(
    (question) => new Promise((answer) => setPending({ question, answer })),
    [],
  )
  const close = (yes: boolean) => {
    pending?.answer(yes)
    setPending(null)
  }
  return (
    <Context value={ask}>
      {children}
      {pending && <ConfirmDialog question={pending.question} onClose={close} />}
    </Context>
  )
}

interface DialogProps {
  readonly question: Question
  readonly onClose: (yes: boolean) => void
}

function ConfirmDialog({ question, onClose }: DialogProps) {
  const { t } = useTranslation('common')
  const text = useErrorText()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isReady = question.typed === undefined || typed === question.typed
  const go = async () => {
    setBusy(true)
    setError(null)
    try {
      await question.run?.()
      onClose(true)
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={() => !busy && onClose(false)} title={question.title} size={420}>
      <div style={{ color: 'var(--gw-text-2)' }}>{question.text}</div>
      {question.typed !== undefined && (
        <TextInput
          mt="md"
          label={t('confirm.type', { text: question.typed })}
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {error !== null && (
        <p role="alert" style={{ color: 'var(--gw-red)', margin: '12px 0 0' }}>
          {text(error)}
        </p>
      )}
      <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 20 }}>
        <Button
          variant="default"
          onClick={() => onClose(false)}
          disabled={busy}
          data-autofocus={question.danger || undefined}
        >
          {t('cancel')}
        </Button>
        <Button
          color={question.danger ? 'red' : 'petrol'}
          onClick={() => void go()}
          loading={busy}
          disabled={!isReady}
          data-autofocus={question.danger ? undefined : true}
        >
          {question.action}
        </Button>
      </div>
    </Modal>
  )
}
