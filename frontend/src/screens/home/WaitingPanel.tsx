import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../ui'
import classes from './home.module.css'
import type { WaitingBatch } from './types'

const SAMPLES = { tab: 'quality', search: { view: 'batches' } }
const DELIVERIES = { tab: 'deliveries', search: {} }
const PLACES = { sample: SAMPLES, inspect: SAMPLES, deliver: DELIVERIES, rework: DELIVERIES }

/** Batches whose next step is this person's, each with the way there. */
export function WaitingPanel({ batches }: { batches: readonly WaitingBatch[] }) {
  const { t } = useTranslation('home')
  return (
    <Panel title={t('waiting.title', { count: batches.length })} flush>
      <ul className={classes.list}>
        {batches.map((batch) => (
          <li key={batch.id} className={classes.waiting}>
            <span className={classes.which}>
              <span className="gw-truncate">{batch.name}</span>
              <span className={classes.note}>{batch.project.name}</span>
            </span>
            <span>{t(`waiting.${batch.step}.text`)}</span>
            <Button
              component={Link}
              to={`/projects/${batch.project.id}/${PLACES[batch.step].tab}`}
              search={PLACES[batch.step].search as never}
              variant="default"
              size="xs"
            >
              {t(`waiting.${batch.step}.action`)}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
