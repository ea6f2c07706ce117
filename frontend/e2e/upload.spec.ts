/** What people bring in: uploads that break and go on, files that are none, pictures for the guidelines. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { bitmap, bomb, type Chosen, cut, deep, photograph, text, zip } from './support/files'
import { Line } from './support/line'
import { type Api, apiOf, baseURL, browserOf } from './support/people'
import { Stage } from './support/stage'
import type { Listed } from './support/work'

interface Asset {
  readonly id: string
  readonly name: string
}

async function assetsOf(project: string): Promise<readonly Asset[]> {
  const alice = await apiOf('alice')
  return (await alice.get<Listed<Asset>>(`/projects/${project}/assets`)).results
}

async function makeProject(api: Api): Promise<string> {
  const name = `Upload, ${new Date().toISOString()}`
  const { id } = await api.post<{ id: string }>('/projects', { template: 'detection', name })
  return id
}

async function open(browser: Browser, path: (project: string) => string): Promise<[Page, string]> {
  const project = await makeProject(await apiOf('alice'))
  const page = await (await browserOf(browser, 'alice')).newPage()
  await page.goto(path(project))
  return [page, project]
}

const importing = (project: string) => `/projects/${project}/data/import`

/** Where each part of an upload began, as the browser told the server. */
function offsetsOf(page: Page): number[] {
  const offsets: number[] = []
  page.on('request', (request) => {
    if (request.method() !== 'PATCH' || !request.url().includes('/uploads/')) return
    offsets.push(Number(request.headers()['upload-offset']))
  })
  return offsets
}

const choose = (page: Page, file: string | Chosen) =>
  page.locator('input[type=file]').first().setInputFiles(file)

test('an upload goes on where the line broke and where the page was reloaded, byte for byte', async ({
  browser,
}, info) => {
  const alice = await apiOf('alice')
  const project = await makeProject(alice)
  const bytes = bitmap(24)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = info.outputPath('large.bmp')
  writeFileSync(file, bytes)
  const line = new Line(baseURL)
  const page = await (await browserOf(browser, 'alice')).newPage()
  await page.goto(`${await line.address()}${importing(project)}`)
  const offsets = offsetsOf(page)

  const broken = line.cutAfter(8e6)
  await choose(page, file)
  await broken
  const brokenAgain = line.cutAfter(8e6)
  line.mend()
  await brokenAgain
  line.mend()
  await page.reload()
  await expect(page.getByText('large.bmp')).toBeHidden()
  await choose(page, file)

  await expect(page.getByText(`Arrived, SHA-256 ${sha256.slice(0, 12)}…`)).toBeVisible()
  const [first, second = 0, third = 0] = [...new Set(offsets)]
  expect(first).toBe(0)
  expect(second).toBeGreaterThan(0)
  expect(third).toBeGreaterThan(second)
  await page.getByRole('button', { name: /^Import 1 file/ }).click()
  await expect(page.getByRole('row', { name: /large\.bmp/ })).toContainText('Imported')
  const [kept] = await assetsOf(project)
  const { sha256: there } = await alice.get<{ sha256: string }>(`/assets/${kept?.id}`)
  expect(there).toBe(sha256)
  await page.context().close()
  line.close()
})

test('what is broken or means harm is listed with its reason, and on the rest people draw', async ({
  browser,
}) => {
  const [page, project] = await open(browser, importing)
  const good = photograph('front_camera/1.jpg', 'good.jpg')
  const other = photograph('front_camera/2.jpg', 'other.jpg')
  const link = { name: 'link.jpg', data: Buffer.from('/etc/passwd'), mode: 0o120777 }
  const slip = { name: '../../outside.jpg', data: other.buffer }
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      good,
      cut({ ...other, name: 'half.jpg' }),
      text('letter.jpg', 'Dear annotator'),
      text('page.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      bomb('bomb.png', 32_000),
      deep('deep.png', 2400, 1400),
      zip('drive.zip', [{ name: 'inside.jpg', data: other.buffer }, link, slip]),
    ])
  await page.getByRole('button', { name: /^Import 7 files/ }).click()
  for (const [name, reason] of REASONS) {
    const row = page.getByRole('row', { name: new RegExp(name.replaceAll('.', '\\.')) })
    await expect(row.first(), name).toContainText(reason, { timeout: 30_000 })
  }
  const kept = await assetsOf(project)
  expect(kept.map(({ name }) => name).sort()).toEqual(['deep.png', 'drive/inside.jpg', 'good.jpg'])
  await page.context().close()
  await drawOnTiles(browser, project)
})

/** A picture of sixteen bits comes in tiles: near enough to see its pixels, a box is drawn and saved. */
async function drawOnTiles(browser: Browser, project: string): Promise<void> {
  const bob = await apiOf('bob')
  const { me } = await bob.get<{ me: { id: string } }>('/session')
  await (await apiOf('alice')).put(`/projects/${project}/people/${me.id}`, { roles: ['annotator'] })
  const tasks = await bob.get<Listed<{ id: string; asset: Asset }>>(`/projects/${project}/tasks`)
  const task = tasks.results.find(({ asset }) => asset.name === 'deep.png')?.id ?? ''
  await bob.post(`/tasks/${task}/claim`, { slot: 'annotator' })
  const page = await (await browserOf(browser, 'bob')).newPage()
  const stage = await Stage.open(page, task)
  await expect(page.getByTestId('stage')).toHaveAttribute('data-shown', 'true')
  const sharp = page.waitForResponse((response) => 'range' in response.request().headers())
  await page.keyboard.press('Control+1')
  await sharp
  await stage.drawBox([0.4, 0.4], [0.6, 0.6])
  await stage.shows(1)
  await stage.status('saved')
  await page.context().close()
}

/** In what order files are read is the worker's affair, so either of two that look alike may be the remarked one. */
const REASONS: readonly (readonly [string, RegExp])[] = [
  ['good.jpg', /^(Imported|Near duplicate)/],
  ['half.jpg', /Rejected.*The end of the picture is missing/],
  ['letter.jpg', /Rejected.*a file of an unknown kind/],
  ['page.svg', /Rejected.*an SVG drawing, which may carry scripts/],
  ['deep.png', /^With a remark.*16 bits per channel/],
  ['bomb.png', /Rejected.*The end of the picture is missing/],
  ['inside.jpg', /^(Imported|Near duplicate)/],
  ['link.jpg', /Rejected.*it is a link to another file/],
  ['outside.jpg', /Rejected.*its name leads out of the archive/],
]

const TRAM = `<annotations><meta><project><labels><label><name>Tram</name><color>#24b353</color>
<type>any</type><attributes><attribute><name>doors</name><mutable>False</mutable><input_type>select</input_type>
<default_value>open</default_value><values>open\nclosed</values></attribute></attributes></label></labels></project></meta>
<image id="0" name="street.jpg" subset="Train" width="1920" height="1080">
<polygon label="Tram" source="manual" occluded="0" points="300,100;900,120;850,260" z_order="0">
<attribute name="doors">closed</attribute></polygon></image></annotations>`

test('what a project of CVAT has and this one lacks is shown, and comes along after one click', async ({
  browser,
}) => {
  const [page, project] = await open(browser, importing)
  const picture = photograph('front_camera/1.jpg', 'street.jpg')
  const entries = [
    { name: 'annotations.xml', data: Buffer.from(TRAM) },
    { name: 'images/Train/street.jpg', data: picture.buffer },
  ]
  await choose(page, zip('project.zip', entries))
  await page.getByRole('button', { name: /^Import 1 file/ }).click()
  const offer = page.getByRole('alert').filter({ hasText: 'is not in the label schema' })
  await expect(offer).toContainText('1 object was left out.', { timeout: 30_000 })
  await expect(offer.getByRole('listitem')).toContainText(
    /Tram\s*new label.*doors \(open, closed\)/i,
  )
  await offer.getByRole('button', { name: 'Add this and read the files again' }).click()
  const arrived = page.getByText('1 labelled object', { exact: true })
  await expect(arrived).toBeVisible({ timeout: 30_000 })
  await expect(offer).toBeHidden()
  const alice = await apiOf('alice')
  const { content } = await alice.get<Schema>(`/projects/${project}/schema`)
  const tram = content.labels.find(({ key }) => key === 'Tram')
  expect(tram?.attributes.map(({ key }) => key)).toEqual(['doors'])
  await page.context().close()
})

interface Schema {
  readonly content: {
    readonly labels: readonly {
      readonly key: string
      readonly attributes: readonly { readonly key: string }[]
    }[]
  }
}

test('pictures are pasted and dropped into the guidelines, and stand there for everybody', async ({
  browser,
}) => {
  const [page, project] = await open(browser, (id) => `/projects/${id}/guidelines`)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Edit' }).first().click()
  const words = page.getByRole('textbox', { name: 'Guidelines in Markdown' })
  await words.press('Control+End')
  await page.evaluate(copyPicture)
  await words.press('Control+v')
  await expect(words).toHaveValue(/!\[image\]\(picture:[0-9a-f-]{36}\)/)
  const street = photograph('front_camera/1.jpg', 'street.jpg')
  const dropped = await page.evaluateHandle(carry, street.buffer.toString('base64'))
  await words.dispatchEvent('drop', { dataTransfer: dropped })
  await expect(words).toHaveValue(/!\[street\]\(picture:[0-9a-f-]{36}\)/)
  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('button', { name: /^Publish version/ }).click()
  await expect(page.getByText(/^Version \d+ is what everybody sees now/)).toBeVisible()

  const { me } = await (await apiOf('bob')).get<{ me: { id: string } }>('/session')
  await (await apiOf('alice')).put(`/projects/${project}/people/${me.id}`, { roles: ['annotator'] })
  const other = await (await browserOf(browser, 'bob')).newPage()
  await other.goto(page.url().replace(/\?.*/, ''))
  await expect.poll(() => other.evaluate(widths)).toEqual([40, 1920])
  await other.context().close()
  await page.context().close()
})

/** In the page: put a small drawing on the clipboard, as a screenshot would lie there. */
async function copyPicture(): Promise<void> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 })
  canvas.getContext('2d')?.fillRect(5, 5, 20, 10)
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (picture) await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
}

/** In the page: a photograph as it is dragged in from a folder. */
function carry(base64: string): DataTransfer {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], 'street.jpg', { type: 'image/jpeg' }))
  return data
}

/** In the page: how wide each picture of the text is by itself, in pixels. */
function widths(): number[] {
  return [...document.querySelectorAll('main img')].map(
    (each) => (each as HTMLImageElement).naturalWidth,
  )
}
