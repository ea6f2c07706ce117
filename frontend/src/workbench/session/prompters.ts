import type { Prompter } from '../../core/prompts'
import type { Session } from './session'

/** The models that may be asked about the picture of the task, each tied to it. */
export function promptersOf({ api, bundle }: Session): readonly Prompter[] {
  const task = bundle.task.id
  return (bundle.prompters ?? []).map(({ id, name, version }) => ({
    id,
    name,
    version,
    read: (frame) => api.prompts.read(task, id, frame),
    reading: (frame) => api.prompts.reading(task, id, frame),
    ask: (prompt, frame) => api.prompts.ask(task, id, prompt, frame),
    fit: (click) => api.prompts.fit(task, id, click),
  }))
}
