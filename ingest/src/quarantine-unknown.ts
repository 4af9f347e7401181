import type { Log } from '@hazardwatch/shared/node/log'
import type { QuarantineRecords } from '@hazardwatch/shared/node/records/quarantine-records'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import type { PointRegistry } from './decode-message.ts'
import type { GatewayRoutes } from './gateway-routes.ts'
import { createQuarantineBook, rowOf, shownName, type QuarantineEntry } from './quarantine-book.ts'
import type { SetAside } from './set-aside.ts'

/** How often what was seen is written, and how much of it: a flood of names costs some hundred rows a second, whatever its rate. */
const WRITE_MS = 5_000
const ROWS_A_WRITE = 2_000

/** Puts what nobody has registered on the quarantine list. */
export interface QuarantineUnknown {
  /** Names of a decoded message, or its enterprise. */
  note: SetAside
  noteDevice(mn: string, arrivedAt: number): void
}

export interface QuarantineOptions {
  records: QuarantineRecords
  registry: PointRegistry
  gateways: Pick<GatewayRoutes, 'ofDevice' | 'ofCode'>
  log: Pick<Log, 'error'>
  /** Repeats until its result is called. */
  every: (ms: number, run: () => void) => () => void
}

export interface QuarantineService extends QuarantineUnknown {
  list: Quarantine
  counts(): { names: number; notKept: number }
  stop(): Promise<void>
}

export const startQuarantine = async ({ records, registry, gateways, log, every }: QuarantineOptions): Promise<QuarantineService> => {
  const book = createQuarantineBook(await records.load())
  const isKnown = (entry: QuarantineEntry): boolean => isRegistered(entry, registry, gateways)
  let writing: Promise<void> = Promise.resolve()
  const write = async (): Promise<void> => {
    book.forget(isKnown)
    const changes = book.takeChanges(ROWS_A_WRITE)
    if (changes.put.length + changes.drop.length === 0) return
    try {
      await records.commit(changes.put.map(rowOf), changes.drop)
    } catch (error) {
      book.giveBack(changes)
      log.error({ err: error, names: changes.put.length }, 'the quarantine list could not be written; it is tried again')
    }
  }
  const stopTimer = every(WRITE_MS, () => { writing = writing.then(write) })
  return {
    note: ({ enterprise, topic, arrivedAt, gateway }, { tags, unknown }) => {
      if (tags === undefined) {
        if (enterprise !== '') book.note({ kind: 'enterprise', enterprise: null, gateway: null, topic: topic.slice(0, 256) }, enterprise.slice(0, 256), undefined, arrivedAt)
        return
      }
      if (unknown === undefined || unknown.names.size === 0) return
      const sender = { kind: 'tag' as const, enterprise, gateway: gateway?.code ?? null, topic: topic.slice(0, 256) }
      for (const [name, sight] of unknown.names) book.note(sender, name, sight, arrivedAt)
    },
    noteDevice: (mn, arrivedAt) => { book.note({ kind: 'device', enterprise: null, gateway: null, topic: 'hj212' }, mn.slice(0, 256), undefined, arrivedAt) },
    list: {
      list: () => {
        book.forget(isKnown)
        return [...book.entries()].map(shownName)
      },
      find: (id) => {
        const entry = book.find(id)
        return entry === undefined || isKnown(entry) ? undefined : shownName(entry)
      },
    },
    counts: () => book.counts(),
    stop: async () => {
      stopTimer()
      await writing
      await write()
    },
  }
}

/** Also what can never be registered any more counts: the names of a gateway or an enterprise that has been retired. */
const isRegistered = ({ kind, enterprise, gateway, name }: QuarantineEntry, registry: PointRegistry, gateways: QuarantineOptions['gateways']): boolean => {
  if (kind === 'enterprise') return registry.tagNumbers(name) !== undefined
  if (kind === 'device') return gateways.ofDevice(name) !== undefined
  const tags = registry.tagNumbers(enterprise ?? '')
  if (tags === undefined) return true
  if (gateway === null) return tags.has(name)
  const route = gateways.ofCode(enterprise ?? '', gateway)
  return route === undefined || route.names.numbersFor(tags).get(name) !== undefined
}
