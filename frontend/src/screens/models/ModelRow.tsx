import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core'
import {
  IconBarbell,
  IconChevronRight,
  IconDots,
  IconEye,
  IconPlayerPlay,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useConfirm } from '../../ui/Confirm'
import { useErrorText } from '../../ui/error-text'
import { useFormats } from '../../ui/format'
import { notifyDone, notifyError } from '../../ui/notify'
import { ModelFigures } from './ModelFigures'
import classes from './models.module.css'
import { SettingsDialog } from './SettingsDialog'
import { TryDialog } from './TryDialog'
import { isBusy, type Model, TOUCHED } from './types'
import { useText } from './use-text'

interface ModelRowProps {
  readonly model: Model
  /** Without it the model cannot be run from here. */
  readonly onRun?: (() => void) | undefined
}

/** One model: what it is, how good it is, and what can be done with it. */
export function ModelRow({ model, onRun }: ModelRowProps) {
  const { t } = useTranslation('prelabel')
  const text = useText()
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        <UnstyledButton
          className={classes.name}
          aria-expanded={open}
          onClick={() => setOpen((was) => !was)}
        >
          <IconChevronRight size={13} className={classes.chevron} data-open={open || undefined} />
          <span>
            <strong>{model.name}</strong> <span className={classes.quiet}>v{model.version}</span>
            <br />
            <span className={classes.quiet}>
              {text(model.title)}
              {model.project === null && ` · ${t('shared')}`}
            </span>
          </span>
        </UnstyledButton>
        <span className={classes.state} data-state={model.state}>
          {t(`state.${model.state}`)}
        </span>
        <Summary model={model} />
        <Actions model={model} onRun={onRun} />
      </div>
      {open && <ModelFigures model={model} />}
    </div>
  )
}

/** "precision 91 %, recall 78 %" of the best label, or what the file says of itself. */
function Summary({ model }: { model: Model }) {
  const { t } = useTranslation('prelabel')
  const formats = useFormats()
  const measured = Object.entries(model.metrics.labels ?? {}).filter(
    ([, figures]) => figures.precision !== undefined,
  )
  if (model.state === 'failed') return <Problem error={model.metrics.problem} />
  const best = measured.sort(
    ([, a], [, b]) => (b.average_precision ?? 0) - (a.average_precision ?? 0),
  )[0]
  if (best) {
    const [label, figures] = best
    return (
      <span className={classes.summary}>
        {t('summary', {
          label,
          precision: formats.percent(figures.precision ?? 0),
          recall: formats.percent(figures.recall ?? 0),
        })}
      </span>
    )
  }
  const classCount = (model.metrics.facts?.classes as string[] | undefined)?.length
  return (
    <span className={classes.summary}>
      {classCount ? t('classes-count', { count: classCount }) : ''}
    </span>
  )
}

/** Why it could not be made ready. */
function Problem({ error }: { error: unknown }) {
  const { t } = useTranslation('prelabel')
  const errorText = useErrorText()
  const why = error ? errorText(error) : t('stopped')
  return (
    <span className={classes.summary} title={why}>
      {why}
    </span>
  )
}

function Actions({ model, onRun }: ModelRowProps) {
  const { t } = useTranslation('prelabel')
  return (
    <span className={classes.actions}>
      {model.prelabeler === 'learn' && <TrainButton model={model} />}
      {model.answers_prompts && <span className={classes.quiet}>{t('asked')}</span>}
      {onRun && !model.answers_prompts && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPlay size={13} />}
          disabled={model.state !== 'ready'}
          onClick={onRun}
        >
          {t('run')}
        </Button>
      )}
      <MoreMenu model={model} canTry={onRun !== undefined && !model.answers_prompts} />
    </span>
  )
}

function TrainButton({ model }: { model: Model }) {
  const { t } = useTranslation('prelabel')
  const train = useSend('post', '/api/v1/models/{model}/train', TOUCHED)
  const start = () =>
    train.mutate(
      { params: { path: { model: model.id } } },
      {
        onSuccess: () => notifyDone(t('training-started')),
        onError: notifyError,
      },
    )
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconBarbell size={13} />}
      loading={train.isPending}
      disabled={model.state === 'training'}
      onClick={start}
    >
      {t(model.state === 'draft' ? 'train' : 'train-again')}
    </Button>
  )
}

function MoreMenu({ model, canTry }: { model: Model; canTry: boolean }) {
  const { t } = useTranslation('prelabel')
  const [settings, setSettings] = useState(false)
  const [trying, setTrying] = useState(false)
  const confirm = useConfirm()
  const retire = useSend('delete', '/api/v1/models/{model}', TOUCHED)
  const askToRetire = () =>
    void confirm({
      title: t('retire-title', { name: model.name }),
      text: t('retire-text'),
      action: t('retire'),
      danger: true,
      run: () => retire.mutateAsync({ params: { path: { model: model.id } } }),
    })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('more', { name: model.name })}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      {settings && <SettingsDialog model={model} onClose={() => setSettings(false)} />}
      {trying && <TryDialog model={model} onClose={() => setTrying(false)} />}
      <Menu.Dropdown>
        {canTry && (
          <Menu.Item
            leftSection={<IconEye size={14} />}
            disabled={model.state !== 'ready' && model.state !== 'unfit'}
            onClick={() => setTrying(true)}
          >
            {t('try.action')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconSettings size={14} />}
          disabled={isBusy(model) || model.state === 'failed'}
          onClick={() => setSettings(true)}
        >
          {t('settings')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={askToRetire}>
          {t('retire')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
