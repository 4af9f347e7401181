import { issueWords } from '@hazardwatch/shared/chinese-issue'
import { GOOD, qualities, qualityCode } from '@hazardwatch/shared/quality'
import { addReading } from '@hazardwatch/shared/reading-batch'
import type { Words } from '@hazardwatch/shared/words'
import { z } from 'zod'
import { refuse, shown, valueFault, type Problem } from '../refusals.ts'
import { READINGS_MAX, type DecodeTarget, type Decoder } from './decode-target.ts'
import { isFields, type Fields } from './json-fields.ts'
import { readJson } from './read-json.ts'
import { noTime, readTime } from './reading-time.ts'
import { send, TAG_UNREGISTERED, TOO_MANY_READINGS } from './refusal-words.ts'
import { noteUnknown } from './unknown-names.ts'
import { createParts, refuseMessage, refusePart, refuseParts, type Parts } from './unreadable-parts.ts'

/**
 * One part of the native payload, which is one part or a list of parts. The hot path checks the same by hand (a zod parse
 * costs several times the JSON parse); the schema words what was wrong when that check fails.
 */
export const NativePart = z.object({
  ts: z.union([z.number(), z.string()]).optional().describe('Epoch ms, or ISO 8601 with zone; left out = time of arrival'),
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])).describe('Tag to value; null only together with a quality'),
  quality: z.record(z.string(), z.enum(qualities)).optional().describe('Tag to quality; left out = good'),
})

const PartShape = z.object({ values: z.record(z.string(), z.unknown()), quality: z.record(z.string(), z.unknown()).optional() })

/** The part's place in the list; of a message that is one part. */
const ALONE = -1

/** Native JSON: `{ts?, values, quality?}` or a list of these. */
export const decodeNativeJson: Decoder = (payload, into) => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const parts = createParts(into.refusals)
  if (Array.isArray(json.value)) for (let index = 0; index < json.value.length; index++) decodePart(json.value[index], index, parts, into)
  else decodePart(json.value, ALONE, parts, into)
  refuseParts(into.refusals, parts)
}

const decodePart = (part: unknown, index: number, parts: Parts, into: DecodeTarget): void => {
  parts.count++
  // What is wrong is worded by the schema (a microsecond and more), and only while there is room for the words.
  if (!isFields(part) || !isFields(part['values'])) return refusePart(parts, 'wrong_shape', () => shapeProblem(part, index))
  const quality = part['quality']
  if (quality !== undefined && !isFields(quality)) return refusePart(parts, 'wrong_shape', () => shapeProblem(part, index))
  const ts = part['ts']
  const time = ts === undefined ? into.batch.arrivedAt : readTime(ts)
  if (time === undefined) return refusePart(parts, 'wrong_time', () => ({ where: `${partPath(index)}.ts`, detail: noTime(ts) }))
  if (quality === undefined) decodeValues(part['values'], time, index, into)
  else decodeQualified(part['values'], quality, time, index, into)
}

const decodeValues = (values: Fields, time: number, index: number, into: DecodeTarget): void => {
  const { batch, tags } = into
  for (const tag in values) {
    const value = values[tag]
    const point = tags.get(tag)
    if (point !== undefined && typeof value === 'number' && Number.isFinite(value) && batch.count < READINGS_MAX) addReading(batch, point, time, value, GOOD)
    else decodeOther(value, GOOD, tag, time, index, into)
  }
}

const decodeQualified = (values: Fields, quality: Fields, time: number, index: number, into: DecodeTarget): void => {
  for (const tag in values) {
    // hasOwn: a tag named "constructor" must not find what every object inherits.
    const name = Object.hasOwn(quality, tag) ? quality[tag] : 'good'
    const code = typeof name === 'string' ? qualityCode(name) : undefined
    if (code === undefined) refuseQuality(name, tag, index, into)
    else decodeOther(values[tag], code, tag, time, index, into)
  }
  for (const tag in quality) {
    if (!Object.hasOwn(values, tag) && quality[tag] !== 'good') refuseLoneQuality(tag, index, into)
  }
}

/** Every reading that is not a plain number of good quality. */
const decodeOther = (value: unknown, quality: number, tag: string, time: number, index: number, into: DecodeTarget): void => {
  const { batch, tags, refusals } = into
  const point = tags.get(tag)
  if (point === undefined) {
    noteUnknown(into.unknown, tag, value, time)
    return refuse(refusals, 'unknown_point', () => ({ where: valuePath(index, tag), tag, detail: TAG_UNREGISTERED }))
  }
  if (batch.count >= READINGS_MAX) return refuse(refusals, 'too_large', () => ({ where: valuePath(index, tag), tag, detail: TOO_MANY_READINGS }))
  const number = typeof value === 'boolean' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return addReading(batch, point, time, number, quality)
  if (number === null && quality !== GOOD) return addReading(batch, point, time, null, quality)
  refuse(refusals, 'wrong_value', () => ({ where: valuePath(index, tag), tag, detail: valueRemedy(value) }))
}

const valueRemedy = (value: unknown): Words =>
  value === null
    ? { en: 'null needs a quality that says why there is no value, for example "quality": {"<tag>": "fault"}', zh: 'null 须用质量说明为何没有值，如 "quality": {"<tag>": "fault"}' }
    : valueFault(value, { en: 'is not a finite number', zh: '不是有限数值' }, VALUE_REMEDY)

const VALUE_REMEDY: Words = { en: 'send a number, true or false, or null with a quality', zh: '请发送数值、true 或 false，或带质量的 null' }

const refuseQuality = (name: unknown, tag: string, index: number, { refusals }: DecodeTarget): void =>
  refuse(refusals, 'wrong_quality', () => ({ where: qualityPath(index, tag), tag, detail: noQuality(shown(name)) }))

const noQuality = ({ en, zh }: Words): Words => ({ en: `${en} is not one of ${qualities.join(', ')}`, zh: `没有这种质量（${zh}）；可用：${qualities.join('、')}` })

const refuseLoneQuality = (tag: string, index: number, { refusals }: DecodeTarget): void =>
  refuse(refusals, 'wrong_quality', () => ({ where: qualityPath(index, tag), tag, detail: LONE_QUALITY }))

const LONE_QUALITY: Words = { en: 'there is no value beside this quality: send null when there is none', zh: '此质量没有对应的值；没有值时请发送 null' }

const shapeProblem = (part: unknown, index: number): Omit<Problem, 'reason'> => {
  const issue = PartShape.safeParse(part).error?.issues[0]
  const path = issue === undefined || issue.path.length === 0 ? '' : `.${issue.path.join('.')}`
  const said = issue === undefined ? { en: 'wrong shape', zh: '结构不对' } : issueWords(PartShape, part, issue)
  return { where: partPath(index) + path, detail: { en: `${said.en}: ${PART_REMEDY.en}`, zh: `${said.zh}；${PART_REMEDY.zh}` } }
}

const PART_REMEDY = send('{"ts": …, "values": {"<tag>": 1.5}, "quality": {"<tag>": "fault"}}')

const partPath = (index: number): string => (index === ALONE ? '$' : `$[${index}]`)
const valuePath = (index: number, tag: string): string => `${partPath(index)}.values[${JSON.stringify(tag)}]`
const qualityPath = (index: number, tag: string): string => `${partPath(index)}.quality[${JSON.stringify(tag)}]`
