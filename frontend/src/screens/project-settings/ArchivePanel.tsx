import { Button } from '@mantine/core'
import { IconArchive, IconArchiveOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import type { Project } from '../../app/project'
import { notifyError, Panel, useConfirm } from '../../ui'
import classes from './settings.module.css'

/** Out of everybody's way, and back: nothing is ever deleted with it. */
export function ArchivePanel({ project }: { project: Project }) {
  const { t } = useTranslation('project-settings')
  const confirm = useConfirm()
  const init = { params: { path: { project: project.id } } }
  const archive = useSend('post', '/api/v1/projects/{project}/archive', ['/api/v1/'])
  const unarchive = useSend('post', '/api/v1/projects/{project}/unarchive', ['/api/v1/'])
  const ask = () =>
    confirm({
      title: t('archive.question', { name: project.name }),
      text: t('archive.text'),
      action: t('archive.do'),
      danger: true,
      run: () => archive.mutateAsync(init),
    })
  const isArchived = project.state === 'archived'
  return (
    <Panel title={t('archive.title')}>
      <p className={classes.text}>{isArchived ? t('archive.is') : t('archive.text')}</p>
      {isArchived ? (
        <Button
          variant="default"
          leftSection={<IconArchiveOff size={14} stroke={1.75} />}
          loading={unarchive.isPending}
          onClick={() => unarchive.mutate(init, { onError: notifyError })}
        >
          {t('archive.undo')}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconArchive size={14} stroke={1.75} />}
          onClick={() => void ask()}
        >
          {t('archive.do')}
        </Button>
      )}
    </Panel>
  )
}
