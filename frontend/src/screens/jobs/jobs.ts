import type { Job } from '../../api/jobs'

export const STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** The kinds one can look for; others are shown, too. */
export const KINDS = [
  'media.import',
  'prelabel.run',
  'prelabel.train',
  'prelabel.prepare',
  'qa.check',
  'delivery.build',
] as const

/** How long a job has run, or ran; null before it began. */
export function secondsOf(
  job: Pick<Job, 'started_at' | 'finished_at'>,
  now = Date.now(),
): number | null {
  if (!job.started_at) return null
  const end = job.finished_at ? Date.parse(job.finished_at) : now
  return Math.max(0, (end - Date.parse(job.started_at)) / 1000)
}
