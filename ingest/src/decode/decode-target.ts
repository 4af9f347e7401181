import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { Refusals } from '../refusals.ts'
import type { HeldMessage } from './sparkplug/held-messages.ts'
import type { UnknownNames } from './unknown-names.ts'

/** Tag to point number: the ledger's map of one enterprise. */
export type TagNumbers = Pick<ReadonlyMap<string, number>, 'get'>

/** What the sender is owed in answer. `topic` is where to publish it; '' = back on the TCP connection it came by. */
export interface Reply {
  topic: string
  payload: Uint8Array
}

/**
 * Where a decoder writes: accepted readings into columns, everything else into the refusals, answers into the replies.
 * `batch.arrivedAt` is the time of arrival. Replies promise that the message is safe: send them when its readings are durable.
 */
export interface DecodeTarget {
  batch: ReadingBatch
  refusals: Refusals
  tags: TagNumbers
  replies: Reply[]
  /** Names that are not registered, with what was sent under them; left out = nobody wants to know. */
  unknown?: UnknownNames | undefined
  /** What the message says of the session it belongs to; left out = nobody wants to know. */
  session?: SessionNews | undefined
}

/** Of protocols with sessions. */
export interface SessionNews {
  /** The sender has gone: it said so, or its broker did. */
  left: boolean
  /** Points that nobody speaks for any more, as rows without a value at the time of arrival. */
  stale: ReadingBatch
  /** This message, when it waits for a birth. */
  held?: HeldMessage
  /** Messages that have waited and were read, as a whole, with this one. */
  read?: HeldMessage[]
}

/** A wire format that needs only the payload: bytes in, columns and refusals out. Pure, and it never throws, whatever the bytes are. */
export type Decoder = (payload: Uint8Array, into: DecodeTarget) => void

/** The common signature of the wire formats; `formats.ts` makes one for each session. It never throws, whatever topic and bytes are. */
export type FormatDecoder = (topic: string, payload: Uint8Array, into: DecodeTarget) => void

/** Bounds the columns of one message: 2.1 MB. A longer backfill comes in several messages. */
export const READINGS_MAX = 100_000
