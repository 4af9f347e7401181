import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import { hasNodes, type HostGreeting, type HostState } from '../host-state.ts'
import type { ReceiveMessage, Reception } from '../receive-message.ts'
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
  /** How this host application tells Sparkplug nodes that it is there, once it listens to any; left out = it tells nobody. */
  host?: HostState
  clock: Clock
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
  state: () => BrokerState
  stop: () => Promise<void>
}

export interface BrokerState {
  connected: boolean
  connects: number
  lastEnd: string | null
  /** How often the broker knew nothing of our session when we came back: what it took meanwhile did not wait for us, and is missing unless its senders send it again. */
  sessionsLost: number
  /** Epoch ms; null = never since the start. */
  sessionLostAt: number | null
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
  private endedAt = 0
  private sessionsLost = 0
  private sessionLostAt: number | null = null
  private readonly unreleased = new Map<number, Promise<void>>()
  private greeting: HostGreeting | undefined
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
    // The will belongs to the connection: the first node, and the last, take another one.
    if (this.connection !== undefined && this.options.host !== undefined && hasNodes(filters) !== (this.greeting !== undefined)) return this.connect()
    if (this.connected) this.connection?.resubscribe(filters.filter((filter) => !before.has(filter)), [...before].filter((filter) => !after.has(filter)))
  }

  state(): BrokerState {
    return { connected: this.connected, connects: this.connects, lastEnd: this.lastEnd, sessionsLost: this.sessionsLost, sessionLostAt: this.sessionLostAt }
  }

  stop(): Promise<void> {
    this.stopped = true
    this.cancelRetry?.()
    this.leave()
    this.connection?.close()
    return Promise.resolve()
  }

  open(): void {
    const { address, clientId, receive, every, log, host, clock } = this.options
    this.greeting = hasNodes(this.filters) ? host?.greet(clock()) : undefined
    const { greeting } = this
    this.connection = openConnection({
      address, clientId, every, greeting, receive: (topic, payload) => (topic === greeting?.topic ? this.hearOfUs(payload) : receive(topic, payload)), version: this.version, unreleased: this.unreleased,
      filters: () => (greeting === undefined ? this.filters : [...this.filters, greeting.topic]), stale: this.options.stale ?? (() => []),
      onRefused: (filter, code) => { log.warn({ ...this.address, filter, code }, 'the MQTT broker refused a subscription: may this user read it?') },
      onReady: (sessionPresent) => { this.ready(sessionPresent) },
      onEnd: (reason) => { this.ended(reason) },
    })
  }

  /** Who says that this host is away, while it is not, is set right at once: nodes would stop publishing. */
  private hearOfUs(payload: Uint8Array): Reception {
    const { greeting } = this
    if (greeting !== undefined && this.options.host?.deniesUs(payload) === true) this.connection?.publish(greeting.topic, greeting.birth, true, 1)
    return { verdict: 'pass' }
  }

  /** The will is for an end that was not meant. */
  private leave(): void {
    const { host, clock } = this.options
    if (host !== undefined && this.connected && this.greeting !== undefined) this.connection?.publish(host.topic, host.farewell(clock()), true, 1)
  }

  /** Anew, at once. */
  private connect(): void {
    this.cancelRetry?.()
    const { connection } = this
    this.leave()
    this.connection = undefined
    this.connected = false
    connection?.drop()
    this.open()
  }

  private ready(sessionPresent: boolean): void {
    this.connected = true
    this.attempt = 0
    // Of the first connection nobody here knows whether there was a session.
    if (this.connects++ > 0 && !sessionPresent) this.noteLoss()
    this.options.log.info({ ...this.address, mqtt: this.version === 5 ? '5' : '3.1.1', sessionPresent }, 'connected to the MQTT broker')
  }

  private noteLoss(): void {
    const now = this.options.clock()
    this.sessionsLost++
    this.sessionLostAt = now
    this.options.log.warn(
      { ...this.address, awayMs: now - this.endedAt },
      'the MQTT broker has forgotten our session: what it took while we were away is missing unless its senders send it again; let it write its sessions to disk more often (Mosquitto: autosave_interval)',
    )
  }

  private ended(reason: ConnectionEnd): void {
    if (this.connected) this.endedAt = this.options.clock()
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
