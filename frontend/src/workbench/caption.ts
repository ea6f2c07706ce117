import { useMemo } from 'react'
import type { Annotation } from '../core/patch'
import { useWorkbench } from './context'
import { useComputed } from './use-value'

/** What tells an annotation from others of its label; empty where its place on the stage says all. */
export function useCaptionOf(): (record: Annotation) => string {
  const { modality, editor } = useWorkbench().session
  return useMemo(() => (record) => modality.caption?.(editor, record) ?? '', [modality, editor])
}

/** The same of one annotation; drawn again when it changes. */
export function useCaption(record: Annotation): string {
  const captionOf = useCaptionOf()
  return useComputed(() => captionOf(record), [captionOf, record])
}
