import { effect } from '@preact/signals-core'
import { useEffect, useRef } from 'react'
import type { Annotation } from '../../core/patch'
import { useWorkbench } from '../context'

/** What is looked at beside the work goes when something else is selected, or nothing, and with the panel. */
export function usePassingGhosts(): void {
  const { editor } = useWorkbench().session
  useEffect(() => {
    const clear = () => {
      editor.view.ghosts.value = []
    }
    const stop = effect(() => {
      editor.selection.value
      clear()
    })
    return () => {
      stop()
      clear()
    }
  }, [editor])
}

/** Annotations beside the work as long as the pointer is on their row; `keep` goes on showing them. */
export function useGlance(records: readonly Annotation[]) {
  const { view } = useWorkbench().session.editor
  const before = useRef<readonly Annotation[]>([])
  return {
    enter: () => {
      before.current = view.ghosts.peek()
      view.ghosts.value = records
    },
    leave: () => {
      view.ghosts.value = before.current
    },
    keep: () => {
      before.current = records
      view.ghosts.value = records
    },
  }
}
