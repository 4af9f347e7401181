import type { Clock } from '@hazardwatch/shared/clock'
import { FEED_DEAD_MS, FeedMessage, type SubscribeMessage } from '@hazardwatch/shared/feed-message'
import { isGap } from './feed-state.ts'

/** The part of WebSocket that is used, so that tests need no network. */
export interface Socket {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
}

/** `waiting`: until the next attempt. `attempts` counts from the loss of the connection and is 0 while it stands. */
export interface FeedLink {
  phase: 'stopped' | 'connecting' | 'open' | 'waiting'
  attempts: number
}

export interface FeedSocketOptions {
  url: string
  openSocket(url: string): Socket
  now: Clock
  /** Uniform in [0, 1): spreads the return of many screens after an outage. */
  random(): number
  /** @returns how to cancel it. */
  setTimer(act: () => void, ms: number): () => void
  onMessage(message: FeedMessage, heardAt: number): void
  onLink(link: FeedLink): void
}

export interface FeedSocket {
  start(): void
  stop(): void
  /** What is wanted from now on, over reconnections too. */
  subscribe(scope: { region: string; points: readonly string[] }): void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
/** Two missed heartbeats: a connection that says nothing is lost, even if nobody closed it (a pulled cable, a sleeping laptop). */
const SILENT_MS = FEED_DEAD_MS
/** A server whose numbers never fit must not be asked again at each message. */
const RESUBSCRIBE_MS = 2_000

/** @returns how long to wait before an attempt: doubling to a bound, between half and the whole of it. */
export const reconnectWait = (attempts: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10)) * (0.5 + random / 2)

/** Keeps one connection to the feed: reconnects, subscribes again, and asks for a new snapshot when a number is missing. */
export const createFeedSocket = (options: FeedSocketOptions): FeedSocket => {
  const connection = new FeedConnection(options)
  return { start: () => connection.start(), stop: () => connection.stop(), subscribe: (scope) => connection.subscribe(scope) }
}

class FeedConnection {
  readonly #options: FeedSocketOptions
  #socket: Socket | undefined
  #cancelTimer: (() => void) | undefined
  #scope: { region: string; points: readonly string[] } | undefined
  #link: FeedLink = { phase: 'stopped', attempts: 0 }
  #seq = 0
  #resubscribedAt = Number.NEGATIVE_INFINITY

  constructor(options: FeedSocketOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#link.phase === 'stopped') this.#connect()
  }

  stop(): void {
    this.#cancelTimer?.()
    this.#drop()
    this.#setLink({ phase: 'stopped', attempts: 0 })
  }

  subscribe(scope: { region: string; points: readonly string[] }): void {
    this.#scope = scope
    this.#sendScope()
  }

  #connect(): void {
    this.#setLink({ phase: 'connecting', attempts: this.#link.attempts })
    this.#seq = 0
    const opening = this.#options.openSocket(this.#options.url)
    this.#socket = opening
    opening.onopen = () => {
      this.#setLink({ phase: 'open', attempts: this.#link.attempts })
      this.#sendScope()
    }
    opening.onmessage = (event) => this.#hear(event.data)
    opening.onclose = () => this.#lose()
    this.#later(() => this.#lose(), SILENT_MS)
  }

  #hear(data: unknown): void {
    this.#later(() => this.#lose(), SILENT_MS)
    const message = readMessage(data)
    if (message === undefined) return this.#repair()
    if (this.#link.attempts > 0) this.#setLink({ phase: 'open', attempts: 0 })
    const gap = isGap(this.#seq, message.seq)
    this.#seq = message.seq
    this.#options.onMessage(message, this.#options.now())
    if (gap) this.#repair()
  }

  #repair(): void {
    if (this.#options.now() - this.#resubscribedAt < RESUBSCRIBE_MS) return
    this.#resubscribedAt = this.#options.now()
    this.#sendScope()
  }

  #lose(): void {
    this.#drop()
    const attempts = this.#link.attempts + 1
    this.#setLink({ phase: 'waiting', attempts })
    this.#later(() => this.#connect(), reconnectWait(attempts - 1, this.#options.random()))
  }

  #drop(): void {
    const old = this.#socket
    this.#socket = undefined
    if (old === undefined) return
    // Its last words must not reach the connection that comes after it.
    Object.assign(old, { onopen: null, onmessage: null, onclose: null })
    old.close()
  }

  #sendScope(): void {
    if (this.#scope === undefined || this.#link.phase !== 'open') return
    const message: SubscribeMessage = { type: 'subscribe', region: this.#scope.region, points: [...this.#scope.points] }
    this.#socket?.send(JSON.stringify(message))
  }

  #setLink(next: FeedLink): void {
    this.#link = next
    this.#options.onLink(next)
  }

  /** One timer at a time: the next attempt, or the watch over a connection that says nothing. */
  #later(act: () => void, ms: number): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.#options.setTimer(act, ms)
  }
}

/** @returns undefined for what is not a feed message: it is treated like one that was lost. */
const readMessage = (data: unknown): FeedMessage | undefined => {
  if (typeof data !== 'string') return undefined
  try {
    return FeedMessage.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
