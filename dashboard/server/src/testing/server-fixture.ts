import { createFakeClock } from '@hazardwatch/shared/clock'
import { createLog } from '@hazardwatch/shared/node/log'
import type { EnterprisePresence } from '@hazardwatch/shared/enterprise-presence'
import type { EventBook, EventFilter } from '@hazardwatch/shared/event-book'
import type { LiveStatistics, StatisticsBook } from '@hazardwatch/shared/gateway-statistics'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import type { PlantEvent } from '@hazardwatch/shared/plant-event'
import type { IntakeResult, PayloadForm } from '@hazardwatch/shared/reading-intake'
import type { DeadLetter } from '@hazardwatch/shared/dead-letters'
import type { QuarantinedName } from '@hazardwatch/shared/quarantine'
import type { History, HistoryQuery, ReadingStore, StoredReading } from '@hazardwatch/shared/reading-store'
import { buildServer } from '../build-server.ts'
import { FeedHub } from '../feed-hub.ts'
import type { ServerParts } from '../server-parts.ts'
import { createBacktestsFake } from './backtests-fake.ts'
import { createInstrumentsFake } from './instruments-fake.ts'
import { createLearningFakes } from './learning-fakes.ts'
import { createDeskFake } from './desk-fake.ts'
import { alarm, camera, enterprise, gateway, point, regions, rule, source } from './fixtures.ts'
import { createLedgerFake } from './ledger-fake.ts'

export const START = Date.UTC(2026, 0, 31, 8)

/** For tests: a store that answers what it was told to. */
const createStoreFake = () => {
  const queries: HistoryQuery[] = []
  const held = new Map<number, StoredReading>()
  const answer = { points: [] as StoredReading[], marks: undefined as History['marks'], failure: undefined as Error | undefined }
  const store: ReadingStore = {
    append: async () => undefined,
    history: async (query) => {
      queries.push(query)
      if (answer.failure !== undefined) throw answer.failure
      return { raw: true, points: answer.points, ...(answer.marks !== undefined && { marks: answer.marks }) }
    },
    latest: async (points) => {
      if (answer.failure !== undefined) throw answer.failure
      return new Map([...held].filter(([number]) => points.includes(number)))
    },
    close: async () => undefined,
  }
  return { store, queries, held, answer }
}

/** For tests: a book of events that answers what it was told to. */
const createEventBookFake = () => {
  const filters: EventFilter[] = []
  const items: PlantEvent[] = []
  const days: EnterprisePresence['days'] = []
  const book: EventBook = {
    onEvent: async () => () => undefined,
    camera: () => ({ online: true, lastEventAt: new Date(START).toISOString() }),
    list: async (filter) => {
      filters.push(filter)
      return { items, next: null }
    },
    presence: async (code, limit) => ({ enterprise: EnterpriseCode.parse(code), online: true, since: new Date(START).toISOString(), days: days.slice(0, limit) }),
  }
  return { book, filters, items, days }
}

/** For tests: a statistics book of one gateway, and what it was asked for. */
const createStatisticsBookFake = () => {
  const asked: string[][] = []
  const counts = {
    messages: 3, readings: 9, refused: 2, refusedByReason: { future: 2 }, duplicates: 1, outOfOrder: 1, late: 0, corrected: 0, onlineS: 30, disconnects: 1, observedS: 60, onlineRate: 0.5,
    expected: 10, received: 9, completeness: 0.9,
  }
  const live = (code: string, gateway: string | null): LiveStatistics => ({
    enterprise: EnterpriseCode.parse(code), gateway, lastMessageAt: new Date(START).toISOString(), messagesPerS: 1, readingsPerS: 3, online: true, since: new Date(START).toISOString(), offlineAfterS: 60,
    clockSkewMs: -250, networkDelayMs: 12, clockSetAt: null, clockCorrection: 'off', correctionMs: 0, pointsWithInterval: 2, pointsWithoutInterval: 1, pointsNeverHeard: 0,
    today: { day: chinaToday, ...counts },
  })
  const items = [live('DEMO-NH3', null), live('DEMO-NH3', 'native'), live('HRB-1', null), live('HRB-1', 'native')]
  const book: StatisticsBook = {
    live: (codes) => items.filter(({ enterprise }) => codes === undefined || codes.includes(enterprise)),
    enterprise: async (...query) => {
      asked.push(query)
      return { ...live(query[0], null), days: [{ day: chinaToday, ...counts }], gateways: [live(query[0], 'native')] }
    },
    gateway: async (...query) => {
      asked.push(query)
      return { ...live(query[0], query[1]), days: [{ day: chinaToday, ...counts }] }
    },
    totals: () => [{ enterprise: 'DEMO-NH3', gateway: 'native', totals: { messages: 3, readings: 9, duplicates: 1, outOfOrder: 1, late: 0, disconnects: 1, refusedByReason: { future: 2 } } }],
  }
  return { book, asked, items }
}

const chinaToday = new Date(START + 8 * 3_600_000).toISOString().slice(0, 10)

/** For tests: the ports in memory, filled with two enterprises in two provinces, and a clock that stands still. */
export const createParts = async () => {
  const ledger = createLedgerFake()
  await ledger.createEnterprises([enterprise('DEMO-NH3'), enterprise('HRB-1', '230100', { industry: 'gas' })])
  await ledger.createSources([source('DEMO-NH3', 'S1'), source('HRB-1', 'S1')])
  await ledger.createPoints([point('DEMO-NH3', 'GD-07'), point('DEMO-NH3', 'Line 1/TK101.temp', { quantity: 'temperature' }), point('HRB-1', 'P1')])
  await ledger.createRules([rule('DEMO-NH3', 'GD-07'), rule('DEMO-NH3', 'GD-07', { id: 'DEMO-NH3/GD-07/HH', kind: 'HH', limit: 50, enabled: false })])
  await ledger.createGateways([gateway('DEMO-NH3', 'PLC-1')])
  await ledger.createCameras([camera('DEMO-NH3', '22010200001320000101')])
  const desk = createDeskFake()
  const events = createEventBookFake()
  const statistics = createStatisticsBookFake()
  for (const one of [alarm(1, 'DEMO-NH3'), alarm(2, 'HRB-1', { point: 'P1' })]) desk.alarms.set(one.id, one)
  const counts = { red: 0, orange: 1, yellow: 0, blue: 0, unknown: 0 }
  desk.state.regionRisks = ['100000', '220000', '230000'].map((region) => ({ region, level: 'orange' as const, counts }))
  const quarantine: QuarantinedName[] = []
  const letters = { asked: [] as unknown[], items: [] as DeadLetter[], next: null as string | null, result: { replayed: 2, accepted: 3, left: 1, refused: 1, more: false } }
  const clock = createFakeClock(START)
  const backtests = createBacktestsFake()
  const store = createStoreFake()
  const instruments = createInstrumentsFake(ledger, clock.now)
  const intake = { payloads: [] as string[], forms: [] as (PayloadForm | undefined)[], result: { accepted: 1, refused: 0, rejections: [] } as IntakeResult }
  const parts: ServerParts = {
    host: '127.0.0.1', webRoot: '/nowhere', ledger, desk: desk.desk, store: store.store, events: events.book, statistics: statistics.book, regions,
    addresses: { mqtt: { host: '0.0.0.0', port: 1883 }, hj212: { host: '127.0.0.1', port: 9212 } },
    deadLetters: {
      list: async (...asked) => {
        letters.asked.push(asked)
        return { items: letters.items, next: letters.next }
      },
      replay: async (asked) => {
        letters.asked.push(asked)
        return letters.result
      },
    },
    quarantine: { list: () => quarantine, find: (id) => quarantine.find((entry) => entry.id === id) }, backtests: backtests.desk, ...createLearningFakes(), instruments: instruments.book, clock: clock.now, turn: () => Promise.resolve(), log: createLog('silent'),
    health: () => ({ ingest: { accepted: 7, queue: { depth: 0 } } }),
    intake: {
      accept: async (_enterprise, payload, _arrivedAt, form) => {
        intake.payloads.push(new TextDecoder().decode(payload))
        intake.forms.push(form)
        return intake.result
      },
    },
  }
  return { parts, ledger, desk, store, intake, events, statistics, quarantine, letters, backtests, instruments, clock }
}

export const createServerFixture = async (change: Partial<ServerParts> = {}) => {
  const fixture = await createParts()
  const parts = { ...fixture.parts, ...change }
  const hub = new FeedHub(parts)
  return { ...fixture, hub, app: await buildServer({ ...parts, hub }) }
}
export type ServerFixture = Awaited<ReturnType<typeof createServerFixture>>
