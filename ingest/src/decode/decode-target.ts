import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { Refusals } from '../refusals.ts'

/** Tag to point number: the ledger's map of one enterprise. */
export type TagNumbers = Pick<ReadonlyMap<string, number>, 'get'>

/** Where a decoder writes: accepted readings into columns, everything else into the refusals. `batch.arrivedAt` is the time of arrival. */
export interface DecodeTarget {
  batch: ReadingBatch
  refusals: Refusals
  tags: TagNumbers
}

/** One wire format: bytes in, columns and refusals out. Pure, and it never throws, whatever the bytes are. */
export type Decoder = (payload: Uint8Array, into: DecodeTarget) => void

/** Bounds the columns of one message: 2.1 MB. A longer backfill comes in several messages. */
export const READINGS_MAX = 100_000
