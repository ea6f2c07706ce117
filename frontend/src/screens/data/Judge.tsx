import { Button } from '@mantine/core'
import { IconAlertTriangle, IconListCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useGet, useList, useSend } from '../../api'
import { useJobStarted } from '../../api/jobs'
import { useProject } from '../../app/project'
import { notifyDone, useFilters, useFormats } from '../../ui'
import { notifyError } from '../../ui/notify'
import { AssetDrawer } from './AssetDrawer'
import classes from './data.module.css'
import { Preview } from './Preview'
import { type Asset, type Import, isRunning, type OneAsset } from './types'

const SHOWN = 12

/** What came in without tasks: shown as the modality shows it, and made into tasks in one step. */
export function Judge({ imported }: { imported: Import }) {
  const { t } = useTranslation('data')
  const project = useProject()
  const query = { imported: imported.id, state: ['none'] }
  const { rows } = useList<Asset>(
    '/api/v1/projects/{project}/assets',
    { params: { path: { project: project.id }, query } },
    { keep: true },
  )
  if (rows.length === 0 || isRunning(imported)) return null
  return (
    <section className={classes.judge} aria-label={t('judge.title')}>
      <header className={classes.judgeHead}>
        <div>
          <h2>{t(project.judged_first ? 'judge.title-previews' : 'judge.title')}</h2>
          <p>{t(project.judged_first ? 'judge.text-previews' : 'judge.text')}</p>
        </div>
        {project.can.manage === true && <MakeTasks imported={imported} />}
      </header>
      {project.judged_first && (
        <>
          {rows.slice(0, SHOWN).map(({ id }) => (
            <Scene key={id} id={id} />
          ))}
          {rows.length > SHOWN && <p className={classes.quiet}>{t('judge.more')}</p>}
          <AssetDrawer rows={rows} />
        </>
      )}
    </section>
  )
}

function MakeTasks({ imported }: { imported: Import }) {
  const { t } = useTranslation('data')
  const project = useProject()
  const started = useJobStarted()
  const make = useSend<{ count: number }>('post', '/api/v1/projects/{project}/assets/make-tasks', [
    '/api/v1/projects/{project}',
    '/api/v1/imports',
  ])
  const send = () =>
    make.mutate(
      { params: { path: { project: project.id } }, body: { imported: imported.id } },
      {
        onSuccess: ({ count }) => {
          started()
          notifyDone(t('selection.tasks-made', { count }))
        },
        onError: notifyError,
      },
    )
  return (
    <Button leftSection={<IconListCheck size={14} />} loading={make.isPending} onClick={send}>
      {t('selection.make-tasks')}
    </Button>
  )
}

/** What is said of a camera stands below its picture. */
const isOfTheWhole = (code: string): boolean => !code.startsWith('calibration-')

/** One asset from above and through each camera; a click shows it large. */
function Scene({ id }: { id: string }) {
  const { t } = useTranslation('data')
  const filters = useFilters()
  const { number } = useFormats()
  const { data } = useGet<OneAsset>('/api/v1/assets/{asset}', { params: { path: { asset: id } } })
  if (!data) return <div className={classes.judged} />
  const facts = (['frames', 'cameras', 'points'] as const).flatMap((name) => {
    const value = data.meta[name]
    return typeof value === 'number' ? `${t(`fact.${name}`)} ${number(value)}` : []
  })
  return (
    <article className={classes.judged}>
      <h3>
        {data.name}
        <span className={classes.quiet}>{facts.join(' · ')}</span>
      </h3>
      {data.warnings.filter(isOfTheWhole).map((code) => (
        <p key={code} className={classes.warning}>
          <IconAlertTriangle size={14} aria-hidden="true" />
          {t(`warning.${code}`, { defaultValue: code })}
        </p>
      ))}
      <button
        type="button"
        className={classes.judgedPictures}
        aria-label={t('judge.large', { name: data.name })}
        onClick={() => filters.set({ asset: id })}
      >
        {data.thumbnail_url && (
          <figure className={classes.preview}>
            <img src={data.thumbnail_url} alt="" />
            <figcaption>{t('judge.from-above')}</figcaption>
          </figure>
        )}
        {data.previews.map((preview) => (
          <Preview key={preview.key} preview={preview} />
        ))}
      </button>
    </article>
  )
}
