import type { ReadingBatch } from './reading-batch.ts'

/** A stored reading: [epoch ms, value or null, quality code]. */
export type StoredReading = readonly [time: number, value: number | null, quality: number]

export interface History {
  /** True when `points` are the readings themselves; false when they are the min and max of each bucket. */
  raw: boolean
  points: StoredReading[]
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
  /** Resolves when the batch is durable: it survives kill -9 from then on. Duplicates (same point and time) are stored once. */
  append(batch: ReadingBatch): Promise<void>
  /** Oldest first. Raw when they fit into maxPoints, else min and max of each bucket in time order (spikes survive). */
  history(query: HistoryQuery): Promise<History>
  /** The newest reading of each of the given points. */
  latest(points: readonly number[]): Promise<Map<number, StoredReading>>
  close(): Promise<void>
}
