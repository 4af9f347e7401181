import { GOOD, qualities, qualityCode } from '@hazardwatch/shared/quality'
import type { Words } from '@hazardwatch/shared/words'
import { refuse, valueFault } from '../refusals.ts'
import type { DecodeTarget, FormatDecoder } from './decode-target.ts'
import { HJ212_FLAGS, hj212Quality } from './hj212/data-flag.ts'
import { isFields, nameOf } from './json-fields.ts'
import { LOCAL_TIME_REMEDY, readLocalTime } from './local-time.ts'
import { readJson } from './read-json.ts'
import { noTime } from './reading-time.ts'
import { FIGURE_REMEDY, numberOrTextOf, refuseReading, takeReading } from './reading-value.ts'
import { send } from './refusal-words.ts'
import { createParts, refuseMessage, refusePart, refuseParts, type Parts } from './unreadable-parts.ts'

const FAULT = qualityCode('fault') ?? 1

/** What these boxes send for "the sensor does not answer". */
const FAULT_VALUE = -9999

/** OPC's code for a good value. Other numbers mean different things in different boxes, so they are refused rather than guessed. */
const OPC_GOOD = 192

/** One report of a box on its way through. */
interface Report {
  /** `sn/`, before each id. */
  prefix: string
  time: number
  /** Path to the report: '$' or '$[3]'. */
  path: () => string
  parts: Parts
  into: DecodeTarget
}

/**
 * Plain DTU JSON of the field: `{sn, time, data: [{id, v, q?}]}` or a list of these (resent after a reconnect). Tag = `sn/id`.
 * `time` without a zone is Beijing time, numbers may be text, -9999 and "" are faults. `q`: a flag letter of HJ 212, a quality's name, or 192.
 */
export const decodeDtu: FormatDecoder = (_topic, payload, into) => {
  const json = readJson(payload)
  if (!json.ok) return refuseMessage(into.refusals, json.problem)
  const parts = createParts(into.refusals)
  if (Array.isArray(json.value)) json.value.forEach((report, index) => { decodeReport(report, () => `$[${index}]`, parts, into) })
  else decodeReport(json.value, () => '$', parts, into)
  refuseParts(into.refusals, parts)
}

const REMEDY = send('{"sn": "S1", "time": "2026-11-23 11:00:00", "data": [{"id": "NH3", "v": "12.5"}]}')

const decodeReport = (report: unknown, path: () => string, parts: Parts, into: DecodeTarget): void => {
  const sn = isFields(report) ? nameOf(report['sn']) : undefined
  if (!isFields(report) || sn === undefined || !Array.isArray(report['data'])) {
    parts.count++
    return refusePart(parts, 'wrong_shape', () => ({ where: path(), detail: valueFault(report, NO_DATA, REMEDY) }))
  }
  const ts = report['time']
  const time = ts === undefined ? into.batch.arrivedAt : readLocalTime(ts)
  if (time === undefined) {
    parts.count++
    return refusePart(parts, 'wrong_time', () => ({ where: `${path()}.time`, detail: noTime(ts, LOCAL_TIME_REMEDY) }))
  }
  const data: readonly unknown[] = report['data']
  // A report without data is a part that was read.
  parts.count += Math.max(1, data.length)
  const place = { prefix: `${sn}/`, time, path, parts, into }
  for (let index = 0; index < data.length; index++) decodeEntry(data[index], index, place)
}

const NO_DATA: Words = { en: 'without sn and a list of data', zh: '缺少 sn 或 data 数组' }

const decodeEntry = (entry: unknown, index: number, { prefix, time, path, parts, into }: Report): void => {
  const id = isFields(entry) ? nameOf(entry['id']) : undefined
  if (!isFields(entry) || id === undefined) {
    return refusePart(parts, 'wrong_shape', () => ({ where: `${path()}.data[${index}]`, detail: valueFault(entry, { en: 'without an id', zh: '缺少 id' }, REMEDY) }))
  }
  const { v, q } = entry
  const tag = prefix + id
  const quality = qualityOf(q)
  if (quality === undefined) {
    return refuse(into.refusals, 'wrong_quality', () => ({ where: `${path()}.data[${index}].q`, tag, detail: valueFault(q, { en: 'is no quality', zh: '没有这种质量' }, QUALITY_REMEDY) }))
  }
  const value = valueOf(v, quality)
  const taken = takeReading(into, tag, time, value, value === null && quality === GOOD ? FAULT : quality)
  if (!taken) refuseReading(into, tag, v, () => `${path()}.data[${index}].v`, FIGURE_REMEDY)
}

const QUALITY_REMEDY: Words = {
  en: `send one of ${HJ212_FLAGS}, ${qualities.join(', ')} or ${OPC_GOOD}, or leave q out`, zh: `请发送 ${HJ212_FLAGS}、${qualities.join('、')} 或 ${OPC_GOOD}，或省略 q`,
}

/** @returns null where the box says that there is no value; undefined where it says nothing that can be read. */
const valueOf = (v: unknown, quality: number): number | null | undefined => {
  if (typeof v === 'string' && v.trim() === '') return null
  // No value together with a reason is a statement; without one it is a defect.
  if (v === null && quality !== GOOD) return null
  const value = numberOrTextOf(v)
  return value === FAULT_VALUE ? null : value
}

const qualityOf = (q: unknown): number | undefined => {
  if (q === undefined || q === null || q === '' || q === OPC_GOOD || q === String(OPC_GOOD)) return GOOD
  return typeof q === 'string' ? hj212Quality(q) ?? qualityCode(q) : undefined
}
