import type { FullTransport } from '../../core/blobs'
import type { Click, Prompt, PromptAnswer, Reading } from '../../core/prompts'
import type { Bundle, Comparison, Issue, LayerInfo, NewIssue, Slot, StoredFinding } from '../types'

export interface ReviewDecision {
  readonly decision: 'accept' | 'return'
  readonly note: string
}

/** What became of objects that were carried over to the next pictures. */
export interface CarriedOver {
  readonly pictures: number
  readonly objects: number
  /** Left out because the like of it is there, or was rejected. */
  readonly known: number
  /** Pictures left alone: handed in, answered by several, or in somebody else's hands. */
  readonly passed: number
}

export interface Inspection {
  readonly verdict: 'pass' | 'fail'
  readonly note: string
}

/** Mended, says who did it; mended indeed, says who judges; not mended after all. */
export type IssueMove = 'resolve' | 'verify' | 'reopen'

/** What is asked of a model about the picture of a task. */
export interface PromptTransport {
  read(task: string, model: string, frame: number): Promise<Reading>
  reading(task: string, model: string, frame: number): Promise<Reading>
  fit(task: string, model: string, click: Click): Promise<unknown>
  ask(task: string, model: string, prompt: Prompt, frame: number): Promise<readonly PromptAnswer[]>
}

/** Everything the workbench asks of the world. Every method but those of `transport` throws ApiError. */
export interface WorkbenchApi {
  readonly transport: FullTransport
  load(task: string): Promise<Bundle>
  /** Keep the lease, and count the seconds in which the person did something. */
  heartbeat(task: string, activeSeconds: number): Promise<void>
  /** Hand in, and claim the next task for a slot where one is given: as `next`, undefined when it was not to be told. */
  submit(task: string, revision: number, next?: Slot): Promise<string | null | undefined>
  skip(task: string, reason: string): Promise<void>
  review(task: string, decision: ReviewDecision): Promise<void>
  /** The next task for the person; null when the queue is empty. */
  next(project: string, slot: Slot): Promise<string | null>
  /** Take this very task, or go on with it after a pause. */
  claim(task: string, slot: Slot): Promise<void>
  /** Offer these objects in so many of the next pictures; all objects where none is named. */
  carryOver(task: string, records: readonly string[], pictures: number): Promise<CarriedOver>
  /** What of the task can be compared. */
  layers(task: string): Promise<readonly LayerInfo[]>
  compare(task: string, left: string, right: string): Promise<Comparison>
  openIssue(task: string, issue: NewIssue): Promise<Issue>
  comment(issue: string, text: string): Promise<Issue>
  setIssueState(issue: string, to: IssueMove): Promise<Issue>
  /** What QA says of a task of its sample. */
  inspect(sample: string, task: string, said: Inspection): Promise<void>
  waive(finding: string, reason: string): Promise<StoredFinding>
  readonly prompts: PromptTransport
  /** Keep something with the person's account. */
  setPreference(key: string, value: unknown): Promise<void>
}
