import type { Log } from '@hazardwatch/shared/node/log'
import type { QuarantineRecords } from '@hazardwatch/shared/node/records/quarantine-records'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import { mnOf } from './dead-letters/device-topic.ts'
import type { LoggedLetter } from './dead-letters/letter-log.ts'
import type { Sight } from './decode/unknown-names.ts'
import type { PointRegistry } from './decode-message.ts'
import type { GatewayRoutes } from './gateway-routes.ts'
import { createQuarantineBook, rowOf, shownName, type QuarantineBook, type QuarantineEntry, type QuarantineSender } from './quarantine-book.ts'
import type { SetAside } from './set-aside.ts'

/** How much of what was seen is written at once: a flood of names costs some hundred rows a second, whatever its rate. */
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
}

export interface QuarantineService extends QuarantineUnknown {
  list: Quarantine
  /** A message that an earlier process may have noted without having written it. */
  recall(letter: LoggedLetter): void
  /** Writes what was seen, as far as it may at once; call it every few seconds. @returns whether all of it is written */
  write(): Promise<boolean>
  counts(): { names: number; notKept: number }
}

export const startQuarantine = async ({ records, registry, gateways, log }: QuarantineOptions): Promise<QuarantineService> => {
  const book = createQuarantineBook(await records.load())
  const isKnown = (entry: QuarantineEntry): boolean => isRegistered(entry, registry, gateways)
  const write = async (): Promise<boolean> => {
    book.forget(isKnown)
    const changes = book.takeChanges(ROWS_A_WRITE)
    if (changes.put.length + changes.drop.length === 0) return true
    try {
      await records.commit(changes.put.map(rowOf), changes.drop)
    } catch (error) {
      book.giveBack(changes)
      log.error({ err: error, names: changes.put.length }, 'the quarantine list could not be written; it is tried again')
      return false
    }
    return !book.hasChanges()
  }
  return {
    note: (origin, outcome) => { noteUnknown(book.note, { ...origin, gateway: origin.gateway?.code ?? null, stranger: outcome.tags === undefined }, outcome.unknown?.names) },
    noteDevice: (mn, arrivedAt) => { book.note(...deviceOf(mn), undefined, arrivedAt) },
    recall: ({ head: { topic, enterprise, gateway, at, reasons }, sights }) => {
      const stranger = reasons.unknown_enterprise !== undefined
      const mn = stranger && enterprise === '' ? mnOf(topic) : undefined
      if (mn !== undefined) book.recall(...deviceOf(mn), undefined, at)
      else noteUnknown(book.recall, { topic, enterprise, gateway, arrivedAt: at, stranger }, sights)
    },
    write,
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
  }
}

interface Sender {
  topic: string
  enterprise: string
  gateway: string | null
  arrivedAt: number
  /** The enterprise is not registered. */
  stranger: boolean
}

const noteUnknown = (note: QuarantineBook['note'], { topic, enterprise, gateway, arrivedAt, stranger }: Sender, names: ReadonlyMap<string, Sight> = new Map()): void => {
  const from = topic.slice(0, 256)
  if (stranger && enterprise !== '') note({ kind: 'enterprise', enterprise: null, gateway: null, topic: from }, enterprise.slice(0, 256), undefined, arrivedAt)
  if (stranger) return
  for (const [name, sight] of names) note({ kind: 'tag', enterprise, gateway, topic: from }, name, sight, arrivedAt)
}

const deviceOf = (mn: string): [QuarantineSender, string] => [{ kind: 'device', enterprise: null, gateway: null, topic: 'hj212' }, mn.slice(0, 256)]

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
