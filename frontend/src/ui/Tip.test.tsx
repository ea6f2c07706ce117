import { act, useState } from 'react'
import { expect, test } from 'vitest'
import { render, settle } from '../test/render'
import { Tip, TipLayer } from './Tip'

interface Said {
  readonly label: string
  readonly disabled?: boolean
  readonly isThere?: boolean
}
let say: (next: Said) => void

function Page() {
  const [{ label, disabled = false, isThere = true }, set] = useState<Said>({ label: 'Saves it' })
  say = set
  return (
    <>
      {isThere && (
        <Tip label={label} disabled={disabled}>
          <button type="button" id="one">
            One
          </button>
        </Tip>
      )}
      <TipLayer />
    </>
  )
}

const words = () => document.querySelector('#gw-tip')?.textContent ?? null

async function point(name: 'pointerover' | 'pointerout', pointerType = 'mouse') {
  const event = new PointerEvent(name, { bubbles: true, pointerType })
  await act(async () => void document.querySelector('#one')?.dispatchEvent(event))
  await settle(420)
}

const change = (next: Said) => act(async () => say(next))

test('words are there while a pointer rests, follow what is said, and go with their element', async () => {
  await render(<Page />)
  expect(words()).toBeNull()
  await point('pointerover')
  expect(words()).toBe('Saves it')
  expect(document.querySelector('#one')?.getAttribute('aria-describedby')).toBe('gw-tip')
  await change({ label: 'Saved' })
  expect(words()).toBe('Saved')
  await change({ label: 'Saved', isThere: false })
  expect(words()).toBeNull()
})

test('nothing is said where nothing is to be said, nor to a finger', async () => {
  await render(<Page />)
  await point('pointerover', 'touch')
  expect(words()).toBeNull()
  await point('pointerout')
  await point('pointerover')
  await change({ label: '', disabled: true })
  expect(words()).toBeNull()
})

test('nothing is said of what is gone before the pointer has rested', async () => {
  await render(<Page />)
  const enter = new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' })
  await act(async () => void document.querySelector('#one')?.dispatchEvent(enter))
  await change({ label: 'Saves it', isThere: false })
  await settle(420)
  expect(words()).toBeNull()
})
