import { IconAlertTriangle } from '@tabler/icons-react'
import { createContext, useCallback, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './schema.module.css'
import type { Problem } from './types'

const Context = createContext<readonly Problem[]>([])
export const ProblemsProvider = Context.Provider

function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation('schema')
  return useCallback(
    (problem) => t(`problem.${problem.code}`, { ...problem.params, defaultValue: problem.message }),
    [t],
  )
}

/** What is wrong at one place, as the `error` of a field: `<TextInput {...field('labels[0].key')} />`. */
export function useFieldProblem(): (path: string) => { error?: string } {
  const problems = useContext(Context)
  const text = useProblemText()
  return useCallback(
    (path) => {
      const found = problems.find((each) => each.path === path && each.severity === 'error')
      return found ? { error: text(found) } : {}
    },
    [problems, text],
  )
}

/** The worst of what is wrong at a place or inside it. */
export function useSeverity(): (path: string) => Problem['severity'] | null {
  const problems = useContext(Context)
  return useCallback(
    (path) => {
      const inside = problems.filter(
        (each) =>
          each.path === path ||
          each.path.startsWith(`${path}.`) ||
          each.path.startsWith(`${path}[`),
      )
      if (inside.length === 0) return null
      return inside.some(({ severity }) => severity === 'error') ? 'error' : 'warning'
    },
    [problems],
  )
}

/** Everything said of one place, for parts that have no field to say it. */
export function ProblemLines({ path }: { path: string }) {
  const problems = useContext(Context).filter((each) => each.path === path)
  const text = useProblemText()
  return problems.map((problem) => (
    <p key={problem.code} className={classes.problem} data-severity={problem.severity}>
      <IconAlertTriangle size={13} aria-hidden="true" />
      {text(problem)}
    </p>
  ))
}
