import { Button } from '@mantine/core'
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle, IconWand } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../core/outbox'
import { EmptyState } from '../../ui/EmptyState'
import { useErrorText } from '../../ui/error-text'
import { useText, useWorkbench } from '../context'
import type { ShownFinding } from '../session/findings'
import { goTo } from '../session/pins'
import { useComputed, useValue } from '../use-value'
import classes from './panels.module.css'

const SIGNS = { block: IconAlertOctagon, warning: IconAlertTriangle, info: IconInfoCircle } as const

/** A fix still fits while the annotation is as the check saw it. */
function useFix({ fix }: ShownFinding): (() => void) | null {
  const { editor } = useWorkbench().session
  const canWrite = useValue(editor.canWrite) === true
  const fits = useComputed(
    () => fix?.every(({ id, before }) => editor.work.records.value.has(id) === (before !== null)),
    [editor, fix],
  )
  if (!fix || !fits || !canWrite) return null
  return () =>
    editor.edit('workbench:edit.fix', (tx) => {
      for (const { id, after } of fix) {
        if (after) tx.put(after)
        else tx.remove(id)
      }
    })
}

/** What lacks a value is filled in among the details, of the annotation or of the task. */
function useFill({ check, record }: ShownFinding): (() => void) | null {
  const { session } = useWorkbench()
  if (check !== 'attribute-missing') return null
  return () => {
    session.editor.select([])
    goTo(session, record)
    session.shell.show('details')
  }
}

/** What can be done about a finding: fix it, fill it in, or waive it with a reason. */
function FindingActions({ finding }: { finding: ShownFinding }) {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const fix = useFix(finding)
  const fill = useFill(finding)
  const { stored } = finding
  const removes = finding.fix?.every(({ after }) => after === null)
  if (!fix && !fill && !stored) return null
  return (
    <div className={classes.actions}>
      {fill && (
        <Button size="compact-xs" variant="light" onClick={fill}>
          {t('finding.fill')}
        </Button>
      )}
      {fix && (
        <Button
          size="compact-xs"
          variant="light"
          color={removes ? 'red' : 'petrol'}
          leftSection={<IconWand size={12} />}
          onClick={fix}
        >
          {t(removes ? 'finding.fix-delete' : 'finding.fix')}
        </Button>
      )}
      {stored && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => shell.ask({ kind: 'waive', finding: stored })}
        >
          {t('finding.waive')}
        </Button>
      )}
    </div>
  )
}

function FindingCard({ finding }: { finding: ShownFinding }) {
  const { t } = useTranslation('workbench')
  const text = useText()
  const { session } = useWorkbench()
  const { severity, waiver } = finding
  const Sign = SIGNS[severity]
  return (
    <article className={classes.card} data-state={waiver ? 'resolved' : 'open'}>
      <button
        type="button"
        className={classes.cardHead}
        onClick={() => goTo(session, finding.record, finding.at, finding.frame)}
      >
        <span className={classes.findingSign} data-severity={severity}>
          <Sign size={15} stroke={1.8} />
        </span>
        <span className={classes.cardType}>
          {finding.title ? text(finding.title) : finding.check}
        </span>
        {severity === 'block' && !waiver && (
          <span className={classes.severity} data-severity="critical">
            {t('finding.blocks')}
          </span>
        )}
        <span className={classes.cardText}>{text(finding.message)}</span>
        {waiver && (
          <span className={classes.faintInline}>
            {t('finding.waived', { name: waiver.by?.name ?? '–', reason: waiver.reason })}
          </span>
        )}
      </button>
      {!waiver && <FindingActions finding={finding} />}
    </article>
  )
}

/** An annotation that the server would not take: what it said, and a way back. */
function RefusedCard({ row, discard }: { row: Row; discard: () => void }) {
  const { t } = useTranslation('workbench')
  const errorText = useErrorText()
  const { session } = useWorkbench()
  return (
    <article className={classes.card} data-testid="refused">
      <button type="button" className={classes.cardHead} onClick={() => goTo(session, row.id)}>
        <span className={classes.findingSign} data-severity="block">
          <IconAlertOctagon size={15} stroke={1.8} />
        </span>
        <span className={classes.cardType}>{t('refused.title')}</span>
        <span className={classes.cardText}>{row.problem ? refusalText(row, errorText) : ''}</span>
        <span className={classes.faintInline}>{t('refused.hint')}</span>
      </button>
      <div className={classes.actions}>
        <Button size="compact-xs" variant="subtle" color="red" onClick={discard}>
          {t('refused.discard')}
        </Button>
      </div>
    </article>
  )
}

/** The server's message about this annotation if it gave one for it, otherwise about the whole. */
function refusalText({ id, problem }: Row, errorText: (error: unknown) => string): string {
  const own = problem?.fields[id]
  if (own && own.length > 0) return own.join(' ')
  return problem ? errorText(Object.assign(new Error(problem.message), problem)) : ''
}

/** What checks found, worst first, with one-click fixes; and what the server refused to save. */
export default function Findings() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const findings = useValue(session.findings)
  const refused = useComputed(
    () => session.saving.all.flatMap((sync) => sync.refused.value.map((row) => ({ sync, row }))),
    [session],
  )
  return (
    <div className={classes.scroller}>
      {refused.map(({ sync, row }) => (
        <RefusedCard key={row.id} row={row} discard={() => void sync.discard([row.id])} />
      ))}
      {findings.length + refused.length === 0 && (
        <EmptyState compact title={t('finding.none')} text={t('finding.none-text')} />
      )}
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} />
      ))}
    </div>
  )
}
