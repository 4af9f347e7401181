import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import { addReading, markHistorical } from '@hazardwatch/shared/reading-batch'
import type { RejectionReason } from '@hazardwatch/shared/rejection'
import type { Words } from '@hazardwatch/shared/words'
import { countRefused, refuse, valueFault } from '../../refusals.ts'
import { noteUnknown } from '../unknown-names.ts'
import { READINGS_MAX, type DecodeTarget } from '../decode-target.ts'
import { noTime, readTime } from '../reading-time.ts'
import { TAG_UNREGISTERED } from '../refusal-words.ts'
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
    if (name === '') return refuseMetric(part, 'wrong_shape', () => ({ en: 'a metric in a birth needs its name', zh: 'BIRTH 中的指标须带名称' }))
    const alias = metric.hasAlias ? aliasOf(metric) : undefined
    const definition = defineMetric(table, room, device, name, metric.datatype, alias)
    if (definition !== undefined) return takeReading(part, definition)
    refuseMetric(part, 'too_large', () => ({
      en: `"${name}" is beyond the metrics that are kept for one node, or for all nodes together`, zh: `"${name}" 超出单个节点或全部节点所保存的指标数`,
    }))
  })

/** Data name metrics or use their aliases. The reader is at the beginning of a sound payload. */
export const decodeDataMetrics = (part: MetricsPart): void =>
  eachMetric(part, () => {
    const { metric, table } = part
    if (metric.nameFrom >= 0 && metric.nameTo > metric.nameFrom) return takeNamed(part)
    if (!metric.hasAlias) return refuseMetric(part, 'wrong_shape', () => ({ en: 'a metric needs its name or the alias of its birth', zh: '指标须带名称，或其 BIRTH 给出的别名' }))
    const definition = table.aliases.get(aliasOf(metric))
    if (definition) return takeReading(part, definition)
    if (definition === undefined && !table.partial) part.needsBirth = true
    const why = definition === null ? GIVEN_TWICE : NOT_GIVEN
    refuseMetric(part, 'no_session', () => ({ en: `alias ${aliasOf(metric)} is one that ${why.en}`, zh: `别名 ${aliasOf(metric)} ${why.zh}` }))
  })

const GIVEN_TWICE: Words = { en: 'its birth gave to two metrics', zh: '在其 BIRTH 中给了两个指标' }
const NOT_GIVEN: Words = { en: 'its last birth did not give', zh: '不在最近一次 BIRTH 中' }

const eachMetric = (part: MetricsPart, take: () => void): void => {
  const { reader, metric } = part
  for (part.index = 0; ; part.index++) {
    const to = nextMetric(reader)
    if (to < 0) return
    if (part.index >= READINGS_MAX) return refuseRest(part, to)
    if (readMetric(reader, to, metric)) take()
    else refuseMetric(part, 'wrong_shape', () => ({ en: 'this metric is no protobuf of the Sparkplug B definition', zh: '此指标不符合 Sparkplug B 的 protobuf 定义' }))
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
  refuseMetric(part, 'no_session', () => NOT_BORN, definition.tag)
}

const NOT_BORN: Words = { en: 'its last birth did not name this metric, so its datatype is not known', zh: '最近一次 BIRTH 中没有此指标，不知其数据类型' }

const takeReading = (part: MetricsPart, { tag, datatype: declared, control }: MetricDefinition): void => {
  if (control) return
  const { metric, reader, into } = part
  const datatype = metric.datatype || declared
  const said = readQuality(reader, metric)
  if (said === QUALITY_UNREADABLE) return refuseMetric(part, 'wrong_quality', () => QUALITY_FAULT, tag)
  const value = metric.isNull ? Number.NaN : numberOf(metric, datatype)
  const absent = value !== value
  if (absent && !(isNumeric(datatype) && mayBeAbsent(metric, said))) return refuseMetric(part, 'wrong_value', () => valueRemedy(metric, datatype), tag)
  const time = timeOf(part)
  if (time === undefined) return refuseMetric(part, 'wrong_time', () => noTime(metric.timestamp || part.timestamp), tag)
  const point = into.tags.get(tag)
  if (point === undefined) {
    noteUnknown(into.unknown, tag, value, time)
    return refuseMetric(part, 'unknown_point', () => TAG_UNREGISTERED, tag)
  }
  // NaN is "no value" in the columns.
  addReading(into.batch, point, time, value, absent && said <= GOOD ? FAULT : Math.max(GOOD, said))
  if (metric.historical) markHistorical(into.batch)
}

const QUALITY_FAULT: Words = { en: 'property Quality is to be an integer such as 192, 0 or 500', zh: '属性 Quality 应为整数，如 192、0 或 500' }

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
    refuseMetric(part, 'too_large', () => ({ en: `the name of a metric has at most ${NAME_MAX_BYTES} bytes`, zh: `指标的名称最多 ${NAME_MAX_BYTES} 字节` }))
    return undefined
  }
  const name = textOf(reader, metric.nameFrom, metric.nameTo)
  if (name === undefined) refuseMetric(part, 'wrong_shape', () => ({ en: 'the name of this metric is not UTF-8', zh: '此指标的名称不是 UTF-8' }))
  return name
}

const kinds = new Map<number, Words>([
  [VALUE.text, { en: 'text', zh: '文本' }], [VALUE.bytes, { en: 'bytes', zh: '字节串' }], [VALUE.dataset, { en: 'a data set', zh: '数据集' }], [VALUE.template, { en: 'a template', zh: '模板' }],
])

const valueRemedy = ({ valueField, isNull, real }: MetricFields, datatype: number): Words => {
  if (!isNumeric(datatype)) return notNumber(datatypeName(datatype))
  if (valueField === VALUE.none && !isNull) return { en: 'there is no value: set is_null when there is none', zh: '没有值；没有值时请置 is_null' }
  if (valueField === VALUE.float || valueField === VALUE.double) return valueFault(real, { en: 'is not a finite number', zh: '不是有限数值' }, NULL_REMEDY)
  return notNumber(kinds.get(valueField) ?? { en: 'an extension', zh: '扩展类型' })
}

const NULL_REMEDY: Words = { en: 'send is_null, or a Quality that says why', zh: '请置 is_null，或用 Quality 说明原因' }
const notNumber = ({ en, zh }: Words): Words => ({ en: `${en} is not a number`, zh: `不是数值：${zh}` })

const refuseMetric = ({ into, index }: MetricsPart, reason: RejectionReason, detail: () => Words, tag?: string): void =>
  refuse(into.refusals, reason, () => ({ where: `$.metrics[${index}]`, detail: detail(), ...(tag !== undefined && { tag }) }))

/** @param end where the first metric too many ends */
const refuseRest = (part: MetricsPart, end: number): void => {
  const { reader, into } = part
  let rest = 0
  for (let to = end; to >= 0; to = nextMetric(reader)) {
    reader.at = to
    rest++
  }
  refuseMetric(part, 'too_large', () => ({ en: `more than ${READINGS_MAX} metrics: split the message`, zh: `指标超过 ${READINGS_MAX} 个；请拆分发送` }))
  countRefused(into.refusals, 'too_large', rest - 1)
}
