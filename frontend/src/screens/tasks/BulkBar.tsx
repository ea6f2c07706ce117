import { Button, CloseButton, Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconChevronDown,
  IconFlag,
  IconLockOpen,
  IconStack2,
  IconUserPlus,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { useProject } from '../../app/project'
import { useConfirm, useFormats } from '../../ui'
import { CutDialog } from '../batches/CutDialog'
import { PeopleMenu } from './PeopleMenu'
import classes from './tasks.module.css'
import type { BatchRef, Chosen, TaskState } from './types'
import { useBulk } from './use-bulk'

const PRIORITIES = [20, 10, 0, -10]

const HELD: readonly TaskState[] = ['claimed', 'in_progress', 'in_review']

interface BulkBarProps {
  readonly chosen: Chosen
  /** How many match the filters, when more match than are ticked. */
  readonly more: number | null
  readonly onChooseAll: () => void
  readonly onClear: () => void
}

/** How many of the chosen tasks are in one of these states. */
function countOf({ tasks, matching }: Chosen, states: readonly TaskState[]): number {
  if (!matching) return tasks.filter((task) => states.includes(task.state)).length
  return states.reduce((sum, state) => sum + (matching.counts.states[state] ?? 0), 0)
}

/** In place of the filters while rows are chosen: what a manager does to many tasks at once. */
export function BulkBar({ chosen, more, onChooseAll, onClear }: BulkBarProps) {
  const { t } = useTranslation('tasks')
  const { run, isPending } = useBulk(chosen, onClear)
  const held = chosen.matching
    ? countOf(chosen, HELD)
    : chosen.tasks.filter((task) => task.lease).length
  const skipped = countOf(chosen, ['skipped'])
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t('bulk.label')}>
      <HowMany chosen={chosen} more={more} onChooseAll={onChooseAll} />
      <PeopleMenu onChoose={(assignee) => run({ action: 'assign', assignee })}>
        <Button
          size="xs"
          loading={isPending}
          leftSection={<IconUserPlus size={14} stroke={1.75} />}
          rightSection={<IconChevronDown size={12} />}
        >
          {t('bulk.assign')}
        </Button>
      </PeopleMenu>
      <PriorityMenu onChoose={(priority) => run({ action: 'prioritise', priority })} />
      <BatchMenu
        chosen={chosen}
        onChoose={(batch) => run({ action: 'batch', batch })}
        onCut={onClear}
      />
      {skipped > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={14} stroke={1.75} />}
          onClick={() => run({ action: 'reopen' })}
        >
          {t('bulk.reopen', { count: skipped })}
        </Button>
      )}
      {held > 0 && <FreeButton held={held} onFree={() => run({ action: 'free' })} />}
      <CloseButton
        size="sm"
        onClick={onClear}
        aria-label={t('bulk.clear')}
        className={classes.clear}
      />
    </div>
  )
}

function HowMany({ chosen, more, onChooseAll }: Omit<BulkBarProps, 'onClear'>) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  if (chosen.matching) {
    const { total } = chosen.matching.counts
    return <strong>{t('bulk.all-chosen', { count: total, total: formats.number(total) })}</strong>
  }
  return (
    <>
      <strong>{t('bulk.chosen', { count: chosen.tasks.length })}</strong>
      {more !== null && (
        <Button size="xs" variant="subtle" onClick={onChooseAll}>
          {t('bulk.choose-all', { count: more, total: formats.number(more) })}
        </Button>
      )}
    </>
  )
}

/** Takes tasks from whoever has them, after asking. */
function FreeButton({ held, onFree }: { held: number; onFree: () => void }) {
  const { t } = useTranslation('tasks')
  const confirm = useConfirm()
  const free = async () => {
    const question = {
      title: t('bulk.free-title', { count: held }),
      text: t('bulk.free-text'),
      action: t('bulk.free'),
    }
    if (await confirm(question)) onFree()
  }
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconLockOpen size={14} stroke={1.75} />}
      onClick={() => void free()}
    >
      {t('bulk.free')}
    </Button>
  )
}

function PriorityMenu({ onChoose }: { onChoose: (priority: number) => void }) {
  const { t } = useTranslation('tasks')
  return (
    <Menu position="bottom-start" width={180}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFlag size={14} stroke={1.75} />}
          rightSection={<IconChevronDown size={12} />}
        >
          {t('column.priority')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {PRIORITIES.map((priority) => (
          <Menu.Item
            key={priority}
            rightSection={<span className={classes.note}>{priority}</span>}
            onClick={() => onChoose(priority)}
          >
            {t(`priority.${priority}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The chosen tasks as the dialog takes them. */
function toCut({ tasks, matching }: Chosen) {
  if (!matching) return { tasks: tasks.map(({ id }) => id) }
  return { matching: { query: matching.query, total: matching.counts.total } }
}

interface BatchMenuProps {
  readonly chosen: Chosen
  readonly onChoose: (batch: string | null) => void
  readonly onCut: () => void
}

function BatchMenu({ chosen, onChoose, onCut }: BatchMenuProps) {
  const { t } = useTranslation('tasks')
  const project = useProject()
  const [isCutting, setCutting] = useState(false)
  const batches = useList<BatchRef>('/api/v1/projects/{project}/batches', {
    params: { path: { project: project.id }, query: { state: 'open', limit: 500 } },
  })
  const close = () => setCutting(false)
  return (
    <>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconStack2 size={14} stroke={1.75} />}
            rightSection={<IconChevronDown size={12} />}
          >
            {t('bulk.batch')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          <Menu.Item onClick={() => setCutting(true)}>{t('bulk.new-batch')}</Menu.Item>
          <Menu.Item onClick={() => onChoose(null)}>{t('filter.no-batch')}</Menu.Item>
          {batches.rows.length > 0 && <Menu.Divider />}
          {batches.rows.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => onChoose(id)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {isCutting && <CutDialog {...toCut(chosen)} onClose={close} onDone={onCut} />}
    </>
  )
}
