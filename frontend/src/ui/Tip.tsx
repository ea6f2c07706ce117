import { Tooltip, type TooltipProps } from '@mantine/core'
import {
  cloneElement,
  type HTMLAttributes,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useEffect,
  useRef,
  useSyncExternalStore,
} from 'react'

/** A pointer that rests for so long wants to know, in ms. */
const REST_MS = 400

type Place = NonNullable<TooltipProps['position']>

interface Shown {
  /** Whose it is: words may change while it is there. */
  readonly owner: object
  readonly target: HTMLElement
  readonly label: ReactNode
  readonly position: Place
}

let shown: Shown | null = null
let resting: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function show(next: Shown | null): void {
  clearTimeout(resting)
  if (next === shown) return
  shown = next
  for (const each of listeners) each()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

type ChildProps = HTMLAttributes<HTMLElement> & { ref?: Ref<HTMLElement> }

interface Props extends ChildProps {
  readonly label: ReactNode
  readonly position?: Place
  readonly disabled?: boolean
  readonly children: ReactElement<ChildProps>
}

/**
 * Words under a pointer that rests on `children`, an element that takes pointer events.
 *
 * There are many at once and one is seen: each is two handlers, and the one `TipLayer` of the page draws it. What else is given to it goes
 * to the element.
 */
export function Tip({ label, position = 'top', disabled = false, children, ...rest }: Props) {
  const owner = useRef(null)
  useEffect(() => {
    if (shown?.owner !== owner) return
    if (disabled) show(null)
    else if (shown.label !== label) show({ ...shown, label })
  })
  useEffect(
    () => () => {
      if (shown?.owner === owner) show(null)
    },
    [],
  )
  const enter = (event: PointerEvent<HTMLElement>) => {
    children.props.onPointerEnter?.(event)
    if (disabled || event.pointerType === 'touch') return
    const target = event.currentTarget
    clearTimeout(resting)
    resting = setTimeout(() => {
      if (target.isConnected) show({ owner, target, label, position })
    }, REST_MS)
  }
  const leave = (event: PointerEvent<HTMLElement>) => {
    children.props.onPointerLeave?.(event)
    show(null)
  }
  return cloneElement(children, { ...rest, onPointerEnter: enter, onPointerLeave: leave })
}

/** Where the words of every `Tip` are drawn; once, inside the theme. */
export function TipLayer() {
  const now = useSyncExternalStore(subscribe, () => shown)
  useEffect(() => {
    now?.target.setAttribute('aria-describedby', 'gw-tip')
    return () => now?.target.removeAttribute('aria-describedby')
  }, [now])
  if (!now) return null
  return (
    <Tooltip
      target={now.target}
      label={<span id="gw-tip">{now.label}</span>}
      position={now.position}
      opened
      multiline
      w="max-content"
      maw={320}
    />
  )
}
