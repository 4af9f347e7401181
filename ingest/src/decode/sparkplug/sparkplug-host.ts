import { qualityCode } from '@hazardwatch/shared/quality'
import { addReading } from '@hazardwatch/shared/reading-batch'
import type { RejectionReason } from '@hazardwatch/shared/rejection'
import type { Words } from '@hazardwatch/shared/words'
import { refuse } from '../../refusals.ts'
import type { DecodeTarget } from '../decode-target.ts'
import { PAYLOAD_MAX_BYTES, tooManyBytes } from '../read-json.ts'
import { decodeBirthMetrics, decodeDataMetrics, type MetricsPart } from './decode-metrics.ts'
import { closeSession, isLateBirth, openSession, passesGap, replaceDevice, takeRequest, type EdgeNode } from './edge-node.ts'
import { encodeRebirthRequest } from './encode-message.ts'
import { dropHeld, HELD_MAX_BYTES, holdMessage, putFirst, releaseHeld } from './held-messages.ts'
import { createMetricTable, createRoom, takeRoom, type MetricTable, type Room } from './metric-table.ts'
import { createNodeTable, findOrAddNode, noteOnline, type NodeTable } from './node-table.ts'
import { createMetricFields, type MetricFields } from './read-metric.ts'
import { readBdSeq } from './read-bd-seq.ts'
import { readPayloadHead, type PayloadHead } from './read-payload.ts'
import { parseSparkplugTopic, type SparkplugAddress } from './sparkplug-topic.ts'
import { closeWire, createWireReader, moveTo, openWire, type WireReader } from './wire-reader.ts'

/** One edge node as the statistics show it. */
export interface SparkplugSession {
  group: string
  edge: string
  online: boolean
  /** Arrival time of the birth or death that made it so, epoch ms. */
  since: number
  /** Number of the last message in order, 0–255. */
  lastSeq: number
  devices: number
  /** Gaps seen and rebirths requested since the host started. */
  gaps: number
  rebirths: number
}

/**
 * A Sparkplug B v3 host application without its connection: `(topic, payload, into)` decodes a message with the memory of all
 * before it. It reads no clock (`into.batch.arrivedAt` is the time) and never throws; what is to be sent goes to `into.replies`.
 */
export interface SparkplugHost {
  (topic: string, payload: Uint8Array, into: DecodeTarget): void
  sessions: () => SparkplugSession[]
}

interface Host {
  nodes: NodeTable
  reader: WireReader
  metric: MetricFields
  /** Bytes of what is held for nodes without a birth. */
  heldRoom: Room
}

/** A message whose outermost fields are read. */
interface Message {
  host: Host
  address: Exclude<SparkplugAddress, { verb: 'STATE' }>
  head: PayloadHead
  into: DecodeTarget
}

export const createSparkplugHost = (): SparkplugHost => {
  const host: Host = { nodes: createNodeTable(), reader: createWireReader(), metric: createMetricFields(), heldRoom: createRoom(HELD_MAX_BYTES, null) }
  const decode = (topic: string, payload: Uint8Array, into: DecodeTarget): void => {
    openWire(host.reader, payload)
    decodeMessage(host, topic, into)
    closeWire(host.reader)
  }
  return Object.assign(decode, { sessions: () => Array.from(host.nodes.nodes.values(), showSession) })
}

const showSession = ({ group, edge, online, since, lastSeq, devices, gaps, rebirths }: EdgeNode): SparkplugSession => ({
  group, edge, online, since, lastSeq, devices: devices.size, gaps, rebirths,
})

const decodeMessage = (host: Host, topic: string, into: DecodeTarget): void => {
  const address = parseSparkplugTopic(topic)
  if ('reason' in address) return refuse(into.refusals, address.reason, () => address)
  // Not for us: what hosts say of themselves, and commands, which a host that subscribes to all hears from itself as well.
  if (address.verb === 'STATE' || address.verb === 'NCMD' || address.verb === 'DCMD') return
  const { reader } = host
  const size = reader.bytes.length
  if (size > PAYLOAD_MAX_BYTES) return refuseMessage(into, 'too_large', () => tooManyBytes(size))
  const head = readPayloadHead(reader)
  if (head === undefined) return refuseMessage(into, 'wrong_shape', () => NO_PAYLOAD)
  moveTo(reader, 0, size)
  const message = { host, address, head, into }
  switch (address.verb) {
    case 'NBIRTH':
      return takeNodeBirth(message)
    case 'NDEATH':
      return takeNodeDeath(message)
    case 'NDATA':
    case 'DDATA':
    case 'DBIRTH':
    case 'DDEATH':
      return takeOfSession(message)
  }
}

const NO_PAYLOAD: Words = { en: 'not a protobuf Payload of Sparkplug B, or one that was cut short', zh: '不是 Sparkplug B 的 protobuf Payload，或报文不完整' }

const takeNodeBirth = ({ host, address: { group, edge }, head, into }: Message): void => {
  const { arrivedAt } = into.batch
  const node = findOrAddNode(host.nodes, group, edge, arrivedAt)
  if (node === undefined) return refuseMessage(into, 'too_large', () => TOO_MANY_NODES)
  const birth = { bdSeq: readBdSeq(host.reader, host.metric), seq: head.seq, timestamp: head.timestamp }
  if (isLateBirth(node, birth)) {
    return refuseMessage(into, 'no_session', () => ({
      en: `this birth is of a session that has ended (bdSeq ${birth.bdSeq}): a new connection counts bdSeq on`, zh: `此 NBIRTH 属于已结束的会话（bdSeq ${birth.bdSeq}）；新连接的 bdSeq 须递增`,
    }))
  }
  openSession(node, birth, arrivedAt)
  noteOnline(host.nodes, node)
  const start = into.batch.count
  decodeBirthMetrics(metricsOf({ host, head, into }, node.table, ''), node.room)
  takeHeld(host, node, '', into, start)
}

const TOO_MANY_NODES: Words = { en: 'more edge nodes are online than this host can keep', zh: '在线的边缘节点数超出所能保存的上限' }

const takeNodeDeath = ({ host, address: { group, edge }, into }: Message): void => {
  const bdSeq = readBdSeq(host.reader, host.metric)
  const node = findOrAddNode(host.nodes, group, edge, into.batch.arrivedAt)
  if (node === undefined) return
  if (node.online && node.bdSeq === bdSeq) tellStale(node, undefined, into)
  const closed = closeSession(node, bdSeq, into.batch.arrivedAt)
  if (closed && into.session !== undefined) into.session.left = true
  if (!node.online) dropHeld(node.held, host.heldRoom)
  if (!closed && bdSeq === undefined && node.online) return refuseMessage(into, 'wrong_shape', () => ({ en: 'a death needs the bdSeq of its birth', zh: 'NDEATH 须带其 NBIRTH 的 bdSeq' }))
  noteOnline(host.nodes, node)
}

/** Everything that counts in the seq of an open session. */
const takeOfSession = (message: Message): void => {
  const { host, address: { group, edge, verb }, head, into } = message
  const node = findOrAddNode(host.nodes, group, edge, into.batch.arrivedAt)
  if (node?.online !== true) {
    refuseMessage(into, 'no_session', () => beforeBirth(verb, 'NBIRTH', edge))
    if (node === undefined) return
    holdForBirth(node, message)
    return requestRebirth(node, message)
  }
  const gap = passesGap(node, head.seq, head.timestamp)
  const needsBirth = takeInOrder(node, message)
  if (gap || needsBirth) requestRebirth(node, message)
}

const beforeBirth = (verb: string, birth: string, name: string): Words => ({ en: `${verb} before the ${birth} of "${name}"`, zh: `${verb} 先于 "${name}" 的 ${birth} 到达` })

/** @returns whether a birth is needed to understand the message. */
const takeInOrder = (node: EdgeNode, message: Message): boolean => {
  const { address: { verb, device }, into } = message
  if (verb === 'DDEATH') {
    tellStale(node, device, into)
    replaceDevice(node, device, undefined)
    return false
  }
  if (verb === 'DBIRTH') {
    takeDeviceBirth(node, message)
    return false
  }
  const table = verb === 'NDATA' ? node.table : node.devices.get(device)
  if (table === undefined) {
    refuseMessage(into, 'no_session', () => beforeBirth('DDATA', 'DBIRTH', device))
    holdForBirth(node, message)
    return true
  }
  const part = metricsOf(message, table, device)
  decodeDataMetrics(part)
  return part.needsBirth
}

const takeDeviceBirth = (node: EdgeNode, message: Message): void => {
  const { device } = message.address
  replaceDevice(node, device, undefined)
  if (!takeRoom(node.room, 1)) return refuseMessage(message.into, 'too_large', () => TOO_MANY_DEVICES)
  const table = createMetricTable()
  const start = message.into.batch.count
  decodeBirthMetrics(metricsOf(message, table, device), node.room)
  replaceDevice(node, device, table)
  takeHeld(message.host, node, device, message.into, start)
}

const TOO_MANY_DEVICES: Words = { en: 'more devices and metrics than are kept for one node, or for all nodes together', zh: '设备和指标超出单个节点或全部节点所保存的数目' }

/** Only in the service: what is decoded for its own sake shows what each message alone gives. */
const holdForBirth = (node: EdgeNode, { host, address: { verb, device }, into }: Message): void => {
  if (into.session === undefined || (verb !== 'NDATA' && verb !== 'DDATA')) return
  const held = holdMessage(node.held, host.heldRoom, device, host.reader.bytes, into.batch.arrivedAt)
  if (held !== undefined) into.session.held = held
}

/** Reads what came before this birth by what it defines, and puts it before the birth's own values. The reader's message is over then. */
const takeHeld = (host: Host, node: EdgeNode, device: string, into: DecodeTarget, start: number): void => {
  const middle = into.batch.count
  const table = device === '' ? node.table : node.devices.get(device)
  for (const message of releaseHeld(node.held, host.heldRoom, device, into.batch.arrivedAt)) {
    const { payload, arrivedAt } = message
    openWire(host.reader, payload)
    const head = readPayloadHead(host.reader)
    if (head === undefined || table === undefined) continue
    moveTo(host.reader, 0, payload.length)
    const refused = into.refusals.count
    // Without a time of its own it is of when it came: read again after a kill, it is the same reading.
    decodeDataMetrics(metricsOf({ host, head: { ...head, timestamp: head.timestamp || arrivedAt }, into }, table, device))
    if (into.refusals.count === refused && into.session !== undefined) (into.session.read ??= []).push(message)
  }
  putFirst(into.batch, start, middle)
}

/** Nobody speaks for the metrics of a device (undefined: of the node and all its devices) any more. */
const tellStale = (node: EdgeNode, device: string | undefined, { session, tags }: DecodeTarget): void => {
  if (session === undefined) return
  const tables = device === undefined ? [node.table, ...node.devices.values()] : [node.devices.get(device)]
  for (const { tag, control } of tables.flatMap((table) => [...table?.names.values() ?? []])) {
    const point = control ? undefined : tags.get(tag)
    if (point !== undefined) addReading(session.stale, point, session.stale.arrivedAt, null, FAULT)
  }
}

const FAULT = qualityCode('fault') ?? 1

const requestRebirth = (node: EdgeNode, { head, into }: Message): void => {
  const { arrivedAt } = into.batch
  if (takeRequest(node, head.timestamp, arrivedAt)) into.replies.push(encodeRebirthRequest(node.group, node.edge, arrivedAt))
}

const metricsOf = ({ host, head, into }: Pick<Message, 'host' | 'head' | 'into'>, table: MetricTable, device: string): MetricsPart => ({
  reader: host.reader, metric: host.metric, table, device, timestamp: head.timestamp, into, index: 0, needsBirth: false,
})

const refuseMessage = ({ refusals }: DecodeTarget, reason: RejectionReason, detail: () => Words): void => refuse(refusals, reason, () => ({ where: '$', detail: detail() }))
