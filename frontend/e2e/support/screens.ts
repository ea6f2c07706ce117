import type { Person } from './people'

/** Who looks: a person of the demonstration, or somebody who has not signed in. */
export type Viewer = Person | 'nobody'

/** Identities of the things that screens show. */
export interface World {
  readonly project: string
  readonly import: string
  readonly sample: string
  readonly delivery: string
  readonly job: string
  readonly invitation: string
  /** One task for each viewer who may open it, in the state that they would meet it in. */
  readonly tasks: Readonly<Partial<Record<Viewer, string>>>
  readonly accepted: string
  /** An accepted recording with what is said in it. */
  readonly recording: string
}

/** One screen, under the address of one route. */
export interface Screen {
  /** Names its pictures. */
  readonly name: string
  /** As the router writes it; a test holds that no route is without a screen. */
  readonly route: string
  /** Everybody who reaches it, who sees most first. */
  readonly viewers: readonly Viewer[]
  readonly path: (world: World, viewer: Viewer) => string
}

type Address = string | Screen['path']

function screen(name: string, route: string, viewers: readonly Viewer[], path?: Address): Screen {
  const address = path ?? route
  return { name, route, viewers, path: typeof address === 'string' ? () => address : address }
}

const PROJECT = '/projects/$projectId'
const ALL: readonly Viewer[] = ['alice', 'olga', 'dave', 'carol', 'bob', 'erin']
const INSIDE: readonly Viewer[] = ['alice', 'dave', 'carol', 'bob']
const SEES_DATA: readonly Viewer[] = ['alice', 'dave', 'carol']
const SEES_IMPORTS: readonly Viewer[] = ['alice', 'dave']
const MANAGER: readonly Viewer[] = ['alice']

function ofProject(name: string, tab: string, viewers: readonly Viewer[], query = ''): Screen {
  return screen(
    name,
    `${PROJECT}/${tab}`,
    viewers,
    ({ project }) => `/projects/${project}/${tab}${query}`,
  )
}

const quality = (view: string, viewers: readonly Viewer[] = SEES_DATA) =>
  ofProject(`quality-${view}`, 'quality', viewers, `?view=${view}`)

export const SCREENS: readonly Screen[] = [
  screen('sign-in', '/sign-in', ['nobody']),
  screen('invitation', '/invite/$token', ['nobody'], ({ invitation }) => `/invite/${invitation}`),
  screen('unsubscribe', '/unsubscribe/$subscription', ['nobody'], () => '/unsubscribe/nobody'),
  screen('home', '/', ALL),
  screen('account-profile', '/account', ALL),
  screen('account-security', '/account', ['alice'], '/account?section=security'),
  screen('account-tokens', '/account', ['alice'], '/account?section=tokens'),
  screen('projects', '/projects', ['alice', 'olga', 'dave', 'carol', 'bob']),
  screen('project-new', '/projects/new', ['alice', 'olga']),
  screen(
    'overview',
    PROJECT,
    ['alice', 'dave', 'carol', 'bob', 'erin'],
    ({ project }) => `/projects/${project}`,
  ),
  ofProject('data', 'data', SEES_DATA),
  ofProject('data-list', 'data', SEES_DATA, '?view=list'),
  ofProject('data-import', 'data/import', MANAGER),
  ofProject('imports', 'data/imports', SEES_IMPORTS),
  screen(
    'import-report',
    `${PROJECT}/data/imports/$importId`,
    SEES_IMPORTS,
    (world) => `/projects/${world.project}/data/imports/${world.import}`,
  ),
  ofProject('labels', 'labels', INSIDE),
  ofProject('guidelines', 'guidelines', INSIDE),
  ofProject('batches', 'batches', ['alice', 'dave']),
  ofProject('tasks', 'tasks', INSIDE),
  ofProject('models', 'models', MANAGER),
  ofProject('people', 'people', INSIDE),
  quality('summary'),
  quality('batches'),
  quality('findings'),
  quality('issues'),
  quality('checks'),
  screen(
    'sample',
    `${PROJECT}/quality/samples/$sampleId`,
    SEES_DATA,
    ({ project, sample }) => `/projects/${project}/quality/samples/${sample}`,
  ),
  ofProject('deliveries', 'deliveries', ['alice', 'dave', 'erin']),
  ofProject('settings', 'settings', MANAGER),
  screen('portal', '/deliveries', ['erin', 'alice']),
  screen(
    'delivery',
    '/deliveries/$deliveryId',
    ['erin'],
    ({ delivery }) => `/deliveries/${delivery}`,
  ),
  screen(
    'delivery-inside',
    `${PROJECT}/deliveries/$deliveryId`,
    ['alice', 'dave'],
    ({ project, delivery }) => `/projects/${project}/deliveries/${delivery}`,
  ),
  screen('jobs', '/jobs', ALL),
  screen('job', '/jobs/$jobId', ['alice', 'olga'], ({ job }) => `/jobs/${job}`),
  screen('installation-models', '/models', ['olga']),
  screen('admin', '/admin', ['olga']),
  screen('admin-people', '/admin/people', ['olga']),
  screen('admin-invitations', '/admin/invitations', ['olga']),
  screen('admin-organisations', '/admin/organisations', ['olga']),
  screen('admin-jobs', '/admin/jobs', ['olga']),
  screen('admin-health', '/admin/health', ['olga']),
  screen('admin-audit', '/admin/audit', ['olga']),
  screen(
    'workbench',
    '/tasks/$taskId',
    ['bob', 'alice', 'carol', 'dave'],
    ({ tasks, accepted }, viewer) => `/tasks/${tasks[viewer] ?? accepted}`,
  ),
  screen(
    'workbench-speech',
    '/tasks/$taskId',
    ['bob', 'carol'],
    ({ recording }) => `/tasks/${recording}`,
  ),
  screen('queue-done', '/tasks/done', ['bob'], ({ project }) => `/tasks/done?project=${project}`),
]
