import { GOOD } from '@hazardwatch/shared/quality'
import type { Words } from '@hazardwatch/shared/words'
import { valueFault } from '../refusals.ts'
import type { DecodeTarget } from './decode-target.ts'
import { inBrackets, isFields, type Fields } from './json-fields.ts'
import { noTime, readTime } from './reading-time.ts'
import { FIGURE_REMEDY, numberOrTextOf, refuseReading, takeReading } from './reading-value.ts'
import { refusePart, type Parts } from './unreadable-parts.ts'

/** Where telemetry stands in a message: whose it is, and the path to it. */
export interface TelemetryPlace {
  /** Before each key: '' for a device, `device/` behind a gateway. */
  prefix: string
  /** Path to the object or the list. */
  path: () => string
  parts: Parts
  into: DecodeTarget
}

/** ThingsBoard telemetry: an object or a list of objects, each `{key: value, …}` or `{ts, values: {key: value, …}}`; `ts` may be left out. */
export const decodeTelemetry = (telemetry: unknown, place: TelemetryPlace): void => {
  if (!Array.isArray(telemetry)) return decodeElement(telemetry, ALONE, place)
  for (let index = 0; index < telemetry.length; index++) decodeElement(telemetry[index], index, place)
}

const ALONE = -1

const decodeElement = (element: unknown, index: number, place: TelemetryPlace): void => {
  const { parts, into } = place
  parts.count++
  const path = () => place.path() + (index === ALONE ? '' : `[${index}]`)
  if (!isFields(element)) return refusePart(parts, 'wrong_shape', () => ({ where: path(), detail: valueFault(element, { en: 'is no telemetry', zh: '不是遥测数据' }, REMEDY) }))
  const { ts, values } = element
  // As ThingsBoard reads it: a key that happens to be called ts or values is a key, unless both are there. An object is never a value.
  if (!isFields(values) && (ts === undefined || values === undefined)) return decodeKeys(element, into.batch.arrivedAt, path, place)
  if (!isFields(values)) return refusePart(parts, 'wrong_shape', () => ({ where: `${path()}.values`, detail: valueFault(values, { en: 'holds no keys', zh: '没有键值' }, REMEDY) }))
  const time = ts === undefined ? into.batch.arrivedAt : readTime(ts)
  if (time !== undefined) return decodeKeys(values, time, () => `${path()}.values`, place)
  refusePart(parts, 'wrong_time', () => ({ where: `${path()}.ts`, detail: noTime(ts) }))
}

const REMEDY: Words = {
  en: 'send {"<key>": 1.5} or {"ts": …, "values": {"<key>": 1.5}}, or a list of these', zh: '请发送 {"<key>": 1.5} 或 {"ts": …, "values": {"<key>": 1.5}}，或由它们组成的数组',
}

const decodeKeys = (values: Fields, time: number, path: () => string, { prefix, into }: TelemetryPlace): void => {
  for (const key in values) {
    const tag = prefix + key
    const value = values[key]
    if (!takeReading(into, tag, time, numberOrTextOf(value), GOOD)) refuseReading(into, tag, value, () => path() + inBrackets(key), FIGURE_REMEDY)
  }
}
