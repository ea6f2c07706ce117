import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { type Project, useProject } from '../../app/project'
import { notifyDone, Page, useReasonText } from '../../ui'
import { FormError } from '../account/FormError'
import { ArchivePanel } from './ArchivePanel'
import { GeneralPanel } from './GeneralPanel'
import { changesOf, type Settings, settingsOf } from './settings'
import classes from './settings.module.css'
import { WorkflowPanel } from './WorkflowPanel'

const FIELDS = ['name', 'description', 'client', 'deadline', 'languages']
const WORKFLOW = ['workflow.review', 'workflow.review_share', 'workflow.lease_minutes']

/** What a project is called, for whom and until when, and how its work flows. */
export function SettingsPage() {
  const project = useProject()
  // Another manager's change makes another form.
  return <SettingsForm key={JSON.stringify(settingsOf(project))} project={project} />
}

function SettingsForm({ project }: { project: Project }) {
  const { t } = useTranslation('project-settings')
  const reason = useReasonText()
  const [before] = useState(() => settingsOf(project))
  const [settings, setSettings] = useState(before)
  const save = useSend<Project>('patch', '/api/v1/projects/{project}', ['/api/v1/projects'])
  const changes = changesOf(before, settings)
  const mayManage = project.can.manage === true
  const set = (change: Partial<Settings>) => setSettings((now) => ({ ...now, ...change }))
  const submit = () =>
    save.mutate(
      { params: { path: { project: project.id } }, body: changes },
      { onSuccess: () => notifyDone(t('saved')) },
    )
  return (
    <Page
      title={t('title')}
      meta={!mayManage && <span>{reason(String(project.can.manage))}</span>}
      actions={
        <Button
          onClick={submit}
          loading={save.isPending}
          disabled={!mayManage || Object.keys(changes).length === 0 || !settings.name.trim()}
        >
          {t('save')}
        </Button>
      }
    >
      <fieldset className={classes.panels} disabled={!mayManage}>
        <FormError error={save.error} fields={[...FIELDS, ...WORKFLOW]} />
        <GeneralPanel project={project} settings={settings} onChange={set} error={save.error} />
        <WorkflowPanel settings={settings} onChange={set} error={save.error} />
      </fieldset>
      <div className={classes.panels}>
        <ArchivePanel project={project} />
      </div>
    </Page>
  )
}
