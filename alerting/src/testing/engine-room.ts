import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { Enterprise, Point, Source } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { createAlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { openLedger } from '@hazardwatch/shared/node/records/ledger-records'
import { createLog } from '@hazardwatch/shared/node/log'
import { openTemporaryRecords, type TemporaryRecords } from '@hazardwatch/shared/node/records/temporary-records'
import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingLog } from '@hazardwatch/shared/reading-log'
import { regions } from '@hazardwatch/shared/region-tree'
import { startAlerting, type Alerting } from '../app.ts'

const START = 1_800_000_000_000

/** The whole of alerting on a real record store and a clock that the test moves: enterprise E with source S and the points GD-07 and TK-1. */
export interface EngineRoom {
  alerting: Alerting
  ledger: Ledger
  changes: EngineChange[]
  clock: ReturnType<typeof createFakeClock>
  /** What is in the log, as after a kill: judged before it or not. */
  logged: ReadingBatch[]
  /** Sends a reading that arrives now; resolves when what came of it is durable. */
  send: (tag: string, value: number | null, ageMs?: number) => Promise<void>
  /** As after a kill: nothing of the old one is stopped. */
  restart: () => Promise<void>
  close: () => Promise<void>
}

const nothingStored = { history: () => Promise.resolve({ raw: true, points: [] }) }

const place = { lon: 122.8, lat: 45.3 }

const fill = async (ledger: Ledger): Promise<void> => {
  await ledger.createEnterprises([Enterprise.parse({ code: 'E', name: '示例', region: '220881', industry: 'chemical', location: place })])
  await ledger.createSources([Source.parse({ enterprise: 'E', code: 'S', name: '机房', kind: 'machine_room', location: place, inherentLevel: 'blue' })])
  await ledger.createPoints(['GD-07', 'TK-1'].map((tag) => Point.parse({
    enterprise: 'E', tag, source: 'S', name: tag, quantity: 'concentration', unit: '[ppm]', rangeLow: null, rangeHigh: null,
    expectedIntervalS: tag === 'TK-1' ? 10 : null, location: null,
  })))
  await ledger.createRules([
    AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'GD-07', kind: 'H', limit: 25, priority: 'orange' }),
    AlarmRule.parse({ id: 'HH', enterprise: 'E', point: 'GD-07', kind: 'HH', limit: 50, priority: 'red', onDelayS: 10 }),
  ])
}

export const openEngineRoom = async (more: Record<string, (change: EngineChange) => void> = {}): Promise<EngineRoom> => {
  const temporary: TemporaryRecords = await openTemporaryRecords()
  const clock = createFakeClock(START)
  const changes: EngineChange[] = []
  const log = createLog('silent')
  const logged: ReadingBatch[] = []
  let kept = 0
  const readings: ReadingLog = {
    replay: (judge) => {
      logged.forEach((batch, index) => { if (index >= kept) judge(batch, index + 1) })
      return Promise.resolve()
    },
    position: () => logged.length,
    keep: (position) => {
      kept = position
      return Promise.resolve()
    },
  }
  const start = async (): Promise<{ ledger: Ledger; alerting: Alerting }> => {
    const ledger = await openLedger(temporary.records)
    if (ledger.enterprises().length === 0) await fill(ledger)
    const subscribers = { ...more, test: (change: EngineChange) => { changes.push(change) } }
    return { ledger, alerting: await startAlerting({ ledger, records: createAlarmRecords(temporary.records), readings, store: nothingStored, gatewayOfPoint: [], regions, shelveMaxS: 86_400, subscribers, clock: clock.now, log }) }
  }
  const room: EngineRoom = {
    ...await start(), changes, clock, logged,
    send: async (tag, value, ageMs = 0) => {
      const batch = batchOf(clock.now(), [{ point: room.ledger.point('E', tag)?.number ?? -1, time: clock.now() - ageMs, value, quality: value === null ? 'fault' : 'good' }])
      logged.push(batch)
      room.alerting.receive(batch)
      await room.alerting.flush()
    },
    restart: async () => {
      await temporary.reopen()
      Object.assign(room, await start())
    },
    close: async () => {
      await room.alerting.stop()
      await temporary.remove()
    },
  }
  return room
}
