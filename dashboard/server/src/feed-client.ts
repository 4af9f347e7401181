import type { Clock } from '@hazardwatch/shared/clock'
import type { FeedReading, UnnumberedFeedMessage } from '@hazardwatch/shared/feed-message'
import type { FeedScope } from './feed-scope.ts'
import { createPendingReadings } from './pending-readings.ts'

/** The connection under a client: a WebSocket, or an array in a test. */
export interface FeedTransport {
  send(text: string): void
  /** Bytes that were sent and have not left this machine yet. */
  bufferedBytes(): number
  close(code: number, reason: string): void
}

/** Above this a client is slow: its readings are held back and merged to the latest per point until it has caught up. */
export const SLOW_BYTES = 1024 * 1024
/** Above this a client is given up: alarms alone have piled up. It is closed and will come back for a fresh snapshot. */
export const CLOSE_BYTES = 64 * 1024 * 1024
/** Readings one client may have waiting between two flushes (a backfill of one of its points can bring any number). */
export const MAX_PENDING_ROWS = 50_000
/** WebSocket close code "try again later". */
const TRY_AGAIN_LATER = 1013

/** A message as JSON before it is numbered: made once for all clients that get the same. */
export type MessageBody = string & { readonly encoded: 'feed message' }
export const encodeBody = (message: UnnumberedFeedMessage): MessageBody => JSON.stringify(message) as MessageBody

/** One connection: numbers its messages, gathers its readings, holds them back while the other side is slow. */
export class FeedClient {
  readonly #transport: FeedTransport
  readonly #clock: Clock
  readonly #pending = createPendingReadings()
  #scope: FeedScope
  #seq = 0
  /** Merged away and not yet told. */
  #merged = 0
  #mergedEver = 0
  #closed = false

  constructor(transport: FeedTransport, clock: Clock, scope: FeedScope) {
    this.#transport = transport
    this.#clock = clock
    this.#scope = scope
  }

  get scope(): FeedScope { return this.#scope }
  get isClosed(): boolean { return this.#closed }
  /** Readings that this client did not get because it was slow. */
  get mergedReadings(): number { return this.#mergedEver }
  get isSlow(): boolean { return this.#transport.bufferedBytes() > SLOW_BYTES }

  send(message: UnnumberedFeedMessage): void { this.sendBody(encodeBody(message)) }

  /** Sends at once, whatever is buffered: alarms, risk and presence are never merged or dropped. */
  sendBody(body: MessageBody): void {
    if (this.#closed) return
    this.#seq++
    this.#transport.send(`{"seq":${this.#seq},"at":${this.#clock()},${body.slice(1)}`)
    if (this.#transport.bufferedBytes() > CLOSE_BYTES) this.close(TRY_AGAIN_LATER, 'too far behind, connect again')
  }

  /** Holds a reading for the next flush. */
  addReading(point: string, reading: FeedReading): void {
    if (this.#pending.rows() >= MAX_PENDING_ROWS) this.#countMerged(this.#pending.mergeToLatest())
    this.#pending.add(point, reading)
  }

  /** Sends what was gathered; a slow client keeps only the latest per point and is told how many it missed as soon as it has caught up. */
  flush(): void {
    if (this.isSlow) return this.#countMerged(this.#pending.mergeToLatest())
    if (this.#merged > 0) {
      this.send({ type: 'lagging', mergedReadings: this.#merged })
      this.#merged = 0
    }
    if (this.#pending.rows() > 0) this.send({ type: 'readings', readings: this.#pending.take() })
  }

  /** Sends what is left of the old scope, then the snapshot of the new one: no reading follows a snapshot that already holds a newer one. */
  enter(scope: FeedScope, snapshot: UnnumberedFeedMessage): void {
    this.flush()
    this.#countMerged(this.#pending.rows())
    this.#pending.take()
    this.#scope = scope
    this.send(snapshot)
  }

  close(code: number, reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#transport.close(code, reason)
  }

  #countMerged(count: number): void {
    this.#merged += count
    this.#mergedEver += count
  }
}
