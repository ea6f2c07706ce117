import { expect, type Locator, type Page } from '@playwright/test'

/** Parts of the stage, from 0 to 1 in both directions. */
export type Place = readonly [x: number, y: number]

/** The workbench as a person sees it and reaches for it. */
export class Stage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  static async open(page: Page, task: string): Promise<Stage> {
    await page.goto(`/tasks/${task}`)
    const stage = new Stage(page)
    await stage.ready()
    return stage
  }

  async ready(): Promise<void> {
    await expect(this.page.getByTestId('stage')).toHaveAttribute('data-shown', 'true', {
      timeout: 20_000,
    })
    await this.status('saved')
  }

  get #heading(): Locator {
    return this.page.getByRole('heading', { level: 1 })
  }

  /** Name of the file that is open. */
  async name(): Promise<string> {
    return (await this.#heading.textContent()) ?? ''
  }

  /** Until another file than this one is open. */
  async leaves(name: string): Promise<void> {
    await expect(this.#heading).not.toHaveText(name)
    await this.ready()
  }

  get saving(): Locator {
    return this.page.getByTestId('save-status')
  }

  async status(state: string): Promise<void> {
    await expect(this.saving).toHaveAttribute('data-state', state, { timeout: 20_000 })
  }

  /** Press a key, then click a place of the stage. */
  async press(key: string, place: Place): Promise<void> {
    const area = await this.page.getByTestId('stage').boundingBox()
    if (!area) throw new Error('the stage has no size')
    await this.page.keyboard.press(key)
    await this.page.mouse.click(area.x + place[0] * area.width, area.y + place[1] * area.height)
  }

  async click(place: Place): Promise<void> {
    const area = await this.page.getByTestId('stage').boundingBox()
    if (!area) throw new Error('the stage has no size')
    await this.page.mouse.click(area.x + place[0] * area.width, area.y + place[1] * area.height)
  }

  /** Draw a box with the mouse, after N has asked for it. */
  async drawBox(from: Place, to: Place): Promise<void> {
    await this.drag(from, to, 'n')
  }

  /** Drag from one place to another; `key` is pressed when the pointer is over the first. */
  async drag(from: Place, to: Place, key?: string): Promise<void> {
    const { mouse, keyboard } = this.page
    const area = await this.page.getByTestId('stage').boundingBox()
    if (!area) throw new Error('the stage has no size')
    const at = ([x, y]: Place) => [area.x + x * area.width, area.y + y * area.height] as const
    await mouse.move(...at(from))
    if (key) await keyboard.press(key)
    await mouse.down()
    await mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]))
    await mouse.move(...at(to), { steps: 4 })
    await mouse.up()
  }

  /** So many objects are listed in the panel. */
  async shows(count: number): Promise<void> {
    const objects = this.page.locator('[data-testid="object-row"]')
    await expect(objects).toHaveCount(count)
  }
}
