import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Log } from '@hazardwatch/shared/node/log'
import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes'
import { BoundedConnection } from './bounded-connection.ts'
import { REASON } from './mqtt5/reason.ts'
import type { ReceiveMessage } from './receive-message.ts'

/**
 * A packet above this ends its connection. It lies above the 10 MB that a payload may have, so that a sender who is a little over
 * reads why on its rejections topic instead of reconnecting and sending the same packet for ever.
 */
const PACKET_MAX_BYTES = 16 * 1024 * 1024

/** Of a client: what aedes allows at QoS 2. Only MQTT 5 can be told. */
const RECEIVE_MAXIMUM = 1_000

/** Twice the enterprises of a country (7,000), should each come back before its old connection is known to be dead. */
const CONNECTIONS_MAX = 14_000

/** The broker could not listen: one line that says where and what to do. `code` is that of the system, for example EADDRINUSE. */
export class BrokerListenError extends Error {
  readonly code: string
  readonly host: string
  readonly port: number

  constructor(code: string, host: string, port: number, cause: unknown) {
    const reason = code === 'EADDRINUSE' ? 'another program listens there: stop it, or ' : ''
    super(`the MQTT broker cannot listen on ${host}:${port} (${code}): ${reason}choose another port with HAZARD_MQTT_PORT`, { cause })
    this.name = 'BrokerListenError'
    this.code = code
    this.host = host
    this.port = port
  }
}

export interface EmbeddedBroker {
  address: { host: string; port: number }
  /** To all who subscribe to the topic, in the name of the service. */
  publish: (topic: string, payload: string | Uint8Array, options?: { retain?: boolean }) => Promise<void>
  stop: () => Promise<void>
}

export interface EmbeddedBrokerOptions {
  host: string
  port: number
  receive: ReceiveMessage
  /** Why nobody but the service may publish there; asked before a message of MQTT 5 is received, whose sender can be told without being disconnected. Left out: they may. */
  forbids?: (topic: string) => string | undefined
  /** As in {@link Reception}: while it is set, newcomers wait before their first packet is read, so that reconnecting makes no room. */
  room: () => Promise<void> | undefined
  log: Pick<Log, 'warn'>
}

export const startEmbeddedBroker = async ({ host, port, receive, forbids = () => undefined, room, log }: EmbeddedBrokerOptions): Promise<EmbeddedBroker> => {
  const broker = await Aedes.createBroker({ authorizePublish: authorizeBy(receive) })
  broker.on('clientError', (client, error) => { log.warn({ client: client.id, err: error.message }, 'an MQTT client was disconnected') })
  broker.on('connectionError', (_client, error) => { log.warn({ err: error.message }, 'a connection never became an MQTT client') })

  const sockets = new Map<Socket, BoundedConnection>()
  const server = createServer((socket) => {
    // Acknowledgements are four bytes each and must not wait for more.
    socket.setNoDelay(true)
    const from = socket.remoteAddress
    const connection = new BoundedConnection(socket, {
      maxBytes: PACKET_MAX_BYTES, receiveMaximum: RECEIVE_MAXIMUM, forbids,
      onTooLarge: (packetBytes) => { log.warn({ from, packetBytes, maxBytes: PACKET_MAX_BYTES }, 'an MQTT packet is too large: the connection was closed') },
      onSentAway: (reason, detail) => { log.warn({ from, reason, detail }, 'an MQTT 5 client was disconnected') },
    })
    sockets.set(socket, connection)
    socket.once('close', () => sockets.delete(socket))
    const noRoom = room()
    if (noRoom !== undefined) connection.holdUntil(noRoom)
    broker.handle(connection)
  })
  server.maxConnections = CONNECTIONS_MAX
  try {
    await listen(server, host, port)
  } catch (error) {
    await closeBroker(broker)
    throw error
  }
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    publish: (topic, payload, { retain = false } = {}) => publish(broker, topic, payload, retain),
    stop: async () => {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve() }) })
      for (const connection of sockets.values()) connection.leaveWith(REASON.serverShuttingDown)
      await closeBroker(broker)
      // A connection that has not introduced itself is not yet known to the broker.
      for (const socket of sockets.keys()) socket.destroy()
      await closed
    },
  }
}

/**
 * aedes writes the PUBACK of a QoS 1 message as soon as this hook calls back, and hardly reads on from a client while call-backs are
 * owed. Held back here until the store answers, a store that is away would keep the next readings of the gateway from being judged.
 * So a QoS 1 reading goes on through aedes as QoS 0 at once (its subscribers see it before it is durable) and its PUBACK is written
 * here, later. QoS 2 keeps a state in aedes and is held: its PUBREC comes after the readings are durable.
 */
const authorizeBy = (receive: ReceiveMessage): NonNullable<AedesOptions['authorizePublish']> => (client, packet, calledBack) => {
  const reception = receive(packet.topic, payloadOf(packet))
  // Never within the hook: aedes would read and parse the next chunk inside the parse of this one, and lose its place in the stream.
  const callback = (error: Error | null): void => { queueMicrotask(() => { calledBack(error) }) }
  if (reception.verdict === 'pass') return callback(null)
  if (reception.verdict === 'refuse') return callback(new Error(reception.detail))
  // Only a status is kept: a retained reading would come back as new to each later subscriber, and fill the memory with topics.
  if (reception.retain !== true) packet.retain = false
  const { durable, room } = reception
  if (room !== undefined && client?.conn instanceof BoundedConnection) client.conn.holdUntil(room)
  if (packet.qos === 2) {
    durable.then(() => { callback(null) }, () => {
      leaveFull(client)
      callback(new Error('the readings are not durable: send them again'))
    })
    return
  }
  const messageId = packet.qos === 1 ? packet.messageId : undefined
  packet.qos = 0
  // Not durable: no PUBACK. A publisher sends again when it comes back, so it is sent away. The spool has said why, once for all of them.
  durable.then(() => { acknowledge(client, messageId) }, () => {
    if (messageId === undefined) return
    leaveFull(client)
    client?.close()
  })
  callback(null)
}

/** Not a PUBACK that refuses (MQTT 5): that would end the exchange, and who is disconnected sends again. */
const leaveFull = (client: Client | null): void => {
  if (client?.conn instanceof BoundedConnection) client.conn.leaveWith(REASON.quotaExceeded)
}

/** PUBACK (MQTT 3.1.1, 3.4; in MQTT 5 this short form means success). Owed for QoS 1 to a client that is still there. */
const acknowledge = (client: Client | null, messageId: number | undefined): void => {
  if (client === null || client.closed || messageId === undefined) return
  client.conn.write(Uint8Array.of(0x40, 2, messageId >> 8, messageId & 0xff))
}

const payloadOf = (packet: PublishPacket): Uint8Array => (typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload)

/** QoS 0: aedes keeps QoS 1 messages of absent subscribers in memory without bound. */
const publish = (broker: Aedes, topic: string, payload: string | Uint8Array, retain: boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    broker.publish({ cmd: 'publish', topic, payload: Buffer.from(payload), qos: 0, retain, dup: false }, (error) => {
      if (error) reject(error)
      else resolve()
    })
  })

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => { reject(new BrokerListenError(error.code ?? 'UNKNOWN', host, port, error)) })
    server.listen(port, host, resolve)
  })

const closeBroker = (broker: Aedes): Promise<void> => new Promise((resolve) => { broker.close(() => { resolve() }) })
