import type { Clock } from '@hazardwatch/shared/clock'
import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { parseNativeTopic } from '@hazardwatch/shared/topics'
import { createUnknownNames } from '../decode/unknown-names.ts'
import { formats } from '../decode/formats.ts'
import type { FormatDecoder } from '../decode/decode-target.ts'
import { correctClock } from '../correct-clock.ts'
import { decodeMessage, type PointRegistry } from '../decode-message.ts'
import type { Plausibility } from '../check-plausibility.ts'
import type { ForwardReadings } from '../forward-reading.ts'
import type { GatewayRoutes } from '../gateway-routes.ts'
import type { TakeEvent } from '../receive-event.ts'
import type { Refusals } from '../refusals.ts'
import type { SpoolReadings } from '../spool-reading.ts'
import { validateReadings } from '../validate-reading.ts'
import { mnOf } from './device-topic.ts'
import type { Letter } from './letter-folder.ts'
import type { Replayed, ReplaySession } from './replay-letters.ts'

export interface ReplayHops {
  registry: PointRegistry
  gateways: Pick<GatewayRoutes, 'ofCode' | 'ofDevice'>
  /** As for a fresh message, but without telling its sender. */
  takeEvent: TakeEvent
  plausibility: Pick<Plausibility, 'check'>
  forward: ForwardReadings
  spool: Pick<SpoolReadings, 'spool'>
  clock: Clock
}

const done = Promise.resolve()

/**
 * The hops of a letter: the same decoders, as of its arrival (which is the time of readings that give none), in sessions of its own (the live ones must not hear of messages of yesterday).
 * Its readings are marked historical, so that they are judged as late. Nothing is counted, told or answered a second time.
 */
export const openReplaySession = (hops: ReplayHops): ReplaySession => {
  const decoders = new Map<string, FormatDecoder>()
  return (letter) => {
    const native = letter.head.gateway === null ? parseNativeTopic(letter.head.topic) : undefined
    return native === undefined || native.kind === 'readings' ? replayReadings(letter, hops, decoders) : replayEvent(letter, native.kind, hops)
  }
}

const replayEvent = ({ head, payload }: Letter, kind: Parameters<TakeEvent>[0], { takeEvent }: ReplayHops): Replayed => {
  // That somebody went on- or offline then says nothing about now.
  if (kind === 'status') return { accepted: 0, rest: restOf(head), durable: done }
  const { accepted, refusals, durable } = takeEvent(kind, { topic: head.topic, enterprise: head.enterprise, payload, arrivedAt: head.at })
  return { accepted, rest: refusals.count === 0 ? null : { ...told(refusals), unknown: null }, durable }
}

const replayReadings = ({ head, payload }: Letter, hops: ReplayHops, decoders: Map<string, FormatDecoder>): Replayed => {
  const gateway = sessionOf(head, hops.gateways, decoders)
  const only = head.unknown === null ? undefined : new Set(head.unknown)
  // Nothing of it is of a name that could be registered.
  if (gateway === null || only?.size === 0) return { accepted: 0, rest: restOf(head), durable: done }
  const unknown = createUnknownNames()
  const enterprise = gateway?.enterprise ?? head.enterprise
  const message = { topic: head.topic, enterprise, payload, arrivedAt: head.at, ...(gateway !== undefined && { gateway }), ...(only !== undefined && { only }) }
  const decoded = decodeMessage(hops.registry, message, createBatch(64, head.at), unknown)
  correctClock(decoded.batch, head.correction)
  validateReadings(decoded)
  const { batch, refusals } = decoded
  batch.historical = new Uint8Array(batch.point.length).fill(1, 0, batch.count)
  hops.plausibility.check(batch)
  const durable = batch.count === 0 ? done : handOn(batch, hops)
  const names = [...unknown.names.keys()]
  const rest = only === undefined ? restOfWhole(refusals, names, batch.count) : restOfPart(head, refusals, names.filter((name) => only.has(name)))
  return { accepted: batch.count, rest, durable }
}

/** The log and the engine go on in the order of arrival, and to them this arrives now. */
const handOn = (batch: ReadingBatch, { spool, forward, clock }: ReplayHops): Promise<void> => {
  batch.arrivedAt = clock()
  const durable = spool.spool(batch)
  forward(batch)
  return durable
}

const restOfWhole = (refusals: Refusals, names: string[], accepted: number): Replayed['rest'] =>
  (refusals.count === 0 ? null : { ...told(refusals), unknown: accepted === 0 ? null : names })

/** The names that were accepted when it came are refused now: only those that are still unknown count, and what is or was refused for other reasons. */
const restOfPart = (head: Letter['head'], { byReason, listed }: Refusals, left: string[]): Replayed['rest'] => {
  const { unknown_point: _, ...others } = { ...byReason, ...head.reasons }
  if (left.length === 0 && Object.keys(others).length === 0) return null
  const first = listed.find(({ tag }) => tag !== undefined && left.includes(tag)) ?? (head.first?.reason === 'unknown_point' ? null : head.first)
  return { reasons: { ...others, ...(left.length > 0 && { unknown_point: left.length }) }, first, unknown: left }
}

const told = ({ byReason, listed }: Refusals): Pick<Letter['head'], 'reasons' | 'first'> => ({ reasons: byReason, first: listed[0] ?? null })
const restOf = ({ reasons, first, unknown }: Letter['head']): Replayed['rest'] => ({ reasons, first, unknown })

/** @returns its gateway with a decoder of this session; undefined = the native format; null = it is not registered, or not any more. */
const sessionOf = ({ enterprise, gateway, topic }: Letter['head'], gateways: ReplayHops['gateways'], decoders: Map<string, FormatDecoder>) => {
  const mn = gateway === null ? mnOf(topic) : undefined
  if (gateway === null && mn === undefined) return undefined
  const route = gateway === null ? gateways.ofDevice(mn ?? '') : gateways.ofCode(enterprise, gateway)
  if (route === undefined) return null
  const key = `${route.enterprise}/${route.code}`
  const decode = decoders.get(key) ?? formats[route.format]()
  decoders.set(key, decode)
  return { ...route, decode }
}
