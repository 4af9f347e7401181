import type { Log } from '@hazardwatch/shared/node/log'
import type { ReceiveMessage } from '../receive-message.ts'
import { backOffMs } from './back-off.ts'
import type { BrokerAddress } from './broker-url.ts'
import { openConnection, type ConnectionEnd, type MqttConnection, type MqttVersion } from './mqtt-connection.ts'

export interface ExternalBrokerOptions {
  address: BrokerAddress
  /** The same after a restart: the broker keeps what arrives meanwhile under this name. */
  clientId: string
  filters: readonly string[]
  /** What a session of an earlier start may still be subscribed to, and must not be; asked at each connection. */
  stale?: () => readonly string[]
  receive: ReceiveMessage
  log: Pick<Log, 'info' | 'warn'>
  /** From 0 to 1. */
  chance: () => number
  /** Runs once after so many ms, unless its result is called before. */
  after: (ms: number, run: () => void) => () => void
  every: (ms: number, run: () => void) => () => void
}

export interface ExternalBroker {
  address: { host: string; port: number }
  /** QoS 0; while the broker is away the notice is left out. */
  publish: (topic: string, payload: string | Uint8Array, options?: { retain?: boolean }) => Promise<void>
  /** These filters instead of those before, on this connection and on all that follow. */
  subscribe: (filters: readonly string[]) => void
  state: () => { connected: boolean; connects: number; lastEnd: string | null }
  stop: () => Promise<void>
}

/** Keeps a session with an external broker: comes back with growing, scattered pauses, and subscribes anew each time. */
export const startExternalBroker = (options: ExternalBrokerOptions): ExternalBroker => {
  const session = new Session(options)
  session.open()
  return session
}

class Session implements ExternalBroker {
  readonly address: { host: string; port: number }
  private readonly options: ExternalBrokerOptions
  private filters: readonly string[]
  private connection: MqttConnection | undefined
  private version: MqttVersion = 5
  private attempt = 0
  private connected = false
  private connects = 0
  private lastEnd: string | null = null
  private readonly unreleased = new Map<number, Promise<void>>()
  private cancelRetry: (() => void) | undefined
  private stopped = false

  constructor(options: ExternalBrokerOptions) {
    this.options = options
    this.filters = options.filters
    this.address = { host: options.address.host, port: options.address.port }
  }

  publish(topic: string, payload: string | Uint8Array, { retain = false }: { retain?: boolean } = {}): Promise<void> {
    if (this.connected) this.connection?.publish(topic, payload, retain)
    return Promise.resolve()
  }

  subscribe(filters: readonly string[]): void {
    const before = new Set(this.filters)
    const after = new Set(filters)
    this.filters = filters
    if (this.connected) this.connection?.resubscribe(filters.filter((filter) => !before.has(filter)), [...before].filter((filter) => !after.has(filter)))
  }

  state(): { connected: boolean; connects: number; lastEnd: string | null } {
    return { connected: this.connected, connects: this.connects, lastEnd: this.lastEnd }
  }

  stop(): Promise<void> {
    this.stopped = true
    this.cancelRetry?.()
    this.connection?.close()
    return Promise.resolve()
  }

  open(): void {
    const { address, clientId, receive, every, log } = this.options
    this.connection = openConnection({
      address, clientId, receive, every, version: this.version, unreleased: this.unreleased,
      filters: () => this.filters, stale: this.options.stale ?? (() => []),
      onRefused: (filter, code) => { log.warn({ ...this.address, filter, code }, 'the MQTT broker refused a subscription: may this user read it?') },
      onReady: (sessionPresent) => { this.ready(sessionPresent) },
      onEnd: (reason) => { this.ended(reason) },
    })
  }

  private ready(sessionPresent: boolean): void {
    this.connected = true
    this.attempt = 0
    this.connects++
    this.options.log.info({ ...this.address, mqtt: this.version === 5 ? '5' : '3.1.1', sessionPresent }, 'connected to the MQTT broker')
  }

  private ended(reason: ConnectionEnd): void {
    this.connected = false
    this.connection = undefined
    this.lastEnd = reason.detail
    if (this.stopped) return
    if (reason.kind === 'unsupported_version' && this.version === 5) {
      this.version = 4
      this.retryAfter(0)
      return
    }
    const pause = backOffMs(this.attempt++, this.options.chance())
    this.options.log.warn({ ...this.address, reason: reason.detail, retryMs: pause }, 'the MQTT broker is away')
    this.retryAfter(pause)
  }

  private retryAfter(ms: number): void {
    this.cancelRetry = this.options.after(ms, () => { this.open() })
  }
}
