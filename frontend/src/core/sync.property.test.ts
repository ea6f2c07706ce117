/** Random people, tabs, reloads and networks: at the end everybody has the same, and nothing is lost. */
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { Document } from './document'
import { History } from './history'
import { MemoryOutbox, type OutboxStore } from './outbox'
import { IdbOutbox, openOutboxDatabase } from './outbox-idb'
import { Sync } from './sync'
import type { Tabs } from './tabs'
import { FakeBrowser, ManualTimers, settle } from './testing/fake-browser'
import { FakeServer, FakeTransport, type Weather } from './testing/fake-server'
import { box, Dice } from './testing/records'
import { Transaction } from './transaction'

const BAD: readonly Weather[] = ['no-network', 'lost-reply', 'server-error', 'signed-out']

interface World {
  readonly dice: Dice
  readonly server: FakeServer
  readonly timers: ManualTimers
  /** Of ten requests, how many fail. */
  trouble: number
}

/** One person at one tab, which may be reloaded. */
class Seat {
  readonly #world: World
  readonly #author: string
  readonly #store: OutboxStore
  readonly #openTab: (() => Tabs) | null
  readonly transports: FakeTransport[] = []
  document = new Document()
  history = new History()
  sync!: Sync

  constructor(
    world: World,
    author: string,
    store: OutboxStore,
    openTab: (() => Tabs) | null = null,
  ) {
    this.#world = world
    this.#author = author
    this.#store = store
    this.#openTab = openTab
  }

  async open(): Promise<this> {
    const { server, dice, timers } = this.#world
    const transport = new FakeTransport(server, this.#author)
    transport.weather = () => (dice.roll(10) < this.#world.trouble ? dice.pick(BAD) : 'fine')
    this.transports.push(transport)
    const { records, revision } = server.load()
    this.document = new Document(records, 'doc')
    this.history = new History()
    const tabs = this.#openTab ? { tabs: this.#openTab() } : {}
    const { document } = this
    this.sync = new Sync({ document, revision, transport, store: this.#store, timers, ...tabs })
    await this.sync.start()
    return this
  }

  async reload(): Promise<void> {
    this.sync.dispose()
    await settle()
    await this.open()
  }

  /** One random thing a person does; `prefix` keeps to their own annotations. */
  act(prefix: string): void {
    const { dice } = this.#world
    const id = `${prefix}${dice.roll(12)}`
    const what = dice.roll(12)
    if (what === 0) this.history.undo()
    else if (what === 1) this.history.redo()
    else {
      const tx = new Transaction(this.document)
      if (what < 4) tx.remove(id)
      else tx.put(box(id, dice.roll(100)))
      if (what > 9) tx.put(box(`${prefix}${dice.roll(12)}`, dice.roll(100)))
      this.history.commit('random', tx.patches)
    }
  }

  async calm(): Promise<void> {
    for (const row of this.sync.conflicts.peek()) {
      await this.sync.resolve(row.id, this.#world.dice.pick(['mine', 'theirs']))
    }
    await this.sync.resume()
    await this.sync.poll()
  }
}

function makeWorld(seed: number): World {
  const initial = Array.from({ length: 6 }, (_, i) => box(`s${i}`))
  const server = new FakeServer(initial)
  return { dice: new Dice(seed), server, timers: new ManualTimers(), trouble: 5 }
}

async function comeToRest(world: World, seats: readonly Seat[]): Promise<void> {
  world.trouble = 0
  for (let round = 0; round < 5; round++) {
    for (const seat of seats) await seat.calm()
    await world.timers.advance(40_000)
  }
}

const content = (document: Document) => Object.fromEntries([...document.records.peek()].sort())
const stored = (server: FakeServer) => Object.fromEntries([...server.records].sort())

/** No operation is applied twice and an id never stands for two contents. */
function expectHonestOperations(world: World, seats: readonly Seat[]): void {
  const seen = new Map<string, string>()
  for (const { op_id, ...content } of seats.flatMap((s) => s.transports).flatMap((t) => t.sent)) {
    const text = JSON.stringify(content)
    expect(seen.get(op_id) ?? text).toBe(text)
    seen.set(op_id, text)
  }
  expect(world.server.applied).toBe(world.server.operations.size)
}

const seeds = Array.from({ length: 60 }, (_, i) => i + 1)

test.each(seeds)(
  'alone, with reloads: the server ends up with exactly what was drawn (seed %i)',
  async (seed) => {
    const world = makeWorld(seed)
    const database = await openOutboxDatabase(`property-${seed}`)
    const seat = await new Seat(world, 'bob', new IdbOutbox(database, 'bob', 'doc')).open()
    let drawn = content(seat.document)
    for (let step = 0; step < 40; step++) {
      seat.act('s')
      drawn = content(seat.document)
      if (world.dice.roll(3) > 0) await world.timers.advance(world.dice.roll(3000))
      else await settle(1)
      if (world.dice.roll(12) === 0) {
        await settle()
        await seat.reload()
        expect(content(seat.document)).toEqual(drawn)
      }
    }
    await comeToRest(world, [seat])
    expect(content(seat.document)).toEqual(drawn)
    expect(stored(world.server)).toEqual(drawn)
    expect(seat.sync.status.peek()).toMatchObject({ state: 'saved', pending: 0 })
    expectHonestOperations(world, [seat])
    seat.sync.dispose()
    database.close()
  },
)

test.each(seeds)('two tabs and two people converge (seed %i)', async (seed) => {
  const world = makeWorld(1000 + seed)
  const browser = new FakeBrowser()
  const store = new MemoryOutbox()
  const seats = [
    await new Seat(world, 'bob', store, () => browser.open()).open(),
    await new Seat(world, 'bob', store, () => browser.open()).open(),
    await new Seat(world, 'carol', new MemoryOutbox()).open(),
  ]
  for (let step = 0; step < 40; step++) {
    const seat = world.dice.pick(seats)
    // Half of what they do touches what the others touch too.
    seat.act(world.dice.roll(2) === 0 ? 's' : `own${seats.indexOf(seat)}-`)
    if (world.dice.roll(3) > 0) await world.timers.advance(world.dice.roll(3000))
    if (world.dice.roll(15) === 0) await world.dice.pick(seats).reload()
  }
  await comeToRest(world, seats)
  for (const seat of seats) {
    expect(content(seat.document)).toEqual(stored(world.server))
    expect(seat.sync.status.peek()).toMatchObject({ state: 'saved', pending: 0 })
  }
  expectHonestOperations(world, seats)
})

test('two people who never touch the same annotation never see a conflict', async () => {
  const world = makeWorld(7)
  const seats = [
    await new Seat(world, 'bob', new MemoryOutbox()).open(),
    await new Seat(world, 'carol', new MemoryOutbox()).open(),
  ]
  for (let step = 0; step < 150; step++) {
    const who = world.dice.roll(2)
    seats[who]?.act(`own${who}-`)
    await world.timers.advance(world.dice.roll(1500))
    for (const seat of seats) expect(seat.sync.conflicts.peek()).toEqual([])
  }
  await comeToRest(world, seats)
  for (const seat of seats) expect(content(seat.document)).toEqual(stored(world.server))
})
