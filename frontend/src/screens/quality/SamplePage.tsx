import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import { useProject } from '../../app/project'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { useErrorText, useReasonText } from '../../ui/error-text'
import type { Shape } from '../../ui/grid/outline'
import { Picture } from '../../ui/grid/Tile'
import { useColours, useShapes } from '../../ui/grid/use-shapes'
import { notifyError } from '../../ui/notify'
import { Page } from '../../ui/Page'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { StateBadge } from '../../ui/StateBadge'
import { Said } from './BatchesInQa'
import classes from './quality.module.css'
import type { Sample, SampleItem } from './types'

const TOUCHES = ['/api/v1/projects', '/api/v1/samples', '/api/v1/batches', '/api/v1/my-work']

/** One sample: look at each task, say whether it is right, then decide about the batch. */
export function SamplePage() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const { sampleId = '' } = useParams({ strict: false })
  const samples = useList<Sample>('/api/v1/projects/{project}/samples', {
    params: { path: { project: project.id }, query: { limit: 500 } },
  })
  const items = useList<SampleItem>('/api/v1/samples/{sample}/items', {
    params: { path: { sample: sampleId }, query: { limit: 500 } },
  })
  const sample = samples.rows.find((one) => one.id === sampleId)
  const colours = useColours(project.id)
  const shapes = useShapes(
    items.rows.map(({ task, objects }) => ({
      id: task,
      object_count: objects,
      project: project.id,
    })),
  )
  if (samples.error) return <ErrorState error={samples.error} onRetry={samples.reload} />
  if (samples.isLoading || items.isLoading) return <ScreenLoading />
  if (!sample) return <EmptyState title={t('qa.gone')} />
  return (
    <Page
      title={t('qa.sample-of', { batch: sample.batch.name })}
      crumbs={[{ label: t('title'), to: `/projects/${project.id}/quality` }]}
      meta={<StateBadge kind="batch" state={sample.batch.state} />}
      actions={sample.state === 'open' && <Decision sample={sample} />}
      toolbar={
        <span className={classes.quiet}>
          <Said sample={sample} />
        </span>
      }
      flush
    >
      <div className={classes.scroll}>
        {items.rows.map((item) => (
          <Inspection
            key={item.id}
            item={item}
            sample={sample}
            colours={colours}
            shapes={shapes.get(item.task) ?? []}
          />
        ))}
      </div>
    </Page>
  )
}

interface InspectionProps extends PreviewProps {
  readonly sample: Sample
}

function Inspection({ sample, ...preview }: InspectionProps) {
  const { t } = useTranslation('quality')
  const { item } = preview
  return (
    <div className={classes.item}>
      <Preview {...preview} />
      <div className={classes.itemName}>
        <Link to={`/tasks/${item.task}`} className="gw-truncate" title={item.name}>
          {t('qa.item', { number: item.number, name: item.name })}
        </Link>
        <span className={classes.quiet}>{t('qa.objects', { count: item.objects })}</span>
      </div>
      {sample.state === 'open' ? (
        <Judging item={item} sample={sample} />
      ) : (
        <>
          <span className={classes.quiet}>{item.note}</span>
          <Verdict verdict={item.verdict} />
        </>
      )}
    </div>
  )
}

interface PreviewProps {
  readonly item: SampleItem
  readonly colours: Readonly<Record<string, string>>
  readonly shapes: readonly Shape[]
}

function Preview({ item, colours, shapes }: PreviewProps) {
  return (
    <Link to={`/tasks/${item.task}`} className={classes.preview} aria-label={item.name}>
      <Picture
        thumbnail={{
          url: item.thumbnail_url,
          name: item.name,
          width: item.width,
          height: item.height,
          shapes,
        }}
        colours={colours}
      />
    </Link>
  )
}

function Verdict({ verdict }: { verdict: SampleItem['verdict'] }) {
  const { t } = useTranslation('quality')
  if (!verdict) return <span className={classes.quiet}>–</span>
  const Glyph = verdict === 'pass' ? IconCheck : IconX
  return (
    <span className={classes.verdict} data-verdict={verdict}>
      <Glyph size={14} aria-hidden />
      {t(`qa.${verdict}`)}
    </span>
  )
}

/** Right at once; faulty as soon as it says what is wrong. */
function Judging({ item, sample }: { item: SampleItem; sample: Sample }) {
  const { t } = useTranslation('quality')
  const [note, setNote] = useState<string>(item.note)
  const [wantsNote, setWantsNote] = useState(false)
  const inspect = useSend('put', '/api/v1/samples/{sample}/items/{task}', TOUCHES)
  const say = (verdict: 'pass' | 'fail') =>
    inspect.mutate(
      {
        params: { path: { sample: sample.id, task: item.task } },
        body: { verdict, note: verdict === 'fail' ? note : '' },
      },
      { onError: notifyError },
    )
  const choose = (verdict: string) => {
    if (verdict === 'fail' && !note.trim()) setWantsNote(true)
    else say(verdict === 'fail' ? 'fail' : 'pass')
  }
  return (
    <>
      <TextInput
        size="xs"
        aria-label={t('qa.note')}
        placeholder={t('qa.note')}
        error={wantsNote && !note.trim()}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onBlur={() => {
          if (wantsNote && note.trim()) say('fail')
        }}
      />
      <SegmentedControl
        size="xs"
        disabled={inspect.isPending}
        value={item.verdict}
        data={['pass', 'fail'].map((value) => ({ value, label: t(`qa.${value}`) }))}
        onChange={choose}
      />
    </>
  )
}

function Decision({ sample }: { sample: Sample }) {
  const { t } = useTranslation('quality')
  const reason = useReasonText()
  const [deciding, setDeciding] = useState<'approve' | 'reject' | null>(null)
  const { can, figures } = sample
  const left = figures.size - figures.inspected
  const why = (verdict: unknown) => (typeof verdict === 'string' ? reason(verdict) : undefined)
  return (
    <>
      <Button
        variant="default"
        disabled={can.reject !== true}
        title={why(can.reject)}
        onClick={() => setDeciding('reject')}
      >
        {t('qa.reject')}
      </Button>
      <Button
        disabled={can.approve !== true || left > 0}
        title={left > 0 ? t('qa.left', { count: left }) : why(can.approve)}
        onClick={() => setDeciding('approve')}
      >
        {t('qa.approve')}
      </Button>
      {deciding && (
        <DecisionDialog sample={sample} verb={deciding} onClose={() => setDeciding(null)} />
      )}
    </>
  )
}

interface DecisionDialogProps {
  readonly sample: Sample
  readonly verb: 'approve' | 'reject'
  readonly onClose: () => void
}

function DecisionDialog({ sample, verb, onClose }: DecisionDialogProps) {
  const { t } = useTranslation('quality')
  const errorText = useErrorText()
  const [note, setNote] = useState('')
  const decide = useSend('post', `/api/v1/batches/{batch}/${verb}`, TOUCHES)
  const submit = () =>
    decide.mutate(
      { params: { path: { batch: sample.batch.id } }, body: { note } },
      { onSuccess: onClose },
    )
  return (
    <Modal opened onClose={onClose} title={t(`qa.${verb}-title`)} size={440}>
      <div className={classes.form}>
        <p style={{ margin: 0 }}>{t(`qa.${verb}-text`, { count: sample.figures.failed })}</p>
        <Textarea
          data-autofocus
          autosize
          minRows={3}
          label={t('qa.decision-note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {decide.error && (
          <p role="alert" className={classes.error}>
            {errorText(decide.error)}
          </p>
        )}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            color={verb === 'reject' ? 'red' : 'petrol'}
            loading={decide.isPending}
            onClick={submit}
          >
            {t(`qa.${verb}`)}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
