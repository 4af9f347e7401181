import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import { deviceTopic } from './dead-letters/device-topic.ts'
import { createHj212Stream, type TargetOf } from './decode/hj212/hj212-stream.ts'
import { createUnknownNames } from './decode/unknown-names.ts'
import type { DecodedMessage, PointRegistry } from './decode-message.ts'
import type { GatewayRoute, GatewayRoutes } from './gateway-routes.ts'
import type { TakeDecoded } from './message-path.ts'
import { createRefusals, refuse } from './refusals.ts'

/** Twice the boxes of a country's dust and gas sites. */
const CONNECTIONS_MAX = 14_000

/** Boxes report every minute, the slowest every hour; a connection that says nothing for so long is dead. */
const IDLE_MS = 2 * 3_600_000

/** Answers that a box does not take: some hundred of them. A box that reads nothing is cut off. */
const UNREAD_MAX_BYTES = 64 * 1024

/** The listener could not listen: one line that says where and what to do. */
export class Hj212ListenError extends Error {
  constructor(code: string, host: string, port: number, cause: unknown) {
    const reason = code === 'EADDRINUSE' ? 'another program listens there: stop it, or ' : ''
    super(`HJ 212 cannot listen on ${host}:${port} (${code}): ${reason}choose another port with HAZARD_HJ212_PORT`, { cause })
    this.name = 'Hj212ListenError'
  }
}

export interface Hj212ListenerOptions {
  host: string
  port: number
  gateways: Pick<GatewayRoutes, 'ofDevice'>
  registry: PointRegistry
  take: TakeDecoded
  /** A device spoke whose number nobody has registered. */
  noteDevice: (mn: string, arrivedAt: number) => void
  /** While it is set, nothing more is read. */
  room: () => Promise<void> | undefined
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
}

export interface Hj212Listener {
  address: { host: string; port: number }
  stop: () => Promise<void>
}

/** HJ 212 over TCP: one stream decoder a connection; who sends is told by the MN of each frame. Throws Hj212ListenError. */
export const startHj212Listener = async (options: Hj212ListenerOptions): Promise<Hj212Listener> => {
  const { host, port } = options
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serve(socket, options)
  })
  server.maxConnections = CONNECTIONS_MAX
  await listen(server, host, port)
  return {
    address: { host, port: (server.address() as AddressInfo).port },
    stop: async () => {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve() }) })
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

const serve = (socket: Socket, options: Hj212ListenerOptions): void => {
  const { room, log } = options
  const stream = createHj212Stream()
  const from = socket.remoteAddress
  const holdUntil = (free: Promise<void> | undefined): void => {
    if (free === undefined) return
    socket.pause()
    void free.finally(() => { socket.resume() })
  }
  socket.setNoDelay(true)
  socket.setTimeout(IDLE_MS, () => { socket.destroy() })
  socket.on('error', (error) => { log.warn({ from, err: error.message }, 'an HJ 212 connection broke') })
  socket.on('data', (segment: Buffer) => {
    try {
      takeSegment(segment, stream.feedByDevice, socket, options)
    } catch (error) {
      // A fault of ours: where the stream stands is not known any more. The box connects again.
      log.error({ from, bytes: segment.length, err: error }, 'an HJ 212 segment could not be handled: the connection was closed')
      socket.destroy()
    }
    holdUntil(room())
  })
  holdUntil(room())
}

/** The frames of one device, or those of nobody that is known. */
interface Part {
  topic: string
  route: GatewayRoute | undefined
  decoded: DecodedMessage
  /** Views of the segment. */
  frames: Uint8Array[]
}

const takeSegment = (segment: Uint8Array, feed: (bytes: Uint8Array, targetOf: TargetOf) => void, socket: Socket, options: Hj212ListenerOptions): void => {
  const arrivedAt = options.clock()
  const parts = new Map<string, Part>()
  feed(segment, (mn, frame) => targetOf(parts, mn, frame, arrivedAt, options))
  let bytes = segment.length
  for (const { topic, route, decoded, frames } of parts.values()) {
    if (decoded.tags !== undefined) route?.names.convert(decoded.batch, decoded.tags)
    const { durable, replies } = options.take({ topic, enterprise: route?.enterprise ?? '', arrivedAt, gateway: route, payload: () => Buffer.concat(frames) }, bytes, decoded)
    // The segment's bytes are counted once.
    bytes = 0
    // 9014 promises that the readings are safe; without it the box sends again.
    if (replies.length > 0) durable.then(() => { for (const { payload } of replies) answer(socket, payload) }, () => undefined)
  }
}

const targetOf = (parts: Map<string, Part>, mn: string | undefined, frame: Uint8Array, arrivedAt: number, { gateways, registry, noteDevice }: Hj212ListenerOptions): ReturnType<TargetOf> => {
  const route = mn === undefined ? undefined : gateways.ofDevice(mn)
  const tags = route === undefined ? undefined : registry.tagNumbers(route.enterprise)
  const key = mn ?? ''
  const part = parts.get(key) ?? {
    topic: deviceTopic(key), route: tags === undefined ? undefined : route,
    decoded: { batch: createBatch(16, arrivedAt), refusals: createRefusals(), replies: [], tags, unknown: createUnknownNames() }, frames: [],
  }
  parts.set(key, part)
  part.frames.push(frame)
  const { decoded } = part
  if (route !== undefined && tags !== undefined) return { ...decoded, tags: route.names.numbersFor(tags) }
  if (mn === undefined) return { ...decoded, tags: nothing }
  noteDevice(mn, arrivedAt)
  refuse(decoded.refusals, 'unknown_enterprise', () => {
    const given = JSON.stringify(mn)
    return { where: 'MN', detail: { en: `no gateway has the MN ${given}: register it with format hj212`, zh: `没有网关的 MN 为 ${given}；请登记其网关配置，格式为 hj212` } }
  })
  return undefined
}

const nothing = new Map<string, number>()

const answer = (socket: Socket, payload: Uint8Array): void => {
  if (!socket.writable) return
  socket.write(payload)
  if (socket.writableLength > UNREAD_MAX_BYTES) socket.destroy()
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => { reject(new Hj212ListenError(error.code ?? 'UNKNOWN', host, port, error)) })
    server.listen(port, host, resolve)
  })
