import { SegmentedControl } from '@mantine/core'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { hasRole, useProject } from '../../app/project'
import { useFilters } from '../../ui/filters/use-filters'
import { Page } from '../../ui/Page'
import { Agreement } from './Agreement'
import { BatchesInQa } from './BatchesInQa'
import { Checks } from './Checks'
import { Findings } from './Findings'
import { Issues } from './Issues'
import { RunChecks } from './RunChecks'
import { Summary } from './Summary'

const VIEWS: Readonly<Record<string, ComponentType>> = {
  summary: Summary,
  agreement: Agreement,
  batches: BatchesInQa,
  findings: Findings,
  issues: Issues,
  checks: Checks,
}

/** Figures, batches in QA, findings, issues and the checks of a project. */
export function QualityPage() {
  const { t } = useTranslation('quality')
  const filters = useFilters()
  const project = useProject()
  const view = filters.one('view') ?? 'summary'
  const View = VIEWS[view] ?? Summary
  const maySet = hasRole(project, 'manager', 'qa') || project.can.manage === true
  return (
    <Page
      title={t('title')}
      flush
      meta={
        <SegmentedControl
          size="xs"
          value={view}
          data={Object.keys(VIEWS).map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={(next) =>
            filters.set({ view: next, state: undefined, severity: undefined, type: undefined })
          }
        />
      }
      actions={maySet && <RunChecks />}
    >
      <View />
    </Page>
  )
}
