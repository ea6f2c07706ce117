import { useComputedColorScheme } from '@mantine/core'
import { computed, signal } from '@preact/signals-core'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keyedFor } from '../core/commands'
import type { Language } from '../core/schema'
import { ErrorState } from '../ui/ErrorState'
import { type FirstLook, firstLook } from './api/ahead'
import type { WorkbenchApi } from './api/workbench-api'
import { type Workbench as Loaded, WorkbenchProvider } from './context'
import { Blank, Opening } from './Opening'
import { Shell } from './Shell'
import { shellCommands } from './session/commands'
import { Flow, type Navigation } from './session/flow'
import { issueCommand } from './session/issue-command'
import { Keyboard } from './session/keyboard'
import { followLinks, type Links } from './session/links'
import { openSession, type Session, type Surroundings } from './session/session'
import { StageContext } from './stage-context'

export interface WorkbenchProps {
  readonly api: WorkbenchApi
  readonly task: string
  readonly person: string
  /** Stored preferences of the person; `keymap` is ours. */
  readonly preferences: { readonly [key: string]: unknown }
  readonly to: Navigation
  readonly links: Links
}

/** Theme and language of the page as signals, for what is not React. */
function useSurroundings(person: string): Surroundings {
  const scheme = useComputedColorScheme('light')
  const { i18n } = useTranslation()
  const language: Language = i18n.language === 'zh' ? 'zh' : 'en'
  const surroundings = useMemo(
    () => ({
      person,
      theme: signal<'light' | 'dark'>('light'),
      language: signal<Language>('en'),
    }),
    [person],
  )
  useEffect(() => {
    surroundings.theme.value = scheme
    surroundings.language.value = language
  }, [surroundings, scheme, language])
  // The first stage is made before effects run.
  if (surroundings.theme.peek() !== scheme) surroundings.theme.value = scheme
  if (surroundings.language.peek() !== language) surroundings.language.value = language
  return surroundings
}

function assemble(session: Session, { to, preferences, links }: WorkbenchProps): Loaded {
  const flow = new Flow(session, to)
  const own = [...shellCommands(session, flow), issueCommand(session)]
  const commands = computed(() =>
    keyedFor(session.modality, [...own, ...session.editorCommands.value]),
  )
  const keyboard = new Keyboard(session, commands, preferences.keymap)
  followLinks(session, links)
  return { session, flow, keyboard }
}

type State =
  | { readonly loaded: Loaded }
  | { readonly look: FirstLook }
  | { readonly error: unknown }
  | null

/** The first look is not waited for longer than this, in ms. */
const PATIENCE_MS = 1000

const after = (ms: number): Promise<null> =>
  new Promise((resolve) => setTimeout(() => resolve(null), ms))

/** The page has drawn what was given to it; one that nobody sees draws nothing. */
const drawn = (): Promise<unknown> =>
  Promise.race([
    after(100),
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  ])

/** Opens the task, and closes it when the person goes on. */
function useLoaded(props: WorkbenchProps, surroundings: Surroundings, attempt: number): State {
  const [state, setState] = useState<State>(null)
  const { api, task } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once per task; the rest is stable or read once
  useEffect(() => {
    let session: Session | null = null
    let gone = false
    setState(null)
    const lookFirst = async () => {
      const look = await Promise.race([firstLook(task), after(PATIENCE_MS)])
      if (!look || gone) return
      setState({ look })
      await drawn()
    }
    openSession(api, task, surroundings, lookFirst).then(
      (opened) => {
        if (gone) return opened.dispose()
        session = opened
        setState({ loaded: assemble(opened, props) })
      },
      (error: unknown) => !gone && setState({ error }),
    )
    return () => {
      gone = true
      session?.dispose()
    }
  }, [api, task, surroundings, attempt])
  return state
}

/** One task in its editor: for labelling, reviewing, and looking. */
export function Workbench(props: WorkbenchProps) {
  const surroundings = useSurroundings(props.person)
  const [attempt, setAttempt] = useState(0)
  const state = useLoaded(props, surroundings, attempt)
  const stage = useMemo(() => signal(null), [])
  if (!state || 'look' in state) {
    return <Opening look={state?.look ?? null} onLeave={props.to.leave} />
  }
  if ('error' in state) {
    return (
      <Blank onLeave={props.to.leave}>
        <ErrorState error={state.error} onRetry={() => setAttempt(attempt + 1)} />
      </Blank>
    )
  }
  return (
    <WorkbenchProvider value={state.loaded}>
      <StageContext.Provider value={stage}>
        <Shell />
      </StageContext.Provider>
    </WorkbenchProvider>
  )
}
