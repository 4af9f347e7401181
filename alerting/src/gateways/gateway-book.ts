import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { EnterpriseCode, pointKey, SourceCode, splitPointKey, Tag } from '@hazardwatch/shared/ids'
import type { Slot } from '../overlay-book.ts'

/** What delivers the readings of several points, and whose failure silences all of them. */
export interface Gateway {
  number: number
  /** Its place in the rule book: a point of its own, without readings. */
  point: NumberedPoint
  /** Numbers of the points that come through it. */
  members: Set<number>
  /** Wall time at which it said that it goes; NaN = it did not, or has been heard since. */
  leftAt: number
  /** Of the rule that its failure is raised by: one that somebody has written, or its own from its first failure on. */
  ruleId: string | undefined
  /** Least ms without a reading at which it is worth a closer look; NaN = to be found anew. */
  quietMs: number
}

/** An alarm that is covered by a gateway. */
export interface Covered { slot: Slot; gateway: number; afterMs: number }

/** Which point comes through which gateway, and what that means at present. Rows by point number are in columns. */
export interface GatewayBook {
  gateways: Gateway[]
  byKey: Map<string, Gateway>
  /** By point: the number of its gateway; -1 = none. */
  of: Int32Array
  /** By point: its interval in ms; NaN = none. */
  interval: Float64Array
  /** By point: 1 when a message said which gateway it is, not the ledger. */
  heard: Uint8Array
  /** By gateway: when it was last heard, as of the last look. */
  last: Float64Array
  /** Numbers of those whose alarm is active. */
  down: Set<number>
  /** Wall time since which one that was down is heard again. */
  back: Map<number, number>
  /** By slot key. */
  covered: Map<string, Covered>
  /** Wall time at which they are looked at next. */
  nextLook: number
}

export const createGatewayBook = (): GatewayBook => ({
  gateways: [], byKey: new Map(), of: new Int32Array(0), interval: new Float64Array(0), heard: new Uint8Array(0), last: new Float64Array(0), down: new Set(), back: new Map(), covered: new Map(),
  nextLook: Number.NEGATIVE_INFINITY,
})

/** Numbers of points are from 0, those of cameras from -2 down: gateways are far below. */
const FIRST_GATEWAY = -1_000_000_000

/** @returns the gateway of a code in an enterprise, made when it is not there yet */
export const gatewayOf = (book: GatewayBook, enterprise: string, code: string): Gateway => {
  const key = pointKey(enterprise, code)
  const known = book.byKey.get(key)
  if (known !== undefined) return known
  const number = book.gateways.length
  const gateway: Gateway = {
    number, members: new Set(), leftAt: Number.NaN, ruleId: undefined, quietMs: Number.NaN,
    point: {
      number: FIRST_GATEWAY - number, enterprise: EnterpriseCode.parse(enterprise), tag: Tag.parse(code), source: SourceCode.parse('-'), name: code,
      quantity: 'gateway', unit: 's', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null,
    },
  }
  book.gateways.push(gateway)
  book.byKey.set(key, gateway)
  return gateway
}

/** A point comes through a gateway. @param heard a message said so: the ledger does not change that */
export const assignPoint = (book: GatewayBook, point: Pick<NumberedPoint, 'number' | 'expectedIntervalS'>, gateway: Gateway, heard: boolean): void => {
  const { number, expectedIntervalS } = point
  reserve(book, number)
  book.interval[number] = expectedIntervalS === null ? Number.NaN : expectedIntervalS * 1000
  const before = book.gateways[book.of[number] ?? -1]
  if (before !== undefined) before.quietMs = Number.NaN
  if (before === gateway || (!heard && book.heard[number] === 1)) return
  before?.members.delete(number)
  book.of[number] = gateway.number
  if (heard) book.heard[number] = 1
  gateway.members.add(number)
  gateway.quietMs = Number.NaN
}

/** The point is gone. */
export const dropPoint = (book: GatewayBook, number: number): void => {
  const gateway = memberOf(book, number)
  if (gateway === undefined) return
  gateway.members.delete(number)
  gateway.quietMs = Number.NaN
  book.of[number] = -1
  book.heard[number] = 0
}

export const memberOf = (book: GatewayBook, point: number): Gateway | undefined => book.gateways[book.of[point] ?? -1]

const keyOf = ({ point }: Gateway): string => pointKey(point.enterprise, point.tag)

/** What is covered by a gateway names it so among its causes. */
const CAUSE = 'gateway '
export const causeOf = (gateway: Gateway): string => `${CAUSE}${keyOf(gateway)}`

/** @returns the gateway that a cause names */
export const gatewayOfCause = (book: GatewayBook, cause: string): Gateway | undefined => (cause.startsWith(CAUSE) ? gatewayOfKey(book, cause.slice(CAUSE.length)) : undefined)

/** Id of the rule that a gateway has unless somebody has written one. */
const PREFIX = 'gateway:'
export const ownRuleId = (gateway: Gateway): string => `${PREFIX}${keyOf(gateway)}`

/** @returns the gateway whose own rule has this id */
export const gatewayOfRuleId = (book: GatewayBook, id: string): Gateway | undefined => (id.startsWith(PREFIX) ? gatewayOfKey(book, id.slice(PREFIX.length)) : undefined)

const gatewayOfKey = (book: GatewayBook, key: string): Gateway | undefined => {
  const parts = splitPointKey(key)
  return parts && EnterpriseCode.safeParse(parts.enterprise).success && Tag.safeParse(parts.tag).success ? gatewayOf(book, parts.enterprise, parts.tag) : undefined
}

const reserve = (book: GatewayBook, point: number): void => {
  if (point < book.of.length) return
  const capacity = Math.max(point + 1, 2 * book.of.length, 64)
  const of = new Int32Array(capacity).fill(-1)
  const interval = new Float64Array(capacity).fill(Number.NaN)
  const heard = new Uint8Array(capacity)
  of.set(book.of)
  interval.set(book.interval)
  heard.set(book.heard)
  Object.assign(book, { of, interval, heard })
}
