import { afterEach, expect, test, vi } from 'vitest'
import modality from '..'
import { bitmapOf } from './bitmap'

afterEach(() => vi.unstubAllGlobals())

function watched(): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return new Response('picture')
  })
  vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }))
  return asked
}

const alive = new AbortController().signal
const file = (role: string) => ({ role, key: '', url: `/${role}`, meta: {} }) as never

test('a picture that was begun ahead is not fetched again, and is given once', async () => {
  const asked = watched()
  modality.ahead?.({ url: '/a', files: [], width: 1, height: 1 })
  await bitmapOf('/a', alive)
  expect(asked).toEqual(['/a'])
  await bitmapOf('/a', alive)
  expect(asked).toEqual(['/a', '/a'])
})

test('a picture in tiles is not fetched as a whole', () => {
  const asked = watched()
  modality.ahead?.({ url: '/gigapixel', files: [file('tiles')], width: 1, height: 1 })
  expect(asked).toEqual([])
})
