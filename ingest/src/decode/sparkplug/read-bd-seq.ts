import { isNumeric, numberOf } from './metric-value.ts'
import { readMetric, type MetricFields } from './read-metric.ts'
import { nextMetric } from './read-payload.ts'
import { moveTo, textOf, type WireReader } from './wire-reader.ts'

const NAME = 'bdSeq'

/** Searches the metrics of a birth or death for the number of its session, and puts the reader back to the first of them. */
export const readBdSeq = (reader: WireReader, metric: MetricFields): number | undefined => {
  const { at, end } = reader
  let bdSeq: number | undefined
  for (let to = nextMetric(reader); to >= 0; to = nextMetric(reader)) {
    if (!readMetric(reader, to, metric) || !isBdSeq(reader, metric)) continue
    const value = metric.isNull || !isNumeric(metric.datatype) ? Number.NaN : numberOf(metric, metric.datatype)
    if (Number.isSafeInteger(value)) bdSeq = value
  }
  moveTo(reader, at, end)
  return bdSeq
}

const isBdSeq = (reader: WireReader, { nameFrom, nameTo }: MetricFields): boolean =>
  nameFrom >= 0 && nameTo - nameFrom === NAME.length && textOf(reader, nameFrom, nameTo) === NAME
