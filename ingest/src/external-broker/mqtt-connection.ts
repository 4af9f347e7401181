import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { generate, parser as createParser, type IConnackPacket, type IPublishPacket, type ISubackPacket, type Packet, type Parser } from 'mqtt-packet'
import type { HostGreeting } from '../host-state.ts'
import type { ReceiveMessage } from '../receive-message.ts'
import { createAcknowledgements, pubcomp, type Acknowledgements } from './acknowledgements.ts'
import type { BrokerAddress } from './broker-url.ts'

/**
 * Beyond this many unacknowledged messages nothing more is read, whatever the broker does: Mosquitto hands over a queue of 20,000 at once
 * whatever the receive maximum says. Of a message that waits only its id is held here; its readings are bounded by the spool. At 1,000 the
 * thread stood idle for a fifth of a drain, waiting for the disk.
 */
const OUTSTANDING_MAX = 4_000
const KEEPALIVE_S = 30
/** The broker keeps the session, and what arrives for it, so long while we are away (MQTT 5); 3.1.1 brokers have their own setting. */
const SESSION_EXPIRY_S = 7 * 86_400

export type MqttVersion = 4 | 5

export interface ConnectionOptions {
  address: BrokerAddress
  clientId: string
  version: MqttVersion
  /** Asked for when the session is there; the first is the one without which there is no point in a connection. */
  filters: () => readonly string[]
  /** Not any more. */
  stale: () => readonly string[]
  /** Told to Sparkplug nodes: the will of the connection, and what is published once it is subscribed. Undefined = there are none. */
  greeting: HostGreeting | undefined
  onRefused: (filter: string, code: number) => void
  receive: ReceiveMessage
  /** Messages at QoS 2 that were received and not released, by their id, with when they are durable. Of the session: it outlives the connection. */
  unreleased: Map<number, Promise<void>>
  /** Repeats until its result is called. */
  every: (ms: number, run: () => void) => () => void
  /** The session is there and subscribed. */
  onReady: (sessionPresent: boolean) => void
  /** Once, when the connection is over, with the reason. */
  onEnd: (reason: ConnectionEnd) => void
}

/** Why a connection ended; `unsupported_version`: the broker does not speak this version of MQTT. */
export interface ConnectionEnd {
  kind: 'closed' | 'refused' | 'unsupported_version' | 'not_durable'
  detail: string
}

export interface MqttConnection {
  /** At QoS 1 once on this connection: what matters is published anew on the next. */
  publish: (topic: string, payload: string | Uint8Array, retain: boolean, qos?: 0 | 1) => void
  resubscribe: (added: readonly string[], removed: readonly string[]) => void
  close: () => void
  /** Like close, without a word to who opened it. */
  drop: () => void
}

/** Filters a packet: some 26 kB at their longest, which every broker takes. */
const FILTERS_A_PACKET = 100

const partsOf = (filters: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(filters.length / FILTERS_A_PACKET) }, (_, part) => filters.slice(part * FILTERS_A_PACKET, (part + 1) * FILTERS_A_PACKET))

/** CONNACK codes that say "not this protocol version": 1 in MQTT 3.1.1, 0x84 in MQTT 5. */
const UNSUPPORTED_VERSION = [1, 0x84]

/**
 * One connection to an external broker, made for rate: packets are parsed from the plain socket, and a message is handed on before the one
 * before it is durable; PUBACKs and PUBRECs go out in groups, when it is. A message at QoS 2 that comes again on a later connection is known by its id;
 * after a restart of this service it is not, if its PUBREC had not arrived: then its readings are known again by their time.
 */
export const openConnection = (options: ConnectionOptions): MqttConnection => {
  const connection = new Connection(options)
  connection.open()
  return connection
}

class Connection implements MqttConnection {
  private readonly options: ConnectionOptions
  private readonly socket: Socket
  private readonly packets: Parser
  private readonly acknowledgements: Acknowledgements
  private stopPings: (() => void) | undefined
  /** Something came since the last ping. */
  private heard = true
  private over = false
  private silent = false
  /** SUBSCRIBEs without their SUBACK, by message id. */
  private readonly asked = new Map<number, readonly string[]>()
  private lastAsked = 0
  /** For how many reasons other than unacknowledged messages nothing may be read. */
  private held = 0

  constructor(options: ConnectionOptions) {
    const { address, version } = options
    this.options = options
    this.socket = address.tls ? connectTls({ host: address.host, port: address.port, servername: isIP(address.host) === 0 ? address.host : '', ...(address.ca !== undefined && { ca: address.ca }) }) : connectTcp(address.port, address.host)
    this.packets = createParser({ protocolVersion: version })
    this.acknowledgements = createAcknowledgements(
      (bytes) => { this.write(bytes) },
      () => { this.goOn() },
      (error) => { this.end({ kind: 'not_durable', detail: String(error) }) },
    )
  }

  open(): void {
    const { socket, packets } = this
    packets.on('packet', (packet: Packet) => { this.handle(packet) })
    packets.on('error', (error: Error) => { this.end({ kind: 'closed', detail: `the broker sent what is not MQTT: ${error.message}` }) })
    socket.setNoDelay(true)
    socket.on(this.options.address.tls ? 'secureConnect' : 'connect', () => { this.write(connectPacket(this.options)) })
    socket.on('data', (data: Buffer) => {
      packets.parse(data)
      if (this.acknowledgements.outstanding() >= OUTSTANDING_MAX) socket.pause()
    })
    socket.on('error', (error) => { this.end({ kind: 'closed', detail: error.message }) })
    socket.on('close', () => { this.end({ kind: 'closed', detail: 'the broker closed the connection' }) })
    this.stopPings = this.options.every(KEEPALIVE_S * 1000, () => { this.ping() })
  }

  publish(topic: string, payload: string | Uint8Array, retain: boolean, qos: 0 | 1 = 0): void {
    this.write(generate({ cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain, dup: false, ...(qos === 1 && { messageId: this.nextId() }) }, { protocolVersion: this.options.version }))
  }

  resubscribe(added: readonly string[], removed: readonly string[]): void {
    const { version } = this.options
    for (const part of partsOf(removed)) this.write(generate({ cmd: 'unsubscribe', messageId: this.nextId(), unsubscriptions: part }, { protocolVersion: version }))
    for (const part of partsOf(added)) {
      const messageId = this.nextId()
      this.asked.set(messageId, part)
      this.write(generate({ cmd: 'subscribe', messageId, subscriptions: part.map((topic) => ({ topic, qos: 2 as const })) }, { protocolVersion: version }))
    }
  }

  private nextId(): number {
    this.lastAsked = this.lastAsked % 65_535 + 1
    return this.lastAsked
  }

  close(): void {
    this.write(generate({ cmd: 'disconnect' }, { protocolVersion: this.options.version }))
    this.end({ kind: 'closed', detail: 'stopped' }, true)
  }

  drop(): void {
    this.silent = true
    this.close()
  }

  private handle(packet: Packet): void {
    this.heard = true
    if (packet.cmd === 'publish') this.take(packet)
    if (packet.cmd === 'pubrel') this.release(packet.messageId ?? 0)
    if (packet.cmd === 'connack') this.answerConnack(packet)
    if (packet.cmd === 'suback') this.answerSuback(packet)
    if (packet.cmd === 'disconnect') this.end({ kind: 'closed', detail: `the broker ended the connection with code ${packet.reasonCode ?? 0}` })
  }

  private take(packet: IPublishPacket): void {
    const { messageId, qos } = packet
    const received = qos === 2 && messageId !== undefined ? this.options.unreleased.get(messageId) : undefined
    if (received !== undefined && messageId !== undefined) return this.acknowledgements.add(messageId, 2, received)
    const reception = this.options.receive(packet.topic, typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload)
    if (qos === 0 || messageId === undefined) return
    const durable = reception.verdict === 'take' ? reception.durable : done
    if (qos === 2) this.remember(messageId, durable)
    this.acknowledgements.add(messageId, qos, durable)
    if (reception.verdict === 'take' && reception.room !== undefined) this.holdUntil(reception.room)
  }

  private remember(messageId: number, durable: Promise<void>): void {
    const { unreleased } = this.options
    unreleased.set(messageId, durable)
    // What was not kept has to come again.
    durable.catch(() => { if (unreleased.get(messageId) === durable) unreleased.delete(messageId) })
  }

  /** Also of a message that only a former process knew: its PUBREC has arrived, so its readings are kept. */
  private release(messageId: number): void {
    this.options.unreleased.delete(messageId)
    this.write(pubcomp(messageId))
  }

  private holdUntil(room: Promise<void>): void {
    this.held++
    this.socket.pause()
    void room.then(() => {
      this.held--
      this.goOn()
    })
  }

  /** There are two reasons to stop reading, and either may end first. */
  private goOn(): void {
    if (!this.over && this.held === 0 && this.socket.isPaused() && this.acknowledgements.outstanding() < OUTSTANDING_MAX) this.socket.resume()
  }

  private answerConnack(packet: IConnackPacket): void {
    const code = packet.reasonCode ?? packet.returnCode ?? 0
    if (code !== 0) {
      this.end({ kind: UNSUPPORTED_VERSION.includes(code) ? 'unsupported_version' : 'refused', detail: `the broker refused the connection with code ${code}` })
      return
    }
    if (!packet.sessionPresent) this.options.unreleased.clear()
    // Subscribed anew even when the session is there: its subscriptions may be those of an older version of this service.
    this.resubscribe(this.options.filters(), this.options.stale())
    const { greeting } = this.options
    if (greeting !== undefined) this.publish(greeting.topic, greeting.birth, true, 1)
    this.options.onReady(packet.sessionPresent)
  }

  private answerSuback(packet: ISubackPacket): void {
    const codes: readonly unknown[] = packet.granted
    const asked = this.asked.get(packet.messageId ?? 0) ?? []
    this.asked.delete(packet.messageId ?? 0)
    const [first] = this.options.filters()
    for (const [index, filter] of asked.entries()) {
      const code = codes[index]
      if (typeof code !== 'number' || code < 0x80) continue
      // One gateway's topics must not take the connection from all others.
      if (filter !== first) this.options.onRefused(filter, code)
      else return this.end({ kind: 'refused', detail: `the broker refused a subscription with code ${code}: may this user read hazard/v1/#?` })
    }
  }

  private ping(): void {
    // A paused socket hears nothing by our own doing.
    if (!this.heard && !this.socket.isPaused()) {
      this.end({ kind: 'closed', detail: `nothing was heard for ${KEEPALIVE_S} s` })
      return
    }
    this.heard = false
    this.write(generate({ cmd: 'pingreq' }))
  }

  private write(bytes: Uint8Array): void {
    if (!this.over) this.socket.write(bytes)
  }

  /** @param said what has been written is still to go out */
  private end(reason: ConnectionEnd, said = false): void {
    if (this.over) return
    this.over = true
    this.stopPings?.()
    if (said) this.socket.destroySoon()
    else this.socket.destroy()
    if (!this.silent) this.options.onEnd(reason)
  }
}

const done = Promise.resolve()

const connectPacket = ({ address, clientId, version, greeting }: ConnectionOptions): Buffer => generate({
  cmd: 'connect', protocolId: 'MQTT', protocolVersion: version, clientId, clean: false, keepalive: KEEPALIVE_S,
  ...(address.username === undefined ? {} : { username: address.username }),
  ...(address.password === undefined ? {} : { password: Buffer.from(address.password) }),
  ...(greeting !== undefined && { will: { topic: greeting.topic, payload: Buffer.from(greeting.will), qos: 1 as const, retain: true } }),
  ...(version === 5 ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: OUTSTANDING_MAX } } : {}),
}, { protocolVersion: version })
