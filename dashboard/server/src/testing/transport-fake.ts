import { FeedMessage } from '@hazardwatch/shared/feed-message'
import type { FeedTransport } from '../feed-client.ts'

/** For tests: a connection that keeps what is sent, checked against the schema, and is as full as it is told to be. */
export class TransportFake implements FeedTransport {
  readonly sent: FeedMessage[] = []
  buffered = 0
  failure: Error | undefined
  closed: { code: number; reason: string } | undefined

  send(text: string): void {
    if (this.failure !== undefined) throw this.failure
    this.sent.push(FeedMessage.parse(JSON.parse(text)))
  }
  bufferedBytes(): number { return this.buffered }
  close(code: number, reason: string): void { this.closed = { code, reason } }

  /** What was sent since the last call. */
  take(): FeedMessage[] { return this.sent.splice(0) }
}

export const createTransportFake = (): TransportFake => new TransportFake()
