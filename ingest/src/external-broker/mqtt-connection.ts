import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { generate, parser as createParser, type IConnackPacket, type IPublishPacket, type ISubackPacket, type Packet } from 'mqtt-packet'
import type { ReceiveMessage } from '../receive-message.ts'
import { createAcknowledgements } from './acknowledgements.ts'
import type { BrokerAddress } from './broker-url.ts'

/**
 * Beyond this many unacknowledged messages nothing more is read. It bounds memory whatever the broker does: Mosquitto hands over
 * a queue of 20,000 at once whatever the receive maximum says.
 */
const OUTSTANDING_MAX = 1_000
const KEEPALIVE_S = 30
/** The broker keeps the session, and what arrives for it, so long while we are away (MQTT 5); 3.1.1 brokers have their own setting. */
const SESSION_EXPIRY_S = 7 * 86_400

export type MqttVersion = 4 | 5

export interface ConnectionOptions {
  address: BrokerAddress
  clientId: string
  version: MqttVersion
  filters: readonly string[]
  receive: ReceiveMessage
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
  publish: (topic: string, payload: string | Uint8Array, retain: boolean) => void
  close: () => void
}

/** CONNACK codes that say "not this protocol version": 1 in MQTT 3.1.1, 0x84 in MQTT 5. */
const UNSUPPORTED_VERSION = [1, 0x84]

/**
 * One connection to an external broker, made for rate: packets are parsed from the plain socket, and a message is handed on before the one
 * before it is durable; PUBACKs go out in groups. It subscribes at QoS 1: what was published at QoS 2 arrives at least once, and a reading
 * that arrives twice is stored once.
 */
export const openConnection = (options: ConnectionOptions): MqttConnection => {
  const { address, receive } = options
  const socket = address.tls ? connectTls({ host: address.host, port: address.port, servername: address.host }) : connectTcp(address.port, address.host)
  const packets = createParser({ protocolVersion: options.version })
  const endings: (() => void)[] = []
  let heard = true
  let over = false
  let held = 0

  const end = (reason: ConnectionEnd): void => {
    if (over) return
    over = true
    for (const stop of endings) stop()
    socket.destroy()
    options.onEnd(reason)
  }
  const acknowledgements = createAcknowledgements(
    (bytes) => { if (!over) socket.write(bytes) },
    () => { goOn() },
    (error) => { end({ kind: 'not_durable', detail: String(error) }) },
  )
  /** There are two reasons to stop reading, and each may end first. */
  const goOn = (): void => {
    if (!over && held === 0 && socket.isPaused() && acknowledgements.outstanding() < OUTSTANDING_MAX) socket.resume()
  }
  const holdUntil = (room: Promise<void>): void => {
    held++
    socket.pause()
    void room.then(() => {
      held--
      goOn()
    })
  }
  const take = (packet: IPublishPacket): void => {
    const reception = receive(packet.topic, typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload)
    if (packet.qos === 0 || packet.messageId === undefined) return
    acknowledgements.add(packet.messageId, reception.verdict === 'take' ? reception.durable : done)
    if (reception.verdict === 'take' && reception.room !== undefined) holdUntil(reception.room)
  }
  packets.on('packet', (packet: Packet) => {
    heard = true
    switch (packet.cmd) {
      case 'publish': take(packet); return
      case 'connack': answerConnack(packet, options, socket, end); return
      case 'suback': answerSuback(packet, end); return
      default:
    }
  })
  packets.on('error', (error: Error) => { end({ kind: 'closed', detail: `the broker sent what is not MQTT: ${error.message}` }) })
  socket.setNoDelay(true)
  socket.on(address.tls ? 'secureConnect' : 'connect', () => { socket.write(connectPacket(options)) })
  socket.on('data', (data: Buffer) => {
    packets.parse(data)
    if (acknowledgements.outstanding() >= OUTSTANDING_MAX) socket.pause()
  })
  socket.on('error', (error) => { end({ kind: 'closed', detail: error.message }) })
  socket.on('close', () => { end({ kind: 'closed', detail: 'the broker closed the connection' }) })
  endings.push(options.every(KEEPALIVE_S * 1000, () => {
    // A paused socket hears nothing by our own doing.
    if (!heard && !socket.isPaused()) { end({ kind: 'closed', detail: `nothing was heard for ${KEEPALIVE_S} s` }); return }
    heard = false
    socket.write(generate({ cmd: 'pingreq' }))
  }))
  return {
    publish: (topic, payload, retain) => {
      if (!over) socket.write(generate({ cmd: 'publish', topic, payload: Buffer.from(payload), qos: 0, retain, dup: false }, { protocolVersion: options.version }))
    },
    close: () => {
      if (!over) socket.write(generate({ cmd: 'disconnect' }, { protocolVersion: options.version }))
      end({ kind: 'closed', detail: 'stopped' })
    },
  }
}

const done = Promise.resolve()

const connectPacket = ({ address, clientId, version }: ConnectionOptions): Buffer => generate({
  cmd: 'connect', protocolId: 'MQTT', protocolVersion: version, clientId, clean: false, keepalive: KEEPALIVE_S,
  ...(address.username === undefined ? {} : { username: address.username }),
  ...(address.password === undefined ? {} : { password: Buffer.from(address.password) }),
  ...(version === 5 ? { properties: { sessionExpiryInterval: SESSION_EXPIRY_S, receiveMaximum: OUTSTANDING_MAX } } : {}),
}, { protocolVersion: version })

const answerConnack = (packet: IConnackPacket, options: ConnectionOptions, socket: Socket, end: (reason: ConnectionEnd) => void): void => {
  const code = packet.reasonCode ?? packet.returnCode ?? 0
  if (code !== 0) {
    end({ kind: UNSUPPORTED_VERSION.includes(code) ? 'unsupported_version' : 'refused', detail: `the broker refused the connection with code ${code}` })
    return
  }
  // Subscribed anew even when the session is there: its subscriptions may be those of an older version of this service.
  socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: options.filters.map((topic) => ({ topic, qos: 1 as const })) }, { protocolVersion: options.version }))
  options.onReady(packet.sessionPresent)
}

const answerSuback = (packet: ISubackPacket, end: (reason: ConnectionEnd) => void): void => {
  const refused = packet.granted.find((code) => typeof code === 'number' && code >= 0x80)
  if (refused !== undefined) end({ kind: 'refused', detail: `the broker refused a subscription with code ${String(refused)}: may this user read hazard/v1/#?` })
}
