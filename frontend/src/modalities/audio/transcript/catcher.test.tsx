import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import { newAnnotation } from '../../../core/create'
import { Document } from '../../../core/document'
import { Editor } from '../../../core/editor'
import { segment } from '../../../kinds'
import { OPEN_LANE } from '../items'
import { audioOf } from '../state'
import { Catcher } from './Catcher'
import { TextField } from './TextField'

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)

test('an input method at work is not broken off when the field of a new text comes; the text goes there after it', () => {
  const made = newAnnotation('segment', { start: 0, stop: 10, ...OPEN_LANE })
  const schema = { labels: [], questions: [] }
  const extent = { width: 1, height: 1 }
  const editor = new Editor({ work: new Document([made]), kinds: [segment], schema, extent })
  const root = createRoot(document.body.appendChild(document.createElement('div')))
  const field = (
    <div data-record={made.id}>
      <TextField
        editor={editor}
        id={made.id}
        text=""
        label=""
        rules={undefined}
        seconds={1}
        disabled={false}
      />
    </div>
  )
  act(() => root.render([<Catcher key="catcher" editor={editor} />]))
  act(() => audioOf(editor).write(made.id))
  const catcher = document.activeElement as HTMLTextAreaElement
  const happens = (type: string, text: string) =>
    act(() => {
      catcher.value = text
      catcher.dispatchEvent(new Event(type, { bubbles: true }))
    })
  happens('compositionstart', '')
  happens('input', 'guang')
  act(() =>
    root.render([<Catcher key="catcher" editor={editor} />, <div key="field">{field}</div>]),
  )
  expect(document.activeElement?.closest('[data-record]')).toBeNull()
  happens('compositionend', '广州')
  expect(document.activeElement?.closest('[data-record]')).not.toBeNull()
  expect(editor.work.get(made.id)?.data).toMatchObject({ text: '广州' })
  act(() => root.unmount())
})
