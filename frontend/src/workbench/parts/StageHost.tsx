import {
  type CSSProperties,
  lazy,
  Suspense,
  useContext,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { ErrorState } from '../../ui/ErrorState'
import { AttributeBar } from '../attributes/AttributeBar'
import { useWorkbench } from '../context'
import { promptersOf } from '../session/prompters'
import { StageContext } from '../stage-context'
import { useValue } from '../use-value'
import { AboveStage, useAbove } from './AboveStage'
import { Banner } from './Banner'
import { BelowStage } from './BelowStage'
import { NoticeLine } from './NoticeLine'
import { type MenuAt, ObjectMenu } from './ObjectMenu'
import classes from './parts.module.css'
import { ToolOptions } from './ToolOptions'

const Comparison = lazy(() => import('../compare/Comparison'))

/** How high the titles of what is compared are. */
const TITLES = 30

/** The modality's stage. React gives it a place and nothing else. */
export function StageHost() {
  const { session } = useWorkbench()
  const holder = useContext(StageContext)
  const host = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<unknown>(null)
  const [menu, setMenu] = useState<MenuAt | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [shown, setShown] = useState(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt mounts a new stage
  useLayoutEffect(() => {
    const { modality, editor, bundle, surroundings, shell } = session
    const stage = modality.createStage(editor, {
      asset: { ...bundle.asset, ...editor.extent },
      prompters: promptersOf(session),
      theme: surroundings.theme,
      language: surroundings.language,
      onReady: () => setShown(true),
      onError: setError,
      onMenu: setMenu,
      onPinPress: (issue) => {
        shell.activeIssue.value = issue
        shell.show('issues')
      },
    })
    if (host.current) stage.mount(host.current)
    holder.value = stage
    return () => {
      holder.value = null
      stage.dispose()
    }
  }, [session, holder, attempt])

  const share = useValue(session.shell.beside)
  const isComparing = useValue(session.comparing.isOn)
  const hasAbove = useAbove()
  const below = session.modality.beside ? { '--below': `${share * 100}%` } : {}
  const head = { '--head': `${isComparing ? TITLES : (session.modality.head ?? 0)}px` }
  const places = { ...below, ...head, ...(hasAbove ? { '--above': '36px' } : {}) }
  return (
    <main
      className={classes.stage}
      style={places as CSSProperties}
      data-testid="stage"
      data-shown={shown}
    >
      {hasAbove && !isComparing && <AboveStage />}
      <div ref={host} className={classes.host} />
      <BelowStage />
      {isComparing ? (
        <Suspense fallback={null}>
          <Comparison />
        </Suspense>
      ) : (
        <>
          <ToolOptions />
          <AttributeBar />
        </>
      )}
      {error !== null && (
        <div className={classes.stageError}>
          <ErrorState
            error={error}
            onRetry={() => {
              setError(null)
              setAttempt(attempt + 1)
            }}
          />
        </div>
      )}
      <Banner />
      <NoticeLine />
      <ObjectMenu at={menu} onClose={() => setMenu(null)} />
    </main>
  )
}
