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
import { COLUMNS_FORMAT, createSpoolReadings, LETTER_FORMAT, type SpoolReadings } from './spool-reading.ts'

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

/** The log as the dead letters see it: what was set aside stays in it until it is in their folder. */
export interface LetterRecords {
  /** Hands over what was set aside behind the position kept last, oldest first, some at a time. */
  replay(take: (letters: readonly Uint8Array[]) => Promise<void>): Promise<void>
  keep(position: number): Promise<void>
  /** Sequence of the oldest record that is still there. */
  oldest(): number
}

/** The durable log between those who send readings and those who store and judge them. */
export interface ReadingSpool {
  readings: SpoolReadings
  /** How the alarm engine sees it. */
  log: ReadingLog
  /** How the accounts of gateways see it. */
  senders: SenderLog
  letters: LetterRecords
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
  const setAside = await spool.consumer('dead-letters')
  const readings = createSpoolReadings(spool, spool.stats().end)
  return {
    readings, forStore,
    log: createReadingLog(spool, judged, readings, options.log),
    senders: {
      replay: (count) => replayFrom(spool, counted.progress.position, COLUMNS_FORMAT, ({ payload, sequence }) => {
        const senders = sendersOf(payload)
        const batch = decodeBatch(payload)
        if (batch !== undefined && senders !== undefined) count(batch, senders, sequence + 1)
      }),
      keep: (position) => counted.skip(position),
    },
    letters: createLetterRecords(spool, setAside),
    stats: () => spool.stats(),
    close: () => spool.close(),
  }
}

const createReadingLog = (spool: Spool, judged: SpoolConsumer, readings: SpoolReadings, log: Log): ReadingLog => ({
  replay: (judge) => replayFrom(spool, judged.progress.position, COLUMNS_FORMAT, (record) => { replayRecord(decodeBatch(record.payload), record.sequence, judge, log) }),
  position: () => readings.position(),
  keep: async (position) => {
    // What has been judged may be ahead of the disk by one commit.
    await spool.commit()
    await judged.skip(position)
  },
})

const createLetterRecords = (spool: Spool, consumer: SpoolConsumer): LetterRecords => ({
  replay: (take) => readFrom(spool, consumer.progress.position, (records) => take(records.filter(({ format }) => format === LETTER_FORMAT).map(({ payload }) => payload))),
  keep: async (position) => {
    await spool.commit()
    await consumer.skip(position)
  },
  oldest: () => spool.stats().oldest,
})

const replayFrom = (spool: Spool, position: number, wanted: number, replay: (record: StoredRecord) => void): Promise<void> =>
  readFrom(spool, position, (records) => { for (const record of records) if (record.format === wanted) replay(record) })

const readFrom = async (spool: Spool, position: number, take: (records: readonly StoredRecord[]) => Promise<void> | void): Promise<void> => {
  for (let from = position; ;) {
    const { records, next } = await spool.read(from, REPLAY_MAX_RECORDS, REPLAY_MAX_BYTES)
    if (records.length === 0) return
    await take(records)
    from = next
  }
}

const replayRecord = (batch: ReadingBatch | undefined, sequence: number, judge: (batch: ReadingBatch, position: number) => void, log: Log): void => {
  if (batch === undefined) log.error({ sequence }, 'a record of the spool is no batch of readings and was not judged')
  else judge(batch, sequence + 1)
}
