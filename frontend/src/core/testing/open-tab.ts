import { Document } from '../document'
import { History } from '../history'
import { MemoryOutbox, type OutboxStore } from '../outbox'
import type { Annotation } from '../patch'
import { Sync } from '../sync'
import type { Tabs } from '../tabs'
import { Transaction } from '../transaction'
import { ManualTimers, settle } from './fake-browser'
import { FakeServer, FakeTransport, type Weather } from './fake-server'

export interface Options {
  readonly server?: FakeServer
  readonly store?: OutboxStore
  readonly tabs?: Tabs
  readonly timers?: ManualTimers
  readonly author?: string
  readonly weather?: Weather
}

/** One open tab: a document loaded from the server and its sync. */
export async function open(options: Options = {}) {
  const server = options.server ?? new FakeServer()
  const timers = options.timers ?? new ManualTimers()
  const transport = new FakeTransport(server, options.author)
  const weather = { now: options.weather ?? ('fine' as Weather) }
  transport.weather = () => weather.now
  const { records, revision } = server.load()
  const document = new Document(records, 'doc-1')
  const store = options.store ?? new MemoryOutbox()
  const sync = new Sync({
    document,
    revision,
    transport,
    store,
    timers,
    ...(options.tabs && { tabs: options.tabs }),
  })
  await sync.start()
  await settle()
  const history = new History()
  const edit = (change: (tx: Transaction) => void) => {
    const tx = new Transaction(document)
    change(tx)
    history.commit('edit', tx.patches)
  }
  const put = (record: Annotation) => edit((tx) => tx.put(record))
  const remove = (id: string) => edit((tx) => tx.remove(id))
  return { server, timers, transport, weather, document, store, sync, history, edit, put, remove }
}

export const shown = (document: Document) => new Map(document.records.peek())
export const state = ({ sync }: { sync: Sync }) => sync.status.peek().state
