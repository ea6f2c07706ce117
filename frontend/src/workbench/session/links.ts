import { goTo } from './pins'
import type { Session } from './session'

/** What the address of the page says beside the task, and how it is told of changes. */
export interface Links {
  /** Annotation to begin at. */
  readonly object: string | null
  /** Issue to begin at. */
  readonly issue: string | null
  select(object: string | null): void
}

const SETTLE_MS = 300

/** Begin where the link points, and keep the link pointing at what is selected. */
export function followLinks(session: Session, links: Links): void {
  const { editor, scope, shell, issues } = session
  let pointed = false
  scope.effect(() => {
    if (pointed || !editor.view.camera.value) return
    pointed = true
    const issue = issues.peek().find(({ id }) => id === links.issue)
    if (issue) {
      shell.activeIssue.value = issue.id
      shell.show('issues')
    }
    const object = links.object ?? issue?.record ?? null
    // The stage fits the picture first.
    if (object) scope.frame(() => scope.frame(() => goTo(session, object)))
  })
  let waiting: () => void = () => undefined
  scope.effect(() => {
    const { size } = editor.selection.value
    const [only = null] = size === 1 ? editor.selection.value : []
    waiting()
    if (pointed) waiting = scope.timeout(() => links.select(only), SETTLE_MS)
  })
}
