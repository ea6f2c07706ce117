import { ActionIcon, Loader, useComputedColorScheme } from '@mantine/core'
import { computed, signal } from '@preact/signals-core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keyedFor } from '../core/commands'
import type { Language } from '../core/schema'
import { ErrorState } from '../ui/ErrorState'
import type { WorkbenchApi } from './api/workbench-api'
import { type Workbench as Loaded, WorkbenchProvider } from './context'
import { Shell } from './Shell'
import { shellCommands } from './session/commands'
import { Flow, type Navigation } from './session/flow'
import { issueCommand } from './session/issue-command'
import { Keyboard } from './session/keyboard'
import { followLinks, type Links } from './session/links'
import { openSession, type Session, type Surroundings } from './session/session'
import { StageContext } from './stage-context'
import classes from './workbench.module.css'

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

type State = { readonly loaded: Loaded } | { readonly error: unknown } | null

/** Opens the task, and closes it when the person goes on. */
function useLoaded(props: WorkbenchProps, surroundings: Surroundings, attempt: number): State {
  const [state, setState] = useState<State>(null)
  const { api, task } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once per task; the rest is stable or read once
  useEffect(() => {
    let session: Session | null = null
    let gone = false
    setState(null)
    openSession(api, task, surroundings).then(
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

function Blank({ onLeave, children }: { onLeave: () => void; children: ReactNode }) {
  const { t } = useTranslation('workbench')
  return (
    <div className={classes.blank}>
      <header className={classes.blankBar}>
        <ActionIcon size={28} onClick={onLeave} aria-label={t('command.task.leave')}>
          <IconArrowLeft size={16} />
        </ActionIcon>
      </header>
      {children}
    </div>
  )
}

/** One task in its editor: for labelling, reviewing, and looking. */
export function Workbench(props: WorkbenchProps) {
  const { t } = useTranslation('workbench')
  const surroundings = useSurroundings(props.person)
  const [attempt, setAttempt] = useState(0)
  const state = useLoaded(props, surroundings, attempt)
  const stage = useMemo(() => signal(null), [])
  if (!state) {
    return (
      <Blank onLeave={props.to.leave}>
        <div className={classes.skeleton} style={{ display: 'grid', placeItems: 'center' }}>
          <Loader aria-label={t('loading')} />
        </div>
      </Blank>
    )
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
