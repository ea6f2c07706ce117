import { Loader } from '@mantine/core'
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/ErrorState'
import { useWorkbench } from '../context'
import { useComputed, useValue } from '../use-value'
import own from './compare.module.css'
import { useLayerName } from './layer-name'
import { areStacked } from './layout'
import { openPanes } from './pane'
import { COLORS, overlaid, overSchema, relabelled, SIDES } from './things'

const LOOKS = Object.keys(COLORS) as (keyof typeof COLORS)[]

/** What the colours of the difference mean. */
function Legend() {
  const { t } = useTranslation('workbench')
  return (
    <span className={own.legend}>
      {LOOKS.map((look) => (
        <span key={look} className={own.meaning}>
          <span className={own.colour} style={{ background: COLORS[look] }} />
          {t(`compare.look-of.${look}`)}
        </span>
      ))}
    </span>
  )
}

/** Where the other pane's pointer is in this one. */
function Cross({ at }: { at: number }) {
  const { comparing } = useWorkbench().session
  const place = useComputed(() => comparing.pointed.value, [comparing])
  if (!place || place.from === at) return null
  return (
    <span className={own.cross} style={{ translate: `${place.x}px ${place.y}px` }} aria-hidden />
  )
}

/** Whether two panes lie one above the other: where that shows the picture larger. */
function useStacked(place: RefObject<HTMLElement | null>, isPair: boolean): boolean {
  const { extent } = useWorkbench().session.editor
  const [isStacked, set] = useState(false)
  useLayoutEffect(() => {
    const element = place.current
    if (!element || !isPair) return
    const measure = () => set(areStacked(element.clientWidth, element.clientHeight, extent))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place, extent, isPair])
  return isStacked
}

function Panes({ isOver }: { isOver: boolean }) {
  const { session } = useWorkbench()
  const { comparing, editor } = session
  const places = useRef<HTMLDivElement>(null)
  const nameOf = useLayerName()
  const [ready, setReady] = useState(0)
  const layers = useValue(comparing.layers) ?? []
  const plain = useValue(editor.schema)
  const keys = [useValue(comparing.left), useValue(comparing.right)]
  const names = keys.map((key) => {
    const layer = layers.find((one) => one.key === key)
    return layer ? nameOf(layer) : ''
  })
  const changes = useComputed(() => relabelled(comparing.things.value).join('\n'), [comparing])
  const schema = useMemo(
    () => (isOver ? overSchema(plain, changes.split('\n')) : plain),
    [plain, isOver, changes],
  )
  const isStacked = useStacked(places, !isOver)
  const titles = isOver ? [names.join(' ↔ ')] : names
  useEffect(() => {
    const hosts = [...(places.current?.querySelectorAll<HTMLElement>('[data-host]') ?? [])]
    setReady(0)
    const onReady = () => setReady((count) => count + 1)
    const opened = openPanes(session, { hosts, schema, onReady }, () =>
      overlaid(comparing.shown.value, editor.kinds),
    )
    return () => opened.close()
  }, [session, comparing, editor, schema])
  return (
    <div
      ref={places}
      className={own.panes}
      data-stacked={isStacked || undefined}
      data-testid="comparison"
      data-shown={ready >= titles.length}
    >
      {titles.map((title, at) => (
        <section key={SIDES[at]} className={own.pane} aria-label={title}>
          <header className={own.title}>
            <span className={own.layer} title={title}>
              {title}
            </span>
            {isOver && <Legend />}
          </header>
          <div className={own.host}>
            <div data-host className={own.stage} />
            {!isOver && <Cross at={at} />}
          </div>
        </section>
      ))}
    </div>
  )
}

/** Two layers in place of the stage: side by side, or over each other as they differ. */
export default function Comparison() {
  const { comparing } = useWorkbench().session
  const mode = useValue(comparing.mode)
  const comparison = useValue(comparing.comparison)
  const layers = useValue(comparing.layers)
  const error = useValue(comparing.error)
  useEffect(() => void comparing.open(), [comparing])
  if (error !== null) {
    return (
      <div className={own.cover}>
        <ErrorState error={error} onRetry={() => void comparing.open()} />
      </div>
    )
  }
  if (layers && !comparison && layers.length < 2) return null
  return (
    <div className={own.cover}>
      {comparison ? <Panes key={mode} isOver={mode === 'over'} /> : <Loader m="auto" />}
    </div>
  )
}
