import { expect, test } from 'vitest'
import { opened } from '../testing/opened'
import { carried, carryCommands, carryOver } from './carry'

test('the selected objects are carried over, or all; what became of it is said', async () => {
  const { api, session } = await opened()
  const { editor, shell } = session
  const all = carried(editor).ids
  expect(all.length).toBeGreaterThan(1)
  const [first = ''] = all
  editor.select([first])
  expect(carried(editor)).toEqual({ ids: [first], isSelection: true })
  const [command] = carryCommands(session)
  expect(command?.enabled(editor)).toBe(true)
  command?.run(editor)
  expect(shell.dialog.value).toEqual({ kind: 'carry-over' })
  await carryOver(session, [first], 3)
  expect(api.asked).toContain(`carry-over task-4 ${first}`)
  expect(shell.dialog.value).toBeNull()
  expect(shell.notice.value).toMatchObject({ key: 'carried', params: { pictures: 3, objects: 3 } })
  session.dispose()
})
