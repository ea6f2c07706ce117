import { useTranslation } from 'react-i18next'
import { findLabel } from '../../core/schema'
import { useFormats } from '../../ui/format'
import { useCaptionOf } from '../caption'
import { useWorkbench } from '../context'
import { Icon } from '../icons'
import { type ObjectChange, objectChanges, WHATS } from '../session/changes'
import { goTo, numbersOf, placeOf } from '../session/pins'
import type { Issue, Since } from '../types'
import { useComputed, useValue } from '../use-value'
import own from './changes.module.css'
import { useDifference } from './difference'
import { useGlance, usePassingGhosts } from './ghosts'
import { useKindIcon } from './ObjectRowView'
import classes from './panels.module.css'
import { useRecordName } from './record-name'

const SIGNS = { added: '+', changed: '~', removed: '−' } as const

function Decision({ since }: { since: Since }) {
  const { t } = useTranslation('workbench')
  const { relative } = useFormats()
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('changes.since', { round: since.round })}</h2>
      <p className={own.said}>
        {t(`changes.${since.decision}`, { name: since.by?.name ?? '–' })}{' '}
        <span className={classes.faintInline}>{relative(since.at)}</span>
      </p>
      {since.note && <blockquote className={own.quote}>{since.note}</blockquote>}
    </section>
  )
}

/** An issue of an earlier round, with the last thing that was said about it. */
function IssueLine({ issue, number }: { issue: Issue; number: number | undefined }) {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const [first, ...answers] = issue.comments
  const answer = answers.at(-1)
  const open = () => {
    session.shell.activeIssue.value = issue.id
    session.shell.show('issues')
    goTo(session, issue.record, placeOf(session, issue))
  }
  return (
    <button type="button" className={own.changeRow} onClick={open}>
      <span className={classes.pinNumber} data-state={issue.state}>
        {number}
      </span>
      <span className={own.changeText}>
        <span>{first?.text || t(`common:issue-type.${issue.type}`)}</span>
        {answer && (
          <span className={classes.faintInline}>
            {t('changes.answer', { name: answer.by?.name ?? '–', text: answer.text })}
          </span>
        )}
      </span>
      <span className={classes.solved}>{t(`issue.state.${issue.state}`)}</span>
    </button>
  )
}

function Issues({ since }: { since: Since }) {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const issues = useValue(session.issues)
  const earlier = issues.filter(({ round }) => round <= since.round)
  const numbers = numbersOf(issues)
  if (earlier.length === 0) return null
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('changes.issues', { count: earlier.length })}</h2>
      {earlier.map((issue) => (
        <IssueLine key={issue.id} issue={issue} number={numbers.get(issue.id)} />
      ))}
    </section>
  )
}

function ObjectLine({ change }: { change: ObjectChange }) {
  const { session } = useWorkbench()
  const { editor } = session
  const nameOf = useRecordName()
  const iconOf = useKindIcon()
  const captionOf = useCaptionOf()
  const differenceOf = useDifference()
  const selected = useComputed(() => editor.selection.value.has(change.id), [editor, change.id])
  const glance = useGlance(change.before ? [change.before] : [])
  const record = change.after ?? change.before
  if (!record) return null
  const label = findLabel(editor.schema.peek(), record.label)
  const look = () => {
    const bounds = editor.kindOf(record)?.bounds(record.data)
    if (change.after) goTo(session, change.id)
    else if (bounds) editor.view.camera.peek()?.reveal(bounds)
    glance.keep()
  }
  return (
    <button
      type="button"
      className={own.changeRow}
      data-selected={selected || undefined}
      onClick={look}
      onMouseEnter={glance.enter}
      onMouseLeave={glance.leave}
      onFocus={glance.keep}
    >
      <span className={own.changeSign} data-what={change.what} aria-hidden>
        {SIGNS[change.what]}
      </span>
      <span className={own.changeText}>
        <span className={own.changeName}>
          <span className={classes.swatch} style={{ background: label?.color ?? '#adb5bd' }} />
          {nameOf(record)}
          <Icon name={iconOf(record)} size={13} />
          <span className={classes.rowValues}>{captionOf(record)}</span>
        </span>
        {differenceOf(change).map((words) => (
          <span key={words} className={classes.faintInline}>
            {words}
          </span>
        ))}
      </span>
    </button>
  )
}

function Objects({ since }: { since: Since }) {
  const { t } = useTranslation('workbench')
  const { editor } = useWorkbench().session
  const records = useValue(editor.work.records)
  const changes = objectChanges(since, records)
  usePassingGhosts()
  if (changes.length === 0) {
    return (
      <section className={classes.section}>
        <h2 className={classes.heading}>{t('panel.objects')}</h2>
        <p className={classes.faint}>{t('changes.none')}</p>
      </section>
    )
  }
  return WHATS.map((what) => {
    const some = changes.filter((change) => change.what === what)
    return (
      some.length > 0 && (
        <section key={what} className={classes.section}>
          <h2 className={classes.heading}>{t(`changes.${what}`, { count: some.length })}</h2>
          {some.map((change) => (
            <ObjectLine key={change.id} change={change} />
          ))}
        </section>
      )
    )
  })
}

/** What became of what was returned: the answers to the issues, and every object that is different now. */
export default function Changes() {
  const { since } = useWorkbench().session.bundle
  if (!since) return null
  return (
    <div className={classes.scroller}>
      <Decision since={since} />
      <Issues since={since} />
      <Objects since={since} />
    </div>
  )
}
