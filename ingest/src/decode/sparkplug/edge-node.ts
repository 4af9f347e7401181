import type { HeldMessage } from './held-messages.ts'
import { createMetricTable, createRoom, giveRoom, roomOf, type MetricTable, type Room } from './metric-table.ts'

/** Metrics and devices that one node may define; the largest birth that fits into 10 MB has about 300,000 metrics. */
const ENTRIES_PER_NODE_MAX = 100_000

/** Deaths that are remembered, so that the births they overtook stay dead. bdSeq comes round after 256. */
const DEATHS_MAX = 8

/** What the host knows of an edge node. */
export interface EdgeNode {
  group: string
  edge: string
  online: boolean
  /** Arrival time of the birth or death that made it so, epoch ms. */
  since: number
  /** Of the session that is open, or was last; undefined when its birth named none. */
  bdSeq: number | undefined
  /** The gateway's own time of the session's birth, epoch ms; 0 = not said. */
  bornAt: number
  lastSeq: number
  /** The gateway's own time of the message that had `lastSeq`. */
  lastTimestamp: number
  /** Numbers skipped by gaps of this session that have not come after all. */
  missing: number
  deaths: number[]
  held: HeldMessage[]
  /** The gateway's own time of the message that made us ask for a birth, while none has answered. */
  askedAt: number | undefined
  table: MetricTable
  devices: Map<string, MetricTable>
  room: Room
  /** Requests that may be sent at once, and the arrival time up to which they were refilled. */
  requests: number
  requestsAt: number
  /** For the statistics, since the host started. */
  gaps: number
  rebirths: number
}

export const createEdgeNode = (group: string, edge: string, arrivedAt: number, within: Room): EdgeNode => ({
  group, edge, online: false, since: arrivedAt, bdSeq: undefined, bornAt: 0, lastSeq: 0, lastTimestamp: 0, missing: 0, deaths: [], held: [], askedAt: undefined,
  table: createMetricTable(), devices: new Map(), room: createRoom(ENTRIES_PER_NODE_MAX, within), requests: REQUESTS_AT_ONCE, requestsAt: arrivedAt,
  gaps: 0, rebirths: 0,
})

/** The outermost fields of a birth that decide on its session. */
export interface Birth {
  bdSeq: number | undefined
  seq: number
  timestamp: number
}

/**
 * MQTT keeps order within a topic only: an NDEATH can overtake the NBIRTH of its own session, and a bridge may hold a birth
 * back until the next session is open. A birth that came in answer to our request is no such straggler, even when a
 * gateway never counts its bdSeq on: it is younger, by the gateway's own clock, than the message that made us ask.
 */
export const isLateBirth = (node: EdgeNode, { bdSeq, timestamp }: Birth): boolean => {
  if (bdSeq === undefined) return false
  if (node.askedAt !== undefined && (timestamp === 0 || timestamp > node.askedAt)) return false
  if (node.deaths.includes(bdSeq)) return true
  return node.online && node.bdSeq !== undefined && isBefore(bdSeq, node.bdSeq) && timestamp !== 0 && timestamp < node.bornAt
}

/** Opens a session, or opens it anew after a rebirth: all definitions and devices of the node come again. */
export const openSession = (node: EdgeNode, { bdSeq, seq, timestamp }: Birth, arrivedAt: number): void => {
  forgetDefinitions(node)
  node.deaths = node.deaths.filter((dead) => dead !== bdSeq)
  const again = node.online && node.bdSeq === bdSeq
  Object.assign(node, { online: true, since: again ? node.since : arrivedAt, bdSeq, bornAt: timestamp, missing: 0, askedAt: undefined })
  Object.assign(node, { lastSeq: seq & 0xff, lastTimestamp: timestamp })
}

/** @returns whether the death closed the session that is open; it closes no other. */
export const closeSession = (node: EdgeNode, bdSeq: number | undefined, arrivedAt: number): boolean => {
  const open = node.online && node.bdSeq === bdSeq
  // What is asked of a session that ends will not be answered by it.
  const news = bdSeq !== undefined && !node.deaths.includes(bdSeq)
  if (open || (!node.online && news)) node.askedAt = undefined
  if (news) node.deaths = [...node.deaths, bdSeq].slice(-DEATHS_MAX)
  if (!open) return false
  forgetDefinitions(node)
  node.online = false
  node.since = arrivedAt
  return true
}

/**
 * Follows the counter of the open session (0–255, wrapping).
 * @returns true when messages are missing before this one. A message delivered twice, and one that fills a gap already seen, tell of none.
 */
export const passesGap = (node: EdgeNode, seq: number, timestamp: number): boolean => {
  const skipped = (seq - node.lastSeq - 1) & 0xff
  if (skipped === 0xff && timestamp === node.lastTimestamp) return false
  if (skipped >= 0x80 && node.missing > 0) {
    node.missing--
    return false
  }
  node.lastSeq = seq & 0xff
  node.lastTimestamp = timestamp
  if (skipped === 0) return false
  node.missing = Math.min(0xff, node.missing + (skipped < 0x80 ? skipped : 0))
  node.gaps++
  return true
}

/**
 * A request may get lost (QoS 0), so a few are sent while messages keep coming that need a birth. But each costs the gateway
 * all its definitions: one every half minute, also when births keep coming and gaps with them, as on a line that loses messages.
 */
const REQUESTS_AT_ONCE = 3
const REQUEST_EVERY_MS = 30_000

/** @returns whether a rebirth is to be requested now. `timestamp` is that of the message that needs it, by the gateway's clock. */
export const takeRequest = (node: EdgeNode, timestamp: number, arrivedAt: number): boolean => {
  const elapsed = Math.max(0, arrivedAt - node.requestsAt)
  node.requests = Math.min(REQUESTS_AT_ONCE, node.requests + elapsed / REQUEST_EVERY_MS)
  node.requestsAt = arrivedAt
  if (node.requests < 1) return false
  node.requests--
  node.rebirths++
  node.askedAt ??= timestamp
  return true
}

/** Puts a device's definitions in the place of its former ones, which makes it born; undefined = it has died. */
export const replaceDevice = (node: EdgeNode, device: string, table: MetricTable | undefined): void => {
  const former = node.devices.get(device)
  if (former !== undefined) giveRoom(node.room, roomOf(former))
  if (table === undefined) node.devices.delete(device)
  else node.devices.set(device, table)
}

const forgetDefinitions = (node: EdgeNode): void => {
  giveRoom(node.room, node.room.used)
  node.table = createMetricTable()
  node.devices = new Map()
}

/** Whether one bdSeq is up to half a round behind the other. */
const isBefore = (bdSeq: number, other: number): boolean => bdSeq !== other && ((other - bdSeq) & 0xff) < 0x80
