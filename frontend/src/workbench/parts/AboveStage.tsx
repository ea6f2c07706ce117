import { type ComponentType, lazy, Suspense, useMemo } from 'react'
import type { Editor } from '../../core/editor'
import { useWorkbench } from '../context'
import { useComputed } from '../use-value'
import classes from './parts.module.css'

/** Whether the modality has something to show above its stage. */
export function useAbove(): boolean {
  const { modality, editor } = useWorkbench().session
  return useComputed(() => modality.above?.shown(editor) ?? false, [modality, editor])
}

/** What the modality shows above its stage: how its tools paint. */
export function AboveStage() {
  const { modality, editor } = useWorkbench().session
  const load = modality.above?.load
  const Shown = useMemo(
    () => load && lazy(load as () => Promise<{ default: ComponentType<{ editor: Editor }> }>),
    [load],
  )
  return (
    <div className={classes.above}>
      <Suspense fallback={null}>{Shown && <Shown editor={editor} />}</Suspense>
    </div>
  )
}
