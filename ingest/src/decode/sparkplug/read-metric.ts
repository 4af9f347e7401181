import {
  BYTES, FIXED32, FIXED64, moveTo, readDouble, readFloat, readKey, readPartEnd, readVarint, skipField, unsignedOf, VARINT, type WireReader,
} from './wire-reader.ts'

/** The value fields of a Metric, by their numbers in the specification; `none` = the metric carries no value. */
export const VALUE = { none: 0, int: 10, long: 11, float: 12, double: 13, boolean: 14, text: 15, bytes: 16, dataset: 17, template: 18, extension: 19 } as const

/**
 * A metric as it stands on the wire. One object is filled anew for each metric, so a message costs none; texts and
 * properties are places in the bytes (`from` -1 = absent), to be read only by those who need them.
 */
export interface MetricFields {
  nameFrom: number
  nameTo: number
  hasAlias: boolean
  aliasLow: number
  aliasHigh: number
  /** Epoch ms; 0 = not said. */
  timestamp: number
  /** 0 = not said, which data by alias may do. */
  datatype: number
  historical: boolean
  isNull: boolean
  propertiesFrom: number
  propertiesTo: number
  /** One of {@link VALUE}, or 10 to 19. */
  valueField: number
  /** The halves of int_value, long_value and boolean_value. */
  low: number
  high: number
  /** float_value and double_value. */
  real: number
}

export const createMetricFields = (): MetricFields => ({
  nameFrom: -1, nameTo: -1, hasAlias: false, aliasLow: 0, aliasHigh: 0, timestamp: 0, datatype: 0, historical: false, isNull: false,
  propertiesFrom: -1, propertiesTo: -1, valueField: VALUE.none, low: 0, high: 0, real: 0,
})

const NAME = 1 * 8 + BYTES
const ALIAS = 2 * 8 + VARINT
const TIMESTAMP = 3 * 8 + VARINT
const DATATYPE = 4 * 8 + VARINT
const IS_HISTORICAL = 5 * 8 + VARINT
const IS_NULL = 7 * 8 + VARINT
const PROPERTIES = 9 * 8 + BYTES
const INT_VALUE = VALUE.int * 8 + VARINT
const LONG_VALUE = VALUE.long * 8 + VARINT
const FLOAT_VALUE = VALUE.float * 8 + FIXED32
const DOUBLE_VALUE = VALUE.double * 8 + FIXED64
const BOOLEAN_VALUE = VALUE.boolean * 8 + VARINT

/**
 * Reads the metric between the reader's `at` and `to`, and leaves the reader behind it, whatever it holds: a metric that is
 * damaged does not spoil its neighbours.
 * @returns whether it could be read.
 */
export const readMetric = (reader: WireReader, to: number, metric: MetricFields): boolean => {
  const { end } = reader
  reader.end = to
  clear(metric)
  for (let key = readKey(reader); key !== 0; key = readKey(reader)) {
    switch (key) {
      case ALIAS:
        readVarint(reader)
        metric.hasAlias = true
        metric.aliasLow = reader.low
        metric.aliasHigh = reader.high
        break
      case TIMESTAMP:
        readVarint(reader)
        metric.timestamp = unsignedOf(reader)
        break
      case DATATYPE:
        readVarint(reader)
        metric.datatype = unsignedOf(reader)
        break
      case DOUBLE_VALUE:
        metric.real = readDouble(reader)
        metric.valueField = VALUE.double
        break
      case FLOAT_VALUE:
        metric.real = readFloat(reader)
        metric.valueField = VALUE.float
        break
      default:
        readRarer(reader, key, metric)
    }
  }
  const sound = !reader.failed
  moveTo(reader, to, end)
  return sound
}

const readRarer = (reader: WireReader, key: number, metric: MetricFields): void => {
  switch (key) {
    case NAME:
      metric.nameTo = readPartEnd(reader)
      metric.nameFrom = reader.at
      reader.at = metric.nameTo
      break
    case PROPERTIES:
      metric.propertiesTo = readPartEnd(reader)
      metric.propertiesFrom = reader.at
      reader.at = metric.propertiesTo
      break
    case IS_HISTORICAL:
      metric.historical = readFlag(reader)
      break
    case IS_NULL:
      metric.isNull = readFlag(reader)
      break
    case INT_VALUE:
    case LONG_VALUE:
    case BOOLEAN_VALUE:
      readVarint(reader)
      metric.valueField = key >>> 3
      metric.low = reader.low
      metric.high = reader.high
      break
    default:
      if (key >>> 3 >= VALUE.text && key >>> 3 <= VALUE.extension) metric.valueField = key >>> 3
      skipField(reader, key & 7)
  }
}

const readFlag = (reader: WireReader): boolean => {
  readVarint(reader)
  return reader.low !== 0 || reader.high !== 0
}

const clear = (metric: MetricFields): void => {
  metric.nameFrom = -1
  metric.hasAlias = false
  metric.timestamp = 0
  metric.datatype = 0
  metric.historical = false
  metric.isNull = false
  metric.propertiesFrom = -1
  metric.valueField = VALUE.none
}
