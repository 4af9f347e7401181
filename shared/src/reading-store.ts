import type { ReadingBatch } from './reading-batch.ts'

/** A stored reading: [epoch ms, value or null, quality code]. */
export type StoredReading = readonly [time: number, value: number | null, quality: number]

export interface History {
  /** True when `points` are the readings themselves; false when they are the min and max of each bucket. */
  raw: boolean
  points: StoredReading[]
  /** Of raw readings those that have a mark, oldest first; left out when none has. Codes of `reading-mark.ts`. */
  marks?: [time: number, mark: number][]
}

export interface HistoryQuery {
  point: number
  /** Epoch ms, inclusive. */
  from: number
  /** Epoch ms, exclusive. */
  to: number
  maxPoints: number
}

/** Port: where readings are kept. Every implementation passes the contract suite in `ingest/src/stores/contract.ts`. */
export interface ReadingStore {
  /** How many appends may usefully be on their way: more than one where a server works while the next is made. Default 1. */
  readonly appendsAtOnce?: number
  /**
   * Resolves when the batch is durable: it survives kill -9 from then on. Duplicates (same point and time) are stored once.
   * The batch is not changed before; one that failed may be given again, as the same object. The error may say in `retryAfterMs` how long to leave the store alone.
   * The marks of its rows are kept with them.
   * @param tellDuplicates is called, before this resolves, with the rows that were stored already or stand in the batch twice; not by a store that cannot tell.
   */
  append(batch: ReadingBatch, tellDuplicates?: (rows: readonly number[]) => void): Promise<void>
  /**
   * True: a backlog comes beside what is live from now on, oldest first, so readings between the newest stored and those that follow now are still to come.
   * False: it is in. A store may take it as a reason not to look them up as duplicates; the answer to what is stored does not change.
   */
  expectOlder?(isExpected: boolean): void
  /** Oldest first. Raw when they fit into maxPoints, else min and max of each bucket in time order (spikes survive). */
  history(query: HistoryQuery): Promise<History>
  /** The newest reading of each of the given points. */
  latest(points: readonly number[]): Promise<Map<number, StoredReading>>
  close(): Promise<void>
}

/** What one round of maintenance did. Days are UTC, as 2026-11-23. A day that failed stays as it was and is tried again next time. */
export interface MaintenanceReport {
  compacted: { day: string; readings: number; bytes: number }[]
  /** Older than the retention. */
  dropped: string[]
  failed: { day: string; reason: string }[]
}

export interface StoreStats {
  /** Readings that are not compacted yet, and the days they are of. */
  hotReadings: number
  hotDays: number
  compactedReadings: number
  compactedDays: number
  /** Of the compacted days. */
  compactedBytes: number
  /** Day files that are gone or cannot be read: their readings are missing from every history until they are restored and the store is opened anew. */
  unreadableFiles: string[]
}

/** A store that keeps its own files. It has no timer: whoever opened it calls `maintain` every minute or so. */
export interface MaintainedStore extends ReadingStore {
  /** Compacts the days that are over and drops those beyond the retention, beside appends and queries. `now` in epoch ms. Never throws for one day. */
  maintain(now: number): Promise<MaintenanceReport>
  stats(): Promise<StoreStats>
}

export interface ScanQuery {
  points: readonly number[]
  /** Epoch ms, inclusive. */
  from: number
  /** Epoch ms, exclusive. */
  to: number
  /**
   * `point`: a stretch of time point after point, each oldest first, then the next stretch: all that judging points by themselves needs, and the
   * cheapest to read. `time`: all points together, oldest first.
   */
  order: 'point' | 'time'
}

/** Takes what a scan has read; the scan reads ahead by one batch and waits for the answer. The columns are the taker's until then. */
export type ScanTaker = (batch: ReadingBatch) => void | Promise<void>

/** A store that can be read through in bulk, as a backtest does. */
export interface ScannableStore extends ReadingStore {
  /** Gives every stored reading of the range once, in batches. `arrivedAt` of the batches is NaN: when a reading arrived is not stored. */
  scan(query: ScanQuery, take: ScanTaker, signal?: AbortSignal): Promise<void>
}
