import { Button, Modal, Radio, Select, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText, useReasonText } from '../../ui/error-text'
import { useWorkbench } from '../context'
import type { IssueDraft } from '../session/shell-state'
import {
  ISSUE_SEVERITIES,
  ISSUE_TYPES,
  type IssueSeverity,
  type IssueType,
  SKIP_REASONS,
} from '../types'
import { useValue } from '../use-value'
import classes from './dialogs.module.css'

interface FormProps {
  readonly title: string
  readonly action: string
  readonly tone?: 'petrol' | 'red'
  readonly disabled?: boolean
  readonly onDone: () => void | Promise<void>
  readonly children: ReactNode
}

/**
 * A question with one answer; Ctrl+Enter gives it. What fails is said here and nothing is lost. The first field
 * has the focus, or else the way back: an answer is never one stray press away.
 */
export function Ask({
  title,
  action,
  tone = 'petrol',
  disabled = false,
  onDone,
  children,
}: FormProps) {
  const { t } = useTranslation('workbench')
  const errorText = useErrorText()
  const { shell } = useWorkbench().session
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const done = async (event?: FormEvent) => {
    event?.preventDefault()
    if (disabled || busy) return
    setBusy(true)
    setError('')
    try {
      await onDone()
    } catch (caught) {
      setError(errorText(caught))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      opened
      onClose={() => shell.close()}
      title={title}
      size={460}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => void done(event)}
        onKeyDown={(event) => {
          // The keys that asked may still be held down.
          if (event.repeat) return
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void done()
        }}
      >
        {children}
        {error && (
          <p role="alert" className={classes.error}>
            {error}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={() => shell.close()}>
            {t('cancel')}
          </Button>
          <Button type="submit" color={tone} loading={busy} disabled={disabled}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function SkipDialog() {
  const { t } = useTranslation('workbench')
  const { flow } = useWorkbench()
  const [reason, setReason] = useState<string>('')
  const [note, setNote] = useState('')
  const text = [reason && t(`skip.reason.${reason}`), note.trim()].filter(Boolean).join(': ')
  const isComplete = reason !== '' && (reason !== 'other' || note.trim() !== '')
  return (
    <Ask
      title={t('skip.title')}
      action={t('command.task.skip')}
      disabled={!isComplete}
      onDone={() => flow.skip(text)}
    >
      <Radio.Group value={reason} onChange={setReason} label={t('skip.why')}>
        <div className={classes.choices}>
          {SKIP_REASONS.map((one, i) => (
            <Radio
              key={one}
              value={one}
              label={t(`skip.reason.${one}`)}
              data-autofocus={i === 0 || undefined}
            />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        autosize
        minRows={2}
        label={t('skip.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Ask>
  )
}

export function ReturnDialog() {
  const { t } = useTranslation('workbench')
  const { session, flow } = useWorkbench()
  const [note, setNote] = useState('')
  const open = useValue(session.issues).filter(({ state }) => state === 'open').length
  return (
    <Ask
      title={t('return.title')}
      action={t('command.task.return')}
      tone="red"
      disabled={open === 0 && note.trim() === ''}
      onDone={() => flow.review('return', note.trim())}
    >
      <p className={classes.lead}>
        {t(open > 0 ? 'return.issues' : 'return.text', { count: open })}
      </p>
      <Textarea
        autosize
        minRows={3}
        data-autofocus
        label={t('return.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Ask>
  )
}

/** A faulty task of the sample: what is wrong, unless an open issue says so already. */
export function FailDialog() {
  const { t } = useTranslation('workbench')
  const { session, flow } = useWorkbench()
  const [note, setNote] = useState(session.bundle.sample?.note ?? '')
  const open = useValue(session.issues).filter(({ state }) => state === 'open').length
  return (
    <Ask
      title={t('fail.title')}
      action={t('command.sample.fail')}
      tone="red"
      disabled={open === 0 && note.trim() === ''}
      onDone={() => flow.inspect('fail', note.trim())}
    >
      <p className={classes.lead}>{t(open > 0 ? 'fail.issues' : 'fail.text', { count: open })}</p>
      <Textarea
        autosize
        minRows={3}
        data-autofocus
        label={t('fail.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Ask>
  )
}

export function EmptyDialog({ how }: { how: 'submit' | 'submit-next' }) {
  const { t } = useTranslation('workbench')
  const { flow } = useWorkbench()
  return (
    <Ask title={t('empty.title')} action={t('empty.confirm')} onDone={() => flow.confirmEmpty(how)}>
      <p className={classes.lead}>{t('empty.text')}</p>
    </Ask>
  )
}

export function WaiveDialog({ finding }: { finding: string }) {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const [reason, setReason] = useState('')
  const waive = async () => {
    session.putFinding(await session.api.waive(finding, reason.trim()))
    session.shell.close()
  }
  return (
    <Ask
      title={t('waive.title')}
      action={t('finding.waive')}
      disabled={reason.trim() === ''}
      onDone={waive}
    >
      <p className={classes.lead}>{t('waive.text')}</p>
      <Textarea
        autosize
        minRows={2}
        data-autofocus
        label={t('waive.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Ask>
  )
}

export function IssueDialog({ draft }: { draft: IssueDraft }) {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const [type, setType] = useState<IssueType>(draft.record ? 'geometry' : 'missing')
  const [severity, setSeverity] = useState<IssueSeverity>('major')
  const [text, setText] = useState('')
  const open = async () => {
    const { api, bundle, shell } = session
    const issue = { ...draft, type, severity, text: text.trim() }
    const made = await api.openIssue(bundle.task.id, issue)
    session.putIssue(made)
    shell.activeIssue.value = made.id
    shell.show('issues')
    shell.close()
  }
  return (
    <Ask title={t('issue.new-title')} action={t('issue.open')} onDone={open}>
      <div className={classes.pair}>
        <Select
          label={t('issue.type-label')}
          data={ISSUE_TYPES.map((value) => ({ value, label: t(`common:issue-type.${value}`) }))}
          value={type}
          onChange={(value) => value && setType(value as IssueType)}
        />
        <Select
          label={t('issue.severity-label')}
          data={ISSUE_SEVERITIES.map((value) => ({ value, label: t(`issue.severity.${value}`) }))}
          value={severity}
          onChange={(value) => value && setSeverity(value as IssueSeverity)}
        />
      </div>
      <Textarea
        autosize
        minRows={3}
        data-autofocus
        label={t('issue.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Ask>
  )
}

/** The server takes nothing more of this task: keep a copy, or give the changes up. */
export function DeniedDialog() {
  const { t } = useTranslation('workbench')
  const reasonText = useReasonText()
  const { session, flow } = useWorkbench()
  const status = useValue(session.saving.status)
  const reason = String(status.problem?.params.reason ?? 'no-permission')
  const copy = async () => {
    const records = [...session.editor.work.records.peek().values()]
    await navigator.clipboard.writeText(JSON.stringify(records, null, 1))
    session.shell.tell({ tone: 'info', key: 'copied', params: { count: records.length } })
  }
  const discard = async () => {
    await Promise.all(session.saving.all.map((sync) => sync.discardAll()))
    session.shell.close()
    flow.leave()
  }
  return (
    <Ask title={t('denied.title')} action={t('denied.discard')} tone="red" onDone={discard}>
      <p className={classes.lead}>
        {t('denied.text', { count: status.pending, reason: reasonText(reason) })}
      </p>
      <Button variant="default" onClick={() => void copy()}>
        {t('denied.copy')}
      </Button>
    </Ask>
  )
}
