import type { Words } from '@hazardwatch/shared/words'
import { VALUE, type MetricFields } from './read-metric.ts'

/** The datatypes of the specification, in its order: position = code. */
const names = [
  'Unknown', 'Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64', 'Float', 'Double', 'Boolean', 'String', 'DateTime', 'Text',
  'UUID', 'DataSet', 'Bytes', 'File', 'Template', 'PropertySet', 'PropertySetList', 'Int8Array', 'Int16Array', 'Int32Array', 'Int64Array',
  'UInt8Array', 'UInt16Array', 'UInt32Array', 'UInt64Array', 'FloatArray', 'DoubleArray', 'BooleanArray', 'StringArray', 'DateTimeArray',
] as const

const INT8 = 1
const INT16 = 2
const INT64 = 4
const BOOLEAN = 11

/** The code of DateTime lies among those of texts; 0 = not said, which the value field then decides. */
const DATE_TIME = 13

export const datatypeName = (code: number): Words => ({ en: names[code] ?? `datatype ${code}`, zh: `数据类型 ${names[code] ?? code}` })

export const isNumeric = (datatype: number): boolean => (datatype >= 0 && datatype <= BOOLEAN) || datatype === DATE_TIME

/**
 * The value as a number. Signed integers come in two's complement, of 32 bits in int_value and of 64 in long_value; some
 * gateways write Int8 and Int16 in their own width instead, so 255 of an Int8 is -1 as well. A 64-bit value beyond 2^53
 * gives the nearest number that a reading can hold.
 * @param datatype the metric's own, or the one its birth declared
 * @returns NaN where the metric holds no number: no value, another kind of value, NaN and infinities themselves
 */
export const numberOf = (metric: MetricFields, datatype: number): number => {
  if (!isNumeric(datatype)) return Number.NaN
  const { valueField, low, high } = metric
  switch (valueField) {
    case VALUE.double:
    case VALUE.float:
      return Number.isFinite(metric.real) ? metric.real : Number.NaN
    case VALUE.boolean:
      return low === 0 && high === 0 ? 0 : 1
    case VALUE.int:
      return isSigned(datatype) ? signedOf(low, datatype) : booleanOr(datatype, low)
    case VALUE.long:
      if (isSigned(datatype) && (datatype === INT64 || high !== 0)) return (high | 0) * 0x1_0000_0000 + low
      return isSigned(datatype) ? signedOf(low, datatype) : booleanOr(datatype, high * 0x1_0000_0000 + low)
    default:
      return Number.NaN
  }
}

const isSigned = (datatype: number): boolean => datatype >= INT8 && datatype <= INT64

/** 32 bits in two's complement, or the 8 or 16 of the datatype. Also an Int32 in long_value whose upper half is empty: a habit seen in the field. */
const signedOf = (low: number, datatype: number): number => {
  if (datatype === INT8 && low <= 0xff) return (low << 24) >> 24
  if (datatype === INT16 && low <= 0xffff) return (low << 16) >> 16
  return low | 0
}

const booleanOr = (datatype: number, value: number): number => (datatype === BOOLEAN && value !== 0 ? 1 : value)
