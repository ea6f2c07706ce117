import { Button, Textarea } from '@mantine/core'
import { IconCheck, IconChecks, IconRotate } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/EmptyState'
import { useErrorText } from '../../ui/error-text'
import { useFormats } from '../../ui/format'
import { useWorkbench } from '../context'
import { CommandButton } from '../parts/CommandButton'
import { movesOf } from '../session/issue-command'
import { goTo, numbersOf, placeOf } from '../session/pins'
import type { Comment, Issue } from '../types'
import { useValue } from '../use-value'
import classes from './panels.module.css'

const RANK = { critical: 0, major: 1, minor: 2, cosmetic: 3 } as const

const STATES = { open: 0, resolved: 1, verified: 2 } as const

/** Open ones first, the worst on top. */
const byUrgency = (a: Issue, b: Issue) =>
  STATES[a.state] - STATES[b.state] ||
  RANK[a.severity] - RANK[b.severity] ||
  a.created_at.localeCompare(b.created_at)

function CommentLine({ comment }: { comment: Comment }) {
  const { relative } = useFormats()
  return (
    <li className={classes.comment}>
      <span className={classes.author}>{comment.by?.name ?? '–'}</span>
      <span className={classes.faintInline}>{relative(comment.at)}</span>
      <p>{comment.text}</p>
    </li>
  )
}

/** Runs a request about an issue and shows what became of it. */
function useIssueRequest() {
  const { session } = useWorkbench()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const run = async (request: () => Promise<Issue>): Promise<boolean> => {
    setBusy(true)
    setError('')
    try {
      session.putIssue(await request())
      return true
    } catch (caught) {
      setError(errorText(caught))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, run }
}

const MOVE_ICONS = { resolve: IconCheck, verify: IconChecks, reopen: IconRotate }

function Thread({ issue }: { issue: Issue }) {
  const { t } = useTranslation('workbench')
  const { api, judges } = useWorkbench().session
  const { busy, error, run } = useIssueRequest()
  const [text, setText] = useState('')
  const send = async () => {
    if (text.trim() && (await run(() => api.comment(issue.id, text.trim())))) setText('')
  }
  return (
    <div className={classes.thread}>
      <ul>
        {issue.comments.slice(1).map((comment) => (
          <CommentLine key={comment.id} comment={comment} />
        ))}
      </ul>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        aria-label={t('issue.comment')}
        placeholder={t('issue.comment')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
        }}
      />
      {error && (
        <p className={classes.problem} role="alert">
          {error}
        </p>
      )}
      <div className={classes.actions}>
        <Button size="compact-xs" variant="default" loading={busy} onClick={() => void send()}>
          {t('issue.send')}
        </Button>
        {movesOf(issue.state, judges === true).map((move) => {
          const Icon = MOVE_ICONS[move]
          return (
            <Button
              key={move}
              size="compact-xs"
              variant="light"
              loading={busy}
              leftSection={<Icon size={12} />}
              onClick={() => void run(() => api.setIssueState(issue.id, move))}
            >
              {t(`issue.${move}`)}
            </Button>
          )
        })}
      </div>
    </div>
  )
}

function IssueCard({ issue, number }: { issue: Issue; number: number | undefined }) {
  const { t } = useTranslation('workbench')
  const { relative } = useFormats()
  const { session } = useWorkbench()
  const active = useValue(session.shell.activeIssue) === issue.id
  const [first] = issue.comments
  const open = () => {
    session.shell.activeIssue.value = active ? null : issue.id
    goTo(session, issue.record, placeOf(session, issue))
  }
  return (
    <article className={classes.card} data-active={active || undefined} data-state={issue.state}>
      <button type="button" className={classes.cardHead} aria-expanded={active} onClick={open}>
        <span className={classes.pinNumber} data-state={issue.state}>
          {number}
        </span>
        <span className={classes.severity} data-severity={issue.severity}>
          {t(`issue.severity.${issue.severity}`)}
        </span>
        <span className={classes.cardType}>{t(`common:issue-type.${issue.type}`)}</span>
        {issue.state !== 'open' && (
          <span className={classes.solved}>{t(`issue.state.${issue.state}`)}</span>
        )}
        <span className={classes.cardText}>{first?.text}</span>
        <span className={classes.faintInline}>
          {issue.opened_by?.name ?? '–'} · {relative(issue.created_at)} ·{' '}
          {t('round', { round: issue.round })}
          {issue.comments.length > 1 &&
            ` · ${t('issue.comments', { count: issue.comments.length - 1 })}`}
        </span>
      </button>
      {active && <Thread issue={issue} />}
    </article>
  )
}

/** What reviewers say, at the place they say it about. */
export default function Issues() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const issues = useValue(session.issues)
  const numbers = numbersOf(issues)
  return (
    <div className={classes.scroller}>
      {session.judges === true && (
        <div className={classes.tools}>
          <CommandButton id="issue.new" labelled variant="default" />
        </div>
      )}
      {issues.length === 0 && (
        <EmptyState
          compact
          title={t('issue.none')}
          text={t(session.judges === true ? 'issue.none-review' : 'issue.none-text')}
        />
      )}
      {[...issues].sort(byUrgency).map((issue) => (
        <IssueCard key={issue.id} issue={issue} number={numbers.get(issue.id)} />
      ))}
    </div>
  )
}
