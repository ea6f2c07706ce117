import {
  IconAlertTriangle,
  IconBook,
  IconHistory,
  IconLayersDifference,
  IconListDetails,
  IconMessage,
  IconSparkles,
  IconStack2,
  IconUsers,
} from '@tabler/icons-react'
import { type KeyboardEvent, lazy, type PointerEvent, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Tip } from '../../ui/Tip'
import { useCommand, useWorkbench } from '../context'
import { isOpen } from '../session/findings'
import type { Tab } from '../session/shell-state'
import { useComputed, useValue } from '../use-value'
import classes from './sidebar.module.css'

const ICONS = {
  changes: IconHistory,
  objects: IconStack2,
  details: IconListDetails,
  suggestions: IconSparkles,
  issues: IconMessage,
  findings: IconAlertTriangle,
  guidelines: IconBook,
  answers: IconUsers,
  compare: IconLayersDifference,
} as const

const PANELS = {
  changes: lazy(() => import('../panels/Changes')),
  objects: lazy(() => import('../panels/Objects')),
  details: lazy(() => import('../panels/Details')),
  suggestions: lazy(() => import('../panels/Suggestions')),
  issues: lazy(() => import('../panels/Issues')),
  findings: lazy(() => import('../panels/Findings')),
  guidelines: lazy(() => import('../panels/Guidelines')),
  answers: lazy(() => import('../panels/Answers')),
  compare: lazy(() => import('../compare/ComparePanel')),
} as const

/** How many things wait in a tab; 0 shows nothing. */
function useCount(tab: Tab): number {
  const { session } = useWorkbench()
  return useComputed(() => {
    if (tab === 'suggestions') return session.editor.offered.value.size
    if (tab === 'issues') return session.issues.value.filter(({ state }) => state === 'open').length
    if (tab !== 'findings') return 0
    const refused = session.saving.all.flatMap((sync) => sync.refused.value)
    return session.findings.value.filter(isOpen).length + refused.length
  }, [session, tab])
}

function TabButton({ tab }: { tab: Tab }) {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const active = useValue(shell.tab) === tab
  const count = useCount(tab)
  const keys = useCommand(`panel.${tab}`)?.keys ?? ''
  const Sign = ICONS[tab]
  const name = t(`panel.${tab}`)
  return (
    <Tip label={`${name} ${keys}`}>
      <button
        type="button"
        role="tab"
        id={`tab-${tab}`}
        aria-selected={active}
        aria-controls="sidebar-panel"
        aria-label={count > 0 ? `${name}, ${count}` : name}
        className={classes.tab}
        onClick={() => shell.show(tab)}
      >
        {active ? <span>{name}</span> : <Sign size={16} stroke={1.6} />}
        {count > 0 && (
          <span className={classes.count} data-tone={tab}>
            {count > 999 ? '999+' : count}
          </span>
        )}
      </button>
    </Tip>
  )
}

/** The edge between canvas and sidebar: drag it, or use the arrow keys on it. */
function Edge() {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const width = useValue(shell.width)
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons === 1) shell.resize(window.innerWidth - event.clientX)
  }
  const nudge = (event: KeyboardEvent) => {
    const by = { ArrowLeft: 16, ArrowRight: -16 }[event.key]
    if (!by) return
    event.preventDefault()
    shell.resize(shell.width.peek() + by)
    shell.remember()
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('resize')}
      aria-valuenow={width}
      className={classes.edge}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onPointerUp={() => shell.remember()}
      onKeyDown={nudge}
    />
  )
}

export function Sidebar() {
  const { t } = useTranslation('workbench')
  const { shell } = useWorkbench().session
  const tab = useValue(shell.tab)
  const Panel = PANELS[tab]
  return (
    <aside className={classes.sidebar} aria-label={t('sidebar')}>
      <Edge />
      <div role="tablist" className={classes.tabs}>
        {shell.tabs.map((one) => (
          <TabButton key={one} tab={one} />
        ))}
      </div>
      <div
        role="tabpanel"
        id="sidebar-panel"
        aria-labelledby={`tab-${tab}`}
        className={classes.panel}
      >
        <Suspense fallback={null}>
          <Panel />
        </Suspense>
      </div>
    </aside>
  )
}
