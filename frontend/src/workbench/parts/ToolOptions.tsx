import { type ComponentType, lazy, Suspense, useMemo } from 'react'
import type { Editor } from '../../core/editor'
import { useWorkbench } from '../context'

type Part = ComponentType<{ editor: Editor }>

/** What the modality shows over its stage while some tool is in the hand: the size of a brush. */
export function ToolOptions() {
  const { modality, editor } = useWorkbench().session
  const load = modality.options
  const Shown = useMemo(() => load && lazy(load as () => Promise<{ default: Part }>), [load])
  if (!Shown) return null
  return (
    <Suspense fallback={null}>
      <Shown editor={editor} />
    </Suspense>
  )
}
