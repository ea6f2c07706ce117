import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Verdict } from '../app/project'
import { type List, useGet, useList } from './hooks'
import type { Page } from './page'
import type { PersonRef } from './session'

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface JobLine {
  readonly at: string
  readonly level: 'info' | 'warning' | 'error'
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface Job {
  readonly id: string
  readonly kind: string
  /** Project id, empty for the installation. */
  readonly scope: string
  readonly subject: string
  readonly title: string
  readonly state: JobState
  readonly done: number
  readonly total: number | null
  readonly result: Readonly<Record<string, unknown>>
  readonly error: {
    readonly code: string
    readonly message: string
    readonly params: Readonly<Record<string, unknown>>
  } | null
  readonly cancel_requested: boolean
  readonly created_by: PersonRef | null
  readonly created_at: string
  readonly started_at: string | null
  readonly finished_at: string | null
  readonly can: { readonly cancel: Verdict; readonly retry: Verdict }
}

export interface JobDetail extends Job {
  readonly log: readonly JobLine[]
}

const BUSY = 1_500
const IDLE = 20_000

export const isActive = (job: Pick<Job, 'state'>): boolean =>
  job.state === 'queued' || job.state === 'running'

/** 0 to 1, or null when nobody knows how much there is. */
export function progressOf(job: Pick<Job, 'done' | 'total'>): number | null {
  return job.total ? Math.min(1, job.done / job.total) : null
}

/** Seconds that are left at the pace so far; null while it is too early to say. */
export function remainingSeconds(
  job: Pick<Job, 'done' | 'total' | 'started_at'>,
  now = Date.now(),
): number | null {
  if (!job.started_at || !job.total || job.done <= 0) return null
  const spent = (now - Date.parse(job.started_at)) / 1000
  if (spent < 3) return null
  return (spent / job.done) * Math.max(0, job.total - job.done)
}

/** An infinite list's answer holds pages. */
const isBusy = (answer: unknown): boolean =>
  (answer as { pages?: Page<Job>[] } | undefined)?.pages?.some((page) => page.results.length > 0) ??
  false

const ACTIVE = { params: { query: { active: true, limit: 50 } } }

/** What is under way; asked often only while something is. */
export function useActiveJobs(): List<Job> {
  return useList<Job>('/api/v1/jobs', ACTIVE, {
    every: (answer) => (isBusy(answer) ? BUSY : IDLE),
  })
}

/** One job with its log, followed until it ends. `onEnd` is called once when it does while the page is open. */
export function useJob(id: string | null | undefined, onEnd?: (job: JobDetail) => void) {
  const wasActive = useRef(false)
  const end = useRef(onEnd)
  end.current = onEnd
  const query = useGet<JobDetail>(
    '/api/v1/jobs/{job}',
    { params: { path: { job: id ?? '' } } },
    {
      enabled: Boolean(id),
      every: (answer) => (answer && isActive(answer as Job) ? BUSY : false),
    },
  )
  const job = query.data
  useEffect(() => {
    if (!job) return
    if (wasActive.current && !isActive(job)) end.current?.(job)
    wasActive.current = isActive(job)
  }, [job])
  return query
}

type Pages = { readonly pages: readonly Page<Job>[] }

/** The list of active jobs with `job` in it. */
function withJob(before: Pages | undefined, job: Job): Pages | undefined {
  const [first, ...others] = before?.pages ?? []
  if (!before || !first) return before
  return { ...before, pages: [{ ...first, results: [job, ...first.results] }, ...others] }
}

/**
 * To be called after something was started: the tray then shows it at once. With the job, its end is told even when it
 * ends before the tray asks for the first time.
 */
export function useJobStarted(): (job?: Job) => void {
  const client = useQueryClient()
  return (job) => {
    if (job) {
      const key = ['/api/v1/jobs', 'list', ACTIVE]
      client.setQueryData<Pages>(key, (before) => withJob(before, job))
    }
    void client.invalidateQueries({ queryKey: ['/api/v1/jobs'] })
  }
}
