import { useEffect, useRef } from 'react'
import type { Editor } from '../../../core/editor'
import { audioOf } from '../state'
import classes from './transcript.module.css'

const hasField = (id: string): boolean =>
  document.querySelector(`[data-record="${CSS.escape(id)}"] textarea`) !== null

/**
 * Has the keyboard from the wish to write until the field of that text is on the page, which for a new segment in a
 * long list may take a moment: what is typed meanwhile is text, not keys of commands.
 */
export function Catcher({ editor }: { editor: Editor }) {
  const own = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const { wanted, caught } = audioOf(editor)
    return wanted.subscribe((wish) => {
      if (!own.current || !wish || hasField(wish.id)) return
      own.current.value = ''
      caught.value = ''
      own.current.focus()
    })
  }, [editor])
  return (
    <div data-stage-text className={classes.catcher}>
      <textarea
        ref={own}
        tabIndex={-1}
        aria-hidden
        onInput={(event) => {
          audioOf(editor).caught.value = event.currentTarget.value
        }}
        onCompositionStart={() => {
          audioOf(editor).catching.value = true
        }}
        onCompositionEnd={(event) => {
          audioOf(editor).caught.value = event.currentTarget.value
          audioOf(editor).catching.value = false
        }}
      />
    </div>
  )
}
