import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { type Api, apiOf, type Person } from './people'

export interface Annotation {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly data: Readonly<Record<string, number>>
  readonly attributes: Readonly<Record<string, unknown>>
  readonly z: number
  readonly group: string | null
  readonly source: Readonly<Record<string, string>>
  readonly score: number | null
}

export interface Stored {
  readonly id: string
  readonly revision: number
  readonly records: readonly Annotation[]
}

export interface Listed<T> {
  readonly results: readonly T[]
}

interface Task {
  readonly id: string
  readonly state: string
}

/** A task that Bob has taken up, with nothing drawn on it. */
export interface Work {
  readonly project: string
  readonly task: string
  readonly document: string
}

export const stored = async (document: string, api?: Api): Promise<Stored> =>
  (api ?? (await apiOf('alice'))).get<Stored>(`/documents/${document}`)

export const recordsOf = async (document: string): Promise<readonly Annotation[]> =>
  (await stored(document)).records

interface Change {
  readonly id: string
  readonly before: Annotation | null
  readonly after: Annotation | null
}

/** Save as another browser of the same person would. */
export async function save(api: Api, document: string, patch: readonly Change[]): Promise<void> {
  const { revision } = await stored(document, api)
  await api.patch(`/documents/${document}`, { op_id: randomUUID(), base_revision: revision, patch })
}

export const boxAt = (x: number, y: number): Annotation => ({
  id: randomUUID(),
  kind: 'box',
  label: 'car',
  data: { x, y, width: 120, height: 80 },
  attributes: { occluded: false, truncated: false },
  z: 0,
  group: null,
  source: { origin: 'human' },
  score: null,
})

export const added = (after: Annotation): Change => ({ id: after.id, before: null, after })

export async function documentOf(task: string, api: Api): Promise<string> {
  const bundle = await api.get<{ document: { id: string } }>(`/tasks/${task}/workbench`)
  return bundle.document.id
}

const PARTS: readonly (readonly [Person, string])[] = [
  ['bob', 'annotator'],
  ['ben', 'annotator'],
  ['carol', 'reviewer'],
]

async function engage(project: string): Promise<void> {
  const alice = await apiOf('alice')
  for (const [person, role] of PARTS) {
    const { me } = await (await apiOf(person)).get<{ me: { id: string } }>('/session')
    await alice.put(`/projects/${project}/people/${me.id}`, { roles: [role] })
  }
}

/** What a project of a test's own is made from. */
interface Made {
  readonly template: string
  /** A folder of the demonstration, and how many tasks come of it. */
  readonly location: string
  readonly count: number
}

async function makeProject(name: string, { template, location, count }: Made): Promise<string> {
  const alice = await apiOf('alice')
  const { id } = await alice.post<{ id: string }>('/projects', { template, name })
  await engage(id)
  await alice.post(`/projects/${id}/imports`, { source: 'folder', location, tasks: true })
  const tasks = () => alice.get<Listed<Task>>(`/projects/${id}/tasks`)
  await expect
    .poll(async () => (await tasks()).results.length, { timeout: 120_000 })
    .toBeGreaterThanOrEqual(count)
  return id
}

/** A new task of the project, taken up by Bob. */
async function take(project: string): Promise<Work> {
  const bob = await apiOf('bob')
  const { results } = await bob.get<Listed<Task>>(`/projects/${project}/tasks?state=new`)
  const task = results.find(({ state }) => state === 'new')?.id
  if (!task) throw new Error('no new task is left')
  await bob.post(`/tasks/${task}/claim`, { slot: 'annotator' })
  return { project, task, document: await documentOf(task, bob) }
}

const PHOTOGRAPHS: Made = { template: 'detection', location: 'demo/pandaset', count: 15 }
const DRIVE: Made = { template: 'driving', location: 'demo/scene', count: 1 }
const VIDEO: Made = { template: 'video-tracking', location: 'demo/video', count: 1 }
const ADDRESS: Made = { template: 'transcription', location: 'demo/speech/address', count: 1 }

let made: Promise<string> | null = null

/** The next new task of a project of these tests' own with the demonstration's photographs, none of them labelled. */
export async function takeTask(): Promise<Work> {
  made ??= makeProject(`Saving, ${new Date().toISOString()}`, PHOTOGRAPHS)
  return take(await made)
}

/** A photograph of the demonstration whose labels allow masks, as a task of a project of its own. */
export async function takeSurfaces(): Promise<Work> {
  const made = { ...PHOTOGRAPHS, template: 'segmentation' }
  return take(await makeProject(`Masks, ${new Date().toISOString()}`, made))
}

/** What lies in a folder of the server, as a task of a project of its own. */
export async function takeFolder(template: string, location: string, count = 1): Promise<Work> {
  const name = `Folder, ${new Date().toISOString()}`
  return take(await makeProject(name, { template, location, count }))
}

/** The demonstration's drive as a task of a project of its own. */
export async function takeScene(template: string = DRIVE.template): Promise<Work> {
  const name = `Scene, ${new Date().toISOString()}`
  return take(await makeProject(name, { ...DRIVE, template }))
}

/** The demonstration's video as a task of a project of its own. */
export async function takeVideo(): Promise<Work> {
  return take(await makeProject(`Video, ${new Date().toISOString()}`, VIDEO))
}

/** The demonstration's speech of eleven seconds as a task of a project of its own. */
export async function takeRecording(): Promise<Work> {
  return take(await makeProject(`Speech, ${new Date().toISOString()}`, ADDRESS))
}

/** A project of the demonstration: the photographs, unless another is asked for. */
export async function demoProject(api: Api, named = 'Street scenes'): Promise<string> {
  const { results } = await api.get<Listed<{ id: string; name: string }>>('/projects')
  const found = results.find(({ name }) => name.startsWith(named))
  if (!found) throw new Error('the demonstration is not there')
  return found.id
}

/** An accepted task: one with objects on it. */
export async function documentedTask(api: Api, project: string): Promise<string> {
  const { results } = await api.get<Listed<Task>>(`/projects/${project}/tasks?state=accepted`)
  const [found] = results
  if (!found) throw new Error('nothing is accepted in the demonstration')
  return found.id
}
