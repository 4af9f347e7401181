import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { NewPlantEvent } from '@hazardwatch/shared/plant-event'
import type { RejectionReason } from '@hazardwatch/shared/rejection'
import { isoTime } from '@hazardwatch/shared/time'
import type { z } from 'zod'
import { shown, type Problem, type Refusals } from '../refusals.ts'
import { FUTURE_MAX_MS } from '../validate-reading.ts'
import { fieldOf, isFields, type Fields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { readTime, TIME_REMEDY } from './reading-time.ts'
import { createParts, refuseMessage, refuseParts, refusePart } from './unreadable-parts.ts'

/** Bounds what one message may write. A longer backfill comes in several messages. */
const EVENTS_MAX = 1_000

/** What an event may refer to. */
export type PlantRegistry = Pick<Ledger, 'enterprise' | 'camera' | 'source'>

/** Where an event decoder writes. `arrivedAt` is epoch ms of our clock. */
export interface EventTarget {
  enterprise: string
  arrivedAt: number
  registry: PlantRegistry
  events: NewPlantEvent[]
  refusals: Refusals
}

/** Bytes in, events and refusals out. Pure, and it never throws, whatever the bytes are. */
export type EventDecoder = (payload: Uint8Array, into: EventTarget) => void

/** A part that was read, or why it was not; `where` goes on from the part, for example `.camera`. */
export type PartResult = { event: NewPlantEvent } | { problem: Problem }

/** Reads one part of a message whose time has been read. */
export type ReadPart = (part: Fields, at: number, into: EventTarget) => PartResult

/** One event, or a list of them (backfill). A part that is refused does not spoil its neighbours. */
export const decodeEventParts = (payload: Uint8Array, into: EventTarget, readPart: ReadPart): void => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const list = Array.isArray(json.value) ? json.value as unknown[] : undefined
  if (list?.length === 0) return refuseMessage(into.refusals, { reason: 'wrong_shape', where: '$', detail: 'the list is empty: send one event, or a list of them' })
  const parts = createParts(into.refusals)
  for (const [index, part] of (list ?? [json.value]).entries()) {
    parts.count++
    const result = into.events.length < EVENTS_MAX ? readTimed(part, into, readPart) : tooMany
    if ('event' in result) into.events.push(result.event)
    else {
      const { reason, where, detail } = result.problem
      refusePart(parts, reason, () => ({ where: (list === undefined ? '$' : `$[${index}]`) + where, detail }))
    }
  }
  refuseParts(into.refusals, parts)
}

const tooMany: PartResult = { problem: { reason: 'too_large', where: '', detail: `more than ${EVENTS_MAX} events: split the message` } }

const readTimed = (part: unknown, into: EventTarget, readPart: ReadPart): PartResult => {
  if (!isFields(part)) return problem('wrong_shape', '', `${shown(part)} is no event: send an object`)
  const ts = fieldOf(part, 'ts')
  const at = ts === undefined ? into.arrivedAt : readTime(ts)
  if (at === undefined) return problem('wrong_time', '.ts', `${shown(ts)} is no time: ${TIME_REMEDY}`)
  if (at > into.arrivedAt + FUTURE_MAX_MS) {
    return problem('future', '.ts', `${shown(ts)} is more than ${FUTURE_MAX_MS / 1000} s ahead of its arrival at ${isoTime(into.arrivedAt)}: set the clock of the sender`)
  }
  return readPart(part, at, into)
}

export const problem = (reason: RejectionReason, where: string, detail: string): { problem: Problem } => ({ problem: { reason, where, detail } })

/** A part by its schema: its fields, or the first that is wrong. Times are read apart, before. */
export const readFields = <Schema extends z.ZodType>(schema: Schema, part: Fields): { fields: z.output<Schema> } | { problem: Problem } => {
  const result = schema.safeParse(part)
  if (result.success) return { fields: result.data }
  const issue = result.error.issues[0]
  const path = issue?.path ?? []
  const missing = path.length > 0 && valueAt(part, path) === undefined
  const detail = missing ? `${String(path.at(-1))} is missing` : `${shown(valueAt(part, path))} is refused: ${issue?.message ?? 'wrong'}`
  return problem(missing ? 'wrong_shape' : 'wrong_value', path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join(''), detail)
}

const valueAt = (part: Fields, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, step) => (isFields(value) ? fieldOf(value, String(step)) : undefined), part)

/** What every event of this message has. The topic names an enterprise that is registered, so its code is a good one. */
export const commonFields = (at: number, { arrivedAt, enterprise, registry }: EventTarget) => {
  const code = registry.enterprise(enterprise)?.code
  return code === undefined ? undefined : { enterprise: code, at: isoTime(at), receivedAt: isoTime(arrivedAt) }
}

export const unregistered = (enterprise: string): { problem: Problem } =>
  problem('unknown_enterprise', '', `enterprise "${enterprise}" is not registered: register it, or correct the topic`)
