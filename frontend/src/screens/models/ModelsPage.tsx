import { Button } from '@mantine/core'
import { IconPlus, IconSparkles } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type List, useList } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { Page } from '../../ui/Page'
import { Panel } from '../../ui/Panel'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { PrelabelDialog } from '../prelabel/PrelabelDialog'
import { AddModelDialog } from './AddModelDialog'
import { GainPanel } from './GainPanel'
import { ModelRow } from './ModelRow'
import classes from './models.module.css'
import { RunsPanel } from './RunsPanel'
import { isAnyBusy, MODELS, type Model } from './types'

/** What can propose labels in this project, its runs, and what they gained. */
export function ModelsPage() {
  const { t } = useTranslation('prelabel')
  const project = useProject()
  const [adding, setAdding] = useState(false)
  const [running, setRunning] = useState<Model | 'choose' | null>(null)
  const models = useList<Model>(
    MODELS,
    { params: { path: { project: project.id } } },
    { every: (answer) => (isAnyBusy(answer) ? 2_000 : false) },
  )
  if (models.error) return <ErrorState error={models.error} onRetry={models.reload} />
  const isReady = models.rows.some((model) => model.state === 'ready')
  const add = <AddButton onClick={() => setAdding(true)} />
  return (
    <Page
      title={t('title')}
      actions={
        <>
          {add}
          <Button
            leftSection={<IconSparkles size={14} />}
            disabled={!isReady}
            onClick={() => setRunning('choose')}
          >
            {t('prelabel')}
          </Button>
        </>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <ModelsPanel models={models} add={add} onRun={setRunning} />
          <RunsPanel />
        </div>
        <GainPanel />
      </div>
      {adding && <AddModelDialog project={project} onClose={() => setAdding(false)} />}
      {running && (
        <PrelabelDialog
          model={running === 'choose' ? undefined : running.id}
          onClose={() => setRunning(null)}
        />
      )}
    </Page>
  )
}

function AddButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('prelabel')
  return (
    <Button variant="default" leftSection={<IconPlus size={14} />} onClick={onClick}>
      {t('add')}
    </Button>
  )
}

interface ModelsPanelProps {
  readonly models: List<Model>
  /** What an empty list offers. */
  readonly add: ReactNode
  readonly onRun: (model: Model) => void
}

function ModelsPanel({ models, add, onRun }: ModelsPanelProps) {
  const { t } = useTranslation('prelabel')
  return (
    <Panel title={t('models')} flush>
      {models.isLoading && <ScreenLoading />}
      {!models.isLoading && models.rows.length === 0 && (
        <EmptyState icon={IconSparkles} title={t('empty')} text={t('empty-text')} action={add} />
      )}
      {models.rows.map((model) => (
        <ModelRow key={model.id} model={model} onRun={() => onRun(model)} />
      ))}
    </Panel>
  )
}
