import { Button, Modal, Textarea } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconRefresh, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useErrorText } from '../../ui/error-text'
import { notifyDone, notifyError } from '../../ui/notify'
import { Tip } from '../../ui/Tip'
import classes from './deliveries.module.css'
import type { Delivery, DraftRemark } from './types'

const TOUCHES = ['/api/v1/deliveries', '/api/v1/projects', '/api/v1/my-work']

/** Why a manager cannot send, though they may: there is nobody to send it to. */
const NOBODY = 'project-without-client'

interface DeliveryActionsProps {
  readonly delivery: Delivery
  readonly remarks: readonly DraftRemark[]
  readonly onDecided: () => void
}

/** What this person may do with the delivery now. */
export function DeliveryActions({ delivery, remarks, onDecided }: DeliveryActionsProps) {
  const { t } = useTranslation('deliveries')
  const [deciding, setDeciding] = useState<'accept' | 'return' | null>(null)
  const { can } = delivery
  return (
    <>
      {delivery.state === 'ready' && <Send delivery={delivery} onDone={onDecided} />}
      {can.rework === true && <Rework delivery={delivery} onDone={onDecided} />}
      {can.decide === true && (
        <>
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={14} />}
            onClick={() => setDeciding('return')}
          >
            {remarks.length ? t('return-with', { count: remarks.length }) : t('return')}
          </Button>
          <Button leftSection={<IconCheck size={14} />} onClick={() => setDeciding('accept')}>
            {t('accept')}
          </Button>
        </>
      )}
      {deciding && (
        <DecisionDialog
          decision={deciding}
          delivery={delivery}
          remarks={remarks}
          onClose={() => setDeciding(null)}
          onDecided={() => {
            setDeciding(null)
            onDecided()
          }}
        />
      )}
    </>
  )
}

/** A manager sees why it cannot be sent yet; nobody else is offered it. */
function Send({ delivery, onDone }: { delivery: Delivery; onDone: () => void }) {
  const { t } = useTranslation('deliveries')
  const send = useSend('post', '/api/v1/deliveries/{delivery}/send', TOUCHES)
  const may = delivery.can.send === true
  if (!may && delivery.can.send !== NOBODY) return null
  const path = { params: { path: { delivery: delivery.id } } }
  return (
    <Tip label={may ? t('send-hint') : t(`reasons:${NOBODY}`)}>
      <span>
        <Button
          disabled={!may}
          loading={send.isPending}
          leftSection={<IconSend size={14} />}
          onClick={() => send.mutate(path, { onSuccess: onDone, onError: notifyError })}
        >
          {t('send')}
        </Button>
      </span>
    </Tip>
  )
}

/** Opens the batch again; every remark of the client's becomes an issue at its task. */
function Rework({ delivery, onDone }: { delivery: Delivery; onDone: () => void }) {
  const { t } = useTranslation('deliveries')
  const rework = useSend<{ tasks: number }>('post', '/api/v1/deliveries/{delivery}/rework', TOUCHES)
  const start = () =>
    rework.mutate(
      { params: { path: { delivery: delivery.id } } },
      {
        onSuccess: ({ tasks }) => {
          notifyDone(t('rework-done', { count: tasks }))
          onDone()
        },
        onError: notifyError,
      },
    )
  return (
    <Button loading={rework.isPending} leftSection={<IconRefresh size={14} />} onClick={start}>
      {t('rework')}
    </Button>
  )
}

interface DecisionDialogProps extends DeliveryActionsProps {
  readonly decision: 'accept' | 'return'
  readonly onClose: () => void
}

function DecisionDialog(props: DecisionDialogProps) {
  const { decision, delivery, remarks, onClose, onDecided } = props
  const { t } = useTranslation('deliveries')
  const errorText = useErrorText()
  const [note, setNote] = useState('')
  const decide = useSend('post', `/api/v1/deliveries/{delivery}/${decision}`, TOUCHES)
  const isReturn = decision === 'return'
  const body = isReturn
    ? { note, remarks: remarks.map(({ task, type, text }) => ({ task, type, text })) }
    : { note }
  return (
    <Modal opened onClose={onClose} title={t(`decision.${decision}.title`)} size={460}>
      <div className={classes.form}>
        <p style={{ margin: 0 }}>{t(`decision.${decision}.text`, { count: remarks.length })}</p>
        <Textarea
          data-autofocus
          label={t(`decision.${decision}.note`)}
          autosize
          minRows={3}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {decide.error && (
          <p role="alert" className={classes.error}>
            {errorText(decide.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            color={isReturn ? 'red' : 'petrol'}
            loading={decide.isPending}
            disabled={isReturn && !note.trim() && remarks.length === 0}
            onClick={() =>
              decide.mutate(
                { params: { path: { delivery: delivery.id } }, body },
                { onSuccess: onDecided },
              )
            }
          >
            {t(decision)}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
