import { issueWords } from '@hazardwatch/shared/chinese-issue'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { NewPlantEvent } from '@hazardwatch/shared/plant-event'
import type { RejectionReason } from '@hazardwatch/shared/rejection'
import { isoTime } from '@hazardwatch/shared/time'
import type { Words } from '@hazardwatch/shared/words'
import type { z } from 'zod'
import { valueFault, type Refusals } from '../refusals.ts'
import { FUTURE_MAX_MS } from '../validate-reading.ts'
import { fieldOf, isFields, type Fields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { noTime, readTime } from './reading-time.ts'
import { enterpriseUnregistered, tooFarAhead } from './refusal-words.ts'
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

/** Why a part was not read. `where` goes on from the part, for example `.camera`; `detail` runs only when it is listed. */
export interface PartProblem {
  reason: RejectionReason
  where: string
  detail: () => Words
}

/** A part that was read, or why it was not. */
export type PartResult = { event: NewPlantEvent } | { problem: PartProblem }

/** Reads one part of a message whose time has been read. */
export type ReadPart = (part: Fields, at: number, into: EventTarget) => PartResult

/** One event, or a list of them (backfill). A part that is refused does not spoil its neighbours. */
export const decodeEventParts = (payload: Uint8Array, into: EventTarget, readPart: ReadPart): void => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const list = Array.isArray(json.value) ? json.value as unknown[] : undefined
  if (list?.length === 0) return refuseMessage(into.refusals, { reason: 'wrong_shape', where: '$', detail: EMPTY_LIST })
  const parts = createParts(into.refusals)
  for (const [index, part] of (list ?? [json.value]).entries()) {
    parts.count++
    const result = into.events.length < EVENTS_MAX ? readTimed(part, into, readPart) : tooMany
    if ('event' in result) into.events.push(result.event)
    else {
      const { reason, where, detail } = result.problem
      refusePart(parts, reason, () => ({ where: (list === undefined ? '$' : `$[${index}]`) + where, detail: detail() }))
    }
  }
  refuseParts(into.refusals, parts)
}

const EMPTY_LIST: Words = { en: 'the list is empty: send one event, or a list of them', zh: '数组为空；请发送一个事件，或由事件组成的数组' }

export const problem = (reason: RejectionReason, where: string, detail: () => Words): { problem: PartProblem } => ({ problem: { reason, where, detail } })

const tooMany: PartResult = problem('too_large', '', () => ({ en: `more than ${EVENTS_MAX} events: split the message`, zh: `事件超过 ${EVENTS_MAX} 个；请拆分发送` }))

const readTimed = (part: unknown, into: EventTarget, readPart: ReadPart): PartResult => {
  if (!isFields(part)) return problem('wrong_shape', '', () => valueFault(part, { en: 'is no event', zh: '不是事件' }, { en: 'send an object', zh: '请发送对象' }))
  const ts = fieldOf(part, 'ts')
  const at = ts === undefined ? into.arrivedAt : readTime(ts)
  if (at === undefined) return problem('wrong_time', '.ts', () => noTime(ts))
  if (at > into.arrivedAt + FUTURE_MAX_MS) return problem('future', '.ts', () => valueFault(ts, tooFarAhead(`${FUTURE_MAX_MS / 1000} s`, into.arrivedAt), CLOCK_REMEDY))
  return readPart(part, at, into)
}

const CLOCK_REMEDY: Words = { en: 'set the clock of the sender', zh: '请校准发送方的时钟' }

/** A part by its schema: its fields, or the first that is wrong. Times are read apart, before. */
export const readFields = <Schema extends z.ZodType>(schema: Schema, part: Fields): { fields: z.output<Schema> } | { problem: PartProblem } => {
  const result = schema.safeParse(part)
  if (result.success) return { fields: result.data }
  const issue = result.error.issues[0]
  const path = issue?.path ?? []
  const missing = path.length > 0 && valueAt(part, path) === undefined
  const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  if (missing) return problem('wrong_shape', where, () => ({ en: `${String(path.at(-1))} is missing`, zh: `缺少 ${String(path.at(-1))}` }))
  const said = (): Words => (issue === undefined ? { en: 'wrong', zh: '有误' } : issueWords(schema, part, issue))
  return problem('wrong_value', where, () => valueFault(valueAt(part, path), { en: 'is refused', zh: '此值不被接受' }, said()))
}

const valueAt = (part: Fields, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, step) => (isFields(value) ? fieldOf(value, String(step)) : undefined), part)

/** What every event of this message has. The topic names an enterprise that is registered, so its code is a good one. */
export const commonFields = (at: number, { arrivedAt, enterprise, registry }: EventTarget) => {
  const code = registry.enterprise(enterprise)?.code
  return code === undefined ? undefined : { enterprise: code, at: isoTime(at), receivedAt: isoTime(arrivedAt) }
}

export const unregistered = (enterprise: string): { problem: PartProblem } => problem('unknown_enterprise', '', () => enterpriseUnregistered(enterprise))
