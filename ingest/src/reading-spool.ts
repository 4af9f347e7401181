import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingLog } from '@hazardwatch/shared/reading-log'
import { decodeBatch, sendersOf } from './batch-record.ts'
import type { MessageSenders } from './message-senders.ts'
import { openSpool } from './spool/open-spool.ts'
import type { SpoolConsumer } from './spool/spool-consumer.ts'
import type { StoredRecord } from './spool/spool-record.ts'
import type { Spool, SpoolStats } from './spool/spool.ts'
import { createSpoolReadings, type SpoolReadings } from './spool-reading.ts'

/** At the country's rate (9,300 readings a second, 21 bytes each) room for a store that is away for six hours. */
const SPOOL_MAX_BYTES = 4 * 1024 ** 3
const SPOOL_MAX_AGE_MS = 7 * 86_400_000

/** One read of the replay: what is judged between two looks at the disk. */
const REPLAY_MAX_RECORDS = 1_000
const REPLAY_MAX_BYTES = 4 * 1024 ** 2

/** The log as one who counts senders sees it: like {@link ReadingLog}, with who sent what. */
export interface SenderLog {
  /** Hands over every record behind the position kept last, oldest first, with the position behind it. */
  replay(count: (batch: ReadingBatch, senders: MessageSenders, until: number) => void): Promise<void>
  keep(position: number): Promise<void>
}

/** The durable log between those who send readings and those who store and judge them. */
export interface ReadingSpool {
  readings: SpoolReadings
  /** How the alarm engine sees it. */
  log: ReadingLog
  /** How the accounts of gateways see it. */
  senders: SenderLog
  /** How the reading store sees it. */
  forStore: SpoolConsumer
  stats: () => SpoolStats
  close: () => Promise<void>
}

export interface ReadingSpoolOptions {
  folder: string
  clock: Clock
  log: Log
  maxBytes?: number
  maxAgeMs?: number
}

/** @throws HazardError when another process has the folder. */
export const openReadingSpool = async (options: ReadingSpoolOptions): Promise<ReadingSpool> => {
  const spool = await openSpool({ maxBytes: SPOOL_MAX_BYTES, maxAgeMs: SPOOL_MAX_AGE_MS, ...options })
  const judged = await spool.consumer('alerting')
  const forStore = await spool.consumer('reading-store')
  const counted = await spool.consumer('accounts')
  const readings = createSpoolReadings(spool, spool.stats().end)
  return {
    readings, forStore,
    log: createReadingLog(spool, judged, readings, options.log),
    senders: {
      replay: (count) => replayFrom(spool, counted.progress.position, ({ payload, sequence }) => {
        const senders = sendersOf(payload)
        const batch = decodeBatch(payload)
        if (batch !== undefined && senders !== undefined) count(batch, senders, sequence + 1)
      }),
      keep: (position) => counted.skip(position),
    },
    stats: () => spool.stats(),
    close: () => spool.close(),
  }
}

const createReadingLog = (spool: Spool, judged: SpoolConsumer, readings: SpoolReadings, log: Log): ReadingLog => ({
  replay: (judge) => replayFrom(spool, judged.progress.position, (record) => { replayRecord(decodeBatch(record.payload), record.sequence, judge, log) }),
  position: () => readings.position(),
  keep: async (position) => {
    // What has been judged may be ahead of the disk by one commit.
    await spool.commit()
    await judged.skip(position)
  },
})

const replayFrom = async (spool: Spool, position: number, replay: (record: StoredRecord) => void): Promise<void> => {
  for (let from = position; ;) {
    const { records, next } = await spool.read(from, REPLAY_MAX_RECORDS, REPLAY_MAX_BYTES)
    if (records.length === 0) return
    for (const record of records) replay(record)
    from = next
  }
}

const replayRecord = (batch: ReadingBatch | undefined, sequence: number, judge: (batch: ReadingBatch) => void, log: Log): void => {
  if (batch === undefined) log.error({ sequence }, 'a record of the spool is no batch of readings and was not judged')
  else judge(batch)
}
