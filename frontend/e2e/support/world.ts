import { randomUUID } from 'node:crypto'
import { type Api, apiOf, type Person } from './people'
import type { World } from './screens'
import { demoProject, documentedTask, type Listed } from './work'

interface Named {
  readonly id: string
}

async function first(api: Api, path: string): Promise<string> {
  const { results } = await api.get<Listed<Named>>(path)
  const [found] = results
  if (!found) throw new Error(`the demonstration has nothing under ${path}`)
  return found.id
}

/** A fresh invitation, for the one page that shows it to a stranger. */
async function invite(): Promise<string> {
  const olga = await apiOf('olga')
  const organisation = await first(olga, '/organisations')
  const email = `${randomUUID()}@example.com`
  const { link } = await olga.post<{ link: string }>('/invitations', { email, organisation })
  return link.slice(link.lastIndexOf('/') + 1)
}

/** What each person would open in the workbench: their own work, what waits for review, what is done. */
async function tasksOf(api: Api, project: string): Promise<Partial<Record<Person, string>>> {
  const inState = (state: string) => first(api, `/projects/${project}/tasks?state=${state}`)
  return { bob: await inState('returned'), carol: await inState('submitted') }
}

/** Finds in the demonstration what the screens show. */
export async function findWorld(): Promise<World> {
  const alice = await apiOf('alice')
  const project = await demoProject(alice)
  return {
    project,
    tasks: await tasksOf(alice, project),
    accepted: await documentedTask(alice, project),
    recording: await documentedTask(alice, await demoProject(alice, 'Meeting')),
    import: await first(alice, `/projects/${project}/imports`),
    sample: await first(alice, `/projects/${project}/samples`),
    delivery: await first(alice, '/deliveries'),
    job: await first(alice, '/jobs'),
    invitation: await invite(),
  }
}
