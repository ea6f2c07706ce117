/** Shapes and the arrows between them: drawn, saved, gone with the object they point at, and back after undo. */
import { expect, test } from '@playwright/test'
import { apiOf, browserOf } from './support/people'
import { Stage } from './support/stage'
import { recordsOf, takeTask } from './support/work'

test.describe.configure({ timeout: 90_000 })

interface Schema {
  readonly version: number
  readonly content: {
    readonly labels: readonly { readonly key: string; readonly kinds: readonly string[] }[]
  }
}

/** The labels of the project, people as ellipses too, and a type of relation. */
async function allowRelations(project: string): Promise<void> {
  const alice = await apiOf('alice')
  const { version, content } = await alice.get<Schema>(`/projects/${project}/schema`)
  const labels = content.labels.map((label) =>
    label.key === 'person' ? { ...label, kinds: [...label.kinds, 'ellipse'] } : label,
  )
  const rides = {
    key: 'rides',
    name: { en: 'Rides', zh: '骑行' },
    color: '#f032e6',
    hotkey: '9',
    kinds: ['relation'],
    attributes: [],
  }
  await alice.post(`/projects/${project}/schema-versions`, {
    base_version: version,
    content: { ...content, labels: [...labels, rides] },
  })
}

test('bob relates what he draws', async ({ browser }) => {
  const work = await takeTask()
  await allowRelations(work.project)
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, work.task)
  const kinds = async () => (await recordsOf(work.document)).map(({ kind }) => kind).sort()

  await page.keyboard.press('4')
  await stage.drag([0.2, 0.3], [0.3, 0.6], 'Alt+a')
  await stage.shows(1)
  await page.keyboard.press('5')
  await stage.press('Shift+B', [0.6, 0.4])
  for (const at of [
    [0.5, 0.5],
    [0.7, 0.5],
    [0.6, 0.6],
  ] as const) {
    await stage.click(at)
  }
  await stage.shows(2)

  await page.keyboard.press('9')
  await stage.drag([0.25, 0.45], [0.6, 0.5], 'Alt+r')
  await stage.shows(3)
  await stage.status('saved')
  await expect.poll(kinds).toEqual(['box', 'ellipse', 'relation'])

  // The arrow goes with the object it points at, in one step.
  await page.keyboard.press('Escape')
  await stage.click([0.6, 0.5])
  await page.keyboard.press('Delete')
  await stage.shows(1)
  await stage.status('saved')
  await expect.poll(kinds).toEqual(['ellipse'])
  await page.keyboard.press('Control+z')
  await stage.shows(3)
  await stage.status('saved')

  await page.reload()
  await stage.ready()
  await stage.shows(3)
})
