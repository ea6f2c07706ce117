import { Alert, Button, Modal, TextInput } from '@mantine/core'
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { CopyButton, useErrorText, useFormats } from '../../ui'
import classes from './admin.module.css'
import type { ChainHead, Verification } from './types'

const HEAD = /^\s*(\d+)\s*:\s*([0-9a-f]{64})\s*$/

/** `1234:9f...` as somebody noted it; null when it is none. */
export function readHead(text: string): ChainHead | null {
  const match = HEAD.exec(text)
  return match?.[1] && match[2] ? { number: Number(match[1]), hash: match[2] } : null
}

/** Walks the whole chain on the server and says whether anybody has tampered with it. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin')
  const text = useErrorText()
  const [noted, setNoted] = useState('')
  const verify = useSend<Verification>('post', '/api/v1/audit-events/verify', [
    '/api/v1/audit-events',
  ])
  const head = readHead(noted)
  const isWrong = noted.trim() !== '' && !head
  const submit = (event: FormEvent) => {
    event.preventDefault()
    verify.mutate({ body: { head } })
  }
  return (
    <Modal opened onClose={onClose} title={t('audit.verify')} size={520}>
      <form className={classes.form} onSubmit={submit}>
        <p style={{ margin: 0 }}>{t('audit.verify-text')}</p>
        <TextInput
          label={t('audit.noted')}
          description={t('audit.noted-hint')}
          value={noted}
          spellCheck={false}
          onChange={(event) => setNoted(event.currentTarget.value)}
          {...(isWrong ? { error: t('audit.noted-wrong') } : {})}
        />
        {verify.error && (
          <Alert color="red" role="alert">
            {text(verify.error)}
          </Alert>
        )}
        {verify.data && <Result result={verify.data} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:close')}
          </Button>
          <Button type="submit" loading={verify.isPending} disabled={isWrong} data-autofocus>
            {verify.data ? t('audit.again') : t('audit.start')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Result({ result }: { result: Verification }) {
  const { t } = useTranslation('admin')
  const formats = useFormats()
  const { broken, head, checked } = result
  return (
    <div className={classes.verified} data-broken={broken ? true : undefined} role="status">
      {broken ? (
        <IconShieldX size={18} stroke={1.75} className={classes.bad} />
      ) : (
        <IconShieldCheck size={18} stroke={1.75} className={classes.good} />
      )}
      <div className={classes.verdict}>
        <strong>
          {broken
            ? t(`audit.broken.${broken.reason}`, { number: formats.number(broken.number) })
            : t('audit.intact')}
        </strong>
        <span>{t('audit.checked', { count: checked, total: formats.number(checked) })}</span>
        {!broken && head.number > 0 && (
          <>
            <span className={classes.note}>{t('audit.note-head')}</span>
            <span className={classes.head}>
              <span className={classes.mono}>{`${head.number}:${head.hash}`}</span>
              <CopyButton value={`${head.number}:${head.hash}`} />
            </span>
          </>
        )}
      </div>
    </div>
  )
}
