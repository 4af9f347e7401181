import type { Clock } from '@hazardwatch/shared/clock'
import type { EnterprisePresence } from '@hazardwatch/shared/enterprise-presence'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { EventBook } from '@hazardwatch/shared/event-book'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { Log } from '@hazardwatch/shared/node/log'
import type { EventRecords } from '@hazardwatch/shared/node/records/event-records'
import type { PresenceDayTable } from '@hazardwatch/shared/node/records/tables'
import { isoTime } from '@hazardwatch/shared/time'
import { createCameraWatch, type CameraOutcome, type CameraWatch } from './camera-watch.ts'
import { chinaDay } from './china-day.ts'
import type { PlantRegistry } from './decode/event-parts.ts'
import { createEventFeed } from './event-feed.ts'
import type { IngestStats } from './ingest-stats.ts'
import type { NoteMessage } from './message-path.ts'
import { createPresenceBook, type PresenceBook } from './presence-book.ts'
import { createReceiveEvent, type TakeEvent } from './receive-event.ts'
import { createRefusals } from './refusals.ts'
import type { RejectReadings } from './reject-reading.ts'
import type { SetAside } from './set-aside.ts'
import { createStoreEvents, type StoreEvents } from './store-event.ts'

/** How soon a silent camera is found: well below the shortest interval that makes sense, 30 s. */
const WATCH_MS = 1_000
/** Online time that a kill can cost each enterprise. */
const SETTLE_MS = 30_000

export interface PlantEventsOptions {
  ledger: PlantRegistry & Pick<Ledger, 'cameras'>
  records: EventRecords
  reject: RejectReadings
  setAside: SetAside
  /** Resolves when what was set aside is durable. */
  kept: () => Promise<void>
  stats: Pick<IngestStats, 'countMessage'>
  note: NoteMessage
  clock: Clock
  log: Pick<Log, 'error'>
  /** Repeats until its result is called. */
  every: (ms: number, run: () => void) => () => void
}

/** The path of messages that are no readings, and what is kept about their senders. */
export interface PlantEvents {
  take: TakeEvent
  /** The same for one that has been told to its sender and counted already. */
  replay: TakeEvent
  book: EventBook
  /** From now on nobody is offline by a will: it is this service that closes the connections. */
  close(): void
  /** Resolves when everything that was taken has been written, or has failed. */
  stop(): Promise<void>
}

export const startPlantEvents = async ({ ledger, records, reject, setAside, kept, stats, note, clock, log, every }: PlantEventsOptions): Promise<PlantEvents> => {
  const startedAt = clock()
  const known = await records.load()
  const presence = createPresenceBook(known.presence, await records.day(chinaDay(startedAt)))
  const cameras = createCameraWatch(known.cameras, startedAt)
  const feed = createEventFeed(records, log)
  const { store, idle } = createStoreEvents(records, log, feed.tell)
  const settle = (): Promise<void> => store(presence.settle(clock()))
  const timers = [
    every(WATCH_MS, () => { watchCameras(cameras, ledger, store, clock()) }),
    // A failure has been told by the hop that stores; the rows are absolute, and the next ones include these.
    every(SETTLE_MS, () => { settle().catch(() => undefined) }),
  ]
  const hops = { registry: ledger, store, presence, cameras }
  const receive = createReceiveEvent({ ...hops, reject, setAside, kept, stats, note })
  let closing = false
  return {
    take: (kind, message) => (closing && kind === 'status' ? { accepted: 0, refusals: createRefusals(), durable: Promise.resolve() } : receive(kind, message)),
    replay: createReceiveEvent({ ...hops, reject: () => undefined, setAside: () => undefined, kept: () => Promise.resolve(), stats: { countMessage: () => undefined }, note: () => undefined }),
    close: () => { closing = true },
    book: {
      onEvent: feed.onEvent, camera: (enterprise, id) => cameras.look(enterprise, id), list: (filter) => records.list(filter),
      presence: (enterprise, days) => presenceOf(ledger, presence, records, enterprise, days, clock()),
    },
    stop: async () => {
      for (const end of timers) end()
      await settle().catch(() => undefined)
      await idle()
    },
  }
}

const watchCameras = (cameras: CameraWatch, ledger: Pick<Ledger, 'cameras'>, store: StoreEvents, at: number): void => {
  const outcomes: CameraOutcome[] = cameras.check(ledger.cameras(), at)
  if (outcomes.length === 0) return
  store({ events: outcomes.map(({ event }) => event), cameras: outcomes.map(({ state }) => state) })
    .catch(() => { for (const outcome of outcomes) cameras.undo(outcome) })
}

const presenceOf = async (
  ledger: PlantRegistry, book: PresenceBook, records: EventRecords, code: string, limit: number, at: number,
): Promise<EnterprisePresence> => {
  const enterprise = ledger.enterprise(code)
  if (enterprise === undefined) throw new HazardError('not_found', { en: `enterprise ${code} is not in the ledger`, zh: `台账中没有企业 ${code}` })
  const stored = await records.days(code, limit)
  const now = book.look(code, at)
  // What is in memory is newer than what is written.
  const days = new Map([...stored, ...(now?.days ?? [])].map((row) => [row.day, row]))
  return {
    enterprise: enterprise.code,
    online: now === undefined ? null : now.presence.online === 1,
    since: now === undefined ? null : isoTime(now.presence.since),
    days: [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1)).slice(0, limit).map(shownDay),
  }
}

const shownDay = ({ day, online_ms: onlineMs, disconnects }: PresenceDayTable) => ({ day, onlineS: onlineMs / 1000, disconnects })
