import { Button } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { notifyDone, notifyError } from '../../ui/notify'

/** Runs every check over the whole project on a worker; the job tray shows how far it is. */
export function RunChecks() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const run = useSend('post', '/api/v1/projects/{project}/check-runs', ['/api/v1/jobs'])
  return (
    <Button
      variant="default"
      leftSection={<IconChecklist size={14} />}
      loading={run.isPending}
      onClick={() =>
        run.mutate(
          { params: { path: { project: project.id } }, body: { batch: null } },
          { onSuccess: () => notifyDone(t('run.started')), onError: notifyError },
        )
      }
    >
      {t('run.all')}
    </Button>
  )
}
