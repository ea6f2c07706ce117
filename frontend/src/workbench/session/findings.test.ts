import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { makeFindings } from '../testing/fixture'
import { opened } from '../testing/opened'
import { isBlocking } from './findings'

test('what only the server finds is asked of it again, and is gone once what it is about was changed', async () => {
  const { session } = await opened(({ document }) => {
    const [finding] = makeFindings(document.records)
    const record = document.records.find(({ kind }) => kind === 'polyline')?.id ?? null
    return { findings: finding ? [{ ...finding, severity: 'block', record }] : [] }
  })
  const { editor } = session
  const found = () => session.findings.value.filter(({ live }) => !live)
  const [first] = found()
  expect(first).toMatchObject({ severity: 'block', waiver: null })
  expect(found().filter(isBlocking)).toEqual([])
  editor.edit('change', (tx) => tx.update(first?.record ?? '', (one) => ({ ...one, z: one.z + 1 })))
  expect(found()).toEqual([])
  editor.history.undo()
  expect(found()).toHaveLength(1)
  session.dispose()
})
