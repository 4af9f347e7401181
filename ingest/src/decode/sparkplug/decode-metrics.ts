import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import { addReading, markHistorical } from '@hazardwatch/shared/reading-batch'
import type { RejectionReason } from '@hazardwatch/shared/rejection'
import { countRefused, refuse } from '../../refusals.ts'
import { noteUnknown } from '../unknown-names.ts'
import { READINGS_MAX, type DecodeTarget } from '../decode-target.ts'
import { readTime, TIME_REMEDY } from '../reading-time.ts'
import { defineMetric, undeclared, type MetricDefinition, type MetricTable, type Room } from './metric-table.ts'
import { datatypeName, isNumeric, numberOf } from './metric-value.ts'
import { readMetric, VALUE, type MetricFields } from './read-metric.ts'
import { nextMetric } from './read-payload.ts'
import { QUALITY_UNREADABLE, readQuality } from './read-quality.ts'
import { textOf, type WireReader } from './wire-reader.ts'

/** Bounds what a name costs in memory. A tag of the ledger has at most 128 characters. */
const NAME_MAX_BYTES = 512

const FAULT = qualityCode('fault') ?? 1

/** The metrics of one message, on their way to readings. */
export interface MetricsPart {
  reader: WireReader
  /** Filled anew for each metric. */
  metric: MetricFields
  table: MetricTable
  /** The device that speaks; empty = the node itself. */
  device: string
  /** The payload's own time, epoch ms; 0 = not said. */
  timestamp: number
  into: DecodeTarget
  /** Place of the metric in the message. */
  index: number
  /** Set when a metric needs a definition that the last birth did not give. */
  needsBirth: boolean
}

/** Births define metrics and give their values. The reader is at the beginning of a sound payload. */
export const decodeBirthMetrics = (part: MetricsPart, room: Room): void =>
  eachMetric(part, () => {
    const name = nameOf(part)
    if (name === undefined) return
    const { metric, table, device } = part
    if (name === '') return refuseMetric(part, 'wrong_shape', () => 'a metric in a birth needs its name')
    const alias = metric.hasAlias ? aliasOf(metric) : undefined
    const definition = defineMetric(table, room, device, name, metric.datatype, alias)
    if (definition !== undefined) return takeReading(part, definition)
    refuseMetric(part, 'too_large', () => `"${name}" is beyond the metrics that are kept for one node, or for all nodes together`)
  })

/** Data name metrics or use their aliases. The reader is at the beginning of a sound payload. */
export const decodeDataMetrics = (part: MetricsPart): void =>
  eachMetric(part, () => {
    const { metric, table } = part
    if (metric.nameFrom >= 0 && metric.nameTo > metric.nameFrom) return takeNamed(part)
    if (!metric.hasAlias) return refuseMetric(part, 'wrong_shape', () => 'a metric needs its name or the alias of its birth')
    const definition = table.aliases.get(aliasOf(metric))
    if (definition) return takeReading(part, definition)
    if (definition === undefined && !table.partial) part.needsBirth = true
    const why = definition === null ? 'its birth gave to two metrics' : 'its last birth did not give'
    refuseMetric(part, 'no_session', () => `alias ${aliasOf(metric)} is one that ${why}`)
  })

const eachMetric = (part: MetricsPart, take: () => void): void => {
  const { reader, metric } = part
  for (part.index = 0; ; part.index++) {
    const to = nextMetric(reader)
    if (to < 0) return
    if (part.index >= READINGS_MAX) return refuseRest(part, to)
    if (readMetric(reader, to, metric)) take()
    else refuseMetric(part, 'wrong_shape', () => 'this metric is no protobuf of the Sparkplug B definition')
  }
}

const takeNamed = (part: MetricsPart): void => {
  const { metric, table, device } = part
  const name = nameOf(part)
  if (name === undefined) return
  const declared = table.names.get(name)
  if (declared !== undefined) return takeReading(part, declared)
  const definition = undeclared(device, name)
  if (!definition.control && !table.partial) part.needsBirth = true
  // An integer may be signed or not: only the datatype says which. Floating point and Boolean speak for themselves.
  const unclear = metric.datatype === 0 && (metric.valueField === VALUE.int || metric.valueField === VALUE.long)
  if (!unclear || definition.control) return takeReading(part, definition)
  refuseMetric(part, 'no_session', () => 'its last birth did not name this metric, so its datatype is not known', definition.tag)
}

const takeReading = (part: MetricsPart, { tag, datatype: declared, control }: MetricDefinition): void => {
  if (control) return
  const { metric, reader, into } = part
  const datatype = metric.datatype || declared
  const said = readQuality(reader, metric)
  if (said === QUALITY_UNREADABLE) return refuseMetric(part, 'wrong_quality', () => 'property Quality is to be an integer such as 192, 0 or 500', tag)
  const value = metric.isNull ? Number.NaN : numberOf(metric, datatype)
  const absent = value !== value
  if (absent && !(isNumeric(datatype) && mayBeAbsent(metric, said))) return refuseMetric(part, 'wrong_value', () => valueRemedy(metric, datatype), tag)
  const time = timeOf(part)
  if (time === undefined) return refuseMetric(part, 'wrong_time', () => `${metric.timestamp || part.timestamp} is no time: ${TIME_REMEDY}`, tag)
  const point = into.tags.get(tag)
  if (point === undefined) {
    noteUnknown(into.unknown, tag, value, time)
    return refuseMetric(part, 'unknown_point', () => 'this tag is not registered: register the point, or correct the tag', tag)
  }
  // NaN is "no value" in the columns.
  addReading(into.batch, point, time, value, absent && said <= GOOD ? FAULT : Math.max(GOOD, said))
  if (metric.historical) markHistorical(into.batch)
}

/** No value is a reading when it is said to be null, or when its quality says why there is none; not a text where a number was declared. */
const mayBeAbsent = ({ isNull, valueField }: MetricFields, said: number): boolean => isNull || (said > GOOD && valueField <= VALUE.double)

const timeOf = ({ metric, timestamp, into }: MetricsPart): number | undefined => {
  const said = metric.timestamp || timestamp
  return said === 0 ? into.batch.arrivedAt : readTime(said)
}

/** Most aliases are small; those that are hashes of 64 bits must not be rounded into each other. */
const aliasOf = ({ aliasLow, aliasHigh }: MetricFields): number | bigint =>
  aliasHigh < 0x20_0000 ? aliasHigh * 0x1_0000_0000 + aliasLow : (BigInt(aliasHigh) << 32n) | BigInt(aliasLow)

/** @returns the metric's name, empty when it has none; undefined when it was refused. */
const nameOf = (part: MetricsPart): string | undefined => {
  const { reader, metric, table } = part
  if (metric.nameFrom < 0) return ''
  if (metric.nameTo - metric.nameFrom > NAME_MAX_BYTES) {
    table.partial = true
    refuseMetric(part, 'too_large', () => `the name of a metric has at most ${NAME_MAX_BYTES} bytes`)
    return undefined
  }
  const name = textOf(reader, metric.nameFrom, metric.nameTo)
  if (name === undefined) refuseMetric(part, 'wrong_shape', () => 'the name of this metric is not UTF-8')
  return name
}

const kinds = new Map<number, string>([[VALUE.text, 'text'], [VALUE.bytes, 'bytes'], [VALUE.dataset, 'a data set'], [VALUE.template, 'a template']])

const valueRemedy = ({ valueField, isNull, real }: MetricFields, datatype: number): string => {
  if (!isNumeric(datatype)) return `${datatypeName(datatype)} is not a number`
  if (valueField === VALUE.none && !isNull) return 'there is no value: set is_null when there is none'
  if (valueField === VALUE.float || valueField === VALUE.double) return `${real} is not a finite number: send is_null, or a Quality that says why`
  return `${kinds.get(valueField) ?? 'an extension'} is not a number`
}

const refuseMetric = ({ into, index }: MetricsPart, reason: RejectionReason, detail: () => string, tag?: string): void =>
  refuse(into.refusals, reason, () => ({ where: `$.metrics[${index}]`, detail: detail(), ...(tag !== undefined && { tag }) }))

/** @param end where the first metric too many ends */
const refuseRest = (part: MetricsPart, end: number): void => {
  const { reader, into } = part
  let rest = 0
  for (let to = end; to >= 0; to = nextMetric(reader)) {
    reader.at = to
    rest++
  }
  refuseMetric(part, 'too_large', () => `more than ${READINGS_MAX} metrics: split the message`)
  countRefused(into.refusals, 'too_large', rest - 1)
}
