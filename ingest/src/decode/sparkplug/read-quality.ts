import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import type { MetricFields } from './read-metric.ts'
import { BYTES, moveTo, readKey, readPartEnd, readVarint, skipField, VARINT, type WireReader } from './wire-reader.ts'

/** What {@link readQuality} gives beside column codes of a quality; both are below the code of good. */
const QUALITY_UNSAID = -1
export const QUALITY_UNREADABLE = -2

const codeOf = (name: string): number => qualityCode(name) ?? 1
const FAULT = codeOf('fault')

/**
 * Quality codes that are not a fault. The specification knows 192 good, 0 bad and 500 stale; gateways with OPC behind them
 * pass on its codes, of which these have a name of ours. Every other code (bad, uncertain, or unknown to us) is a fault:
 * what is not plainly good must never read as good.
 */
const qualityOf = new Map<number, number>([
  [192, GOOD],
  [216, codeOf('manual')], // OPC good, local override: a value set by hand.
  [28, codeOf('maintenance')], // OPC bad, out of service.
  [84, codeOf('out_of_range')], // OPC uncertain, engineering units exceeded.
])

const KEY = 1 * 8 + BYTES
const VALUE = 2 * 8 + BYTES
const IS_NULL = 2 * 8 + VARINT
const INT_VALUE = 3 * 8 + VARINT
const LONG_VALUE = 4 * 8 + VARINT

/** Property `Quality` of a metric, from its PropertySet of keys and values side by side. The reader stays where it was. */
export const readQuality = (reader: WireReader, metric: MetricFields): number => {
  if (metric.propertiesFrom < 0) return QUALITY_UNSAID
  const { at, end } = reader
  const quality = qualityProperty(reader, metric.propertiesFrom, metric.propertiesTo)
  moveTo(reader, at, end)
  return quality
}

const qualityProperty = (reader: WireReader, from: number, to: number): number => {
  moveTo(reader, from, to)
  const index = qualityIndex(reader)
  if (reader.failed) return QUALITY_UNREADABLE
  if (index < 0) return QUALITY_UNSAID
  moveTo(reader, from, to)
  let value = 0
  for (let key = readKey(reader); key !== 0; key = readKey(reader)) {
    if (key === VALUE && value++ === index) return qualityValue(reader)
    skipField(reader, key & 7)
  }
  return QUALITY_UNREADABLE
}

const qualityIndex = (reader: WireReader): number => {
  let index = -1
  let count = 0
  for (let key = readKey(reader); key !== 0; key = readKey(reader)) {
    if (key === KEY) {
      const to = readPartEnd(reader)
      if (isQuality(reader.bytes, reader.at, to)) index = count
      reader.at = to
      count++
    } else skipField(reader, key & 7)
  }
  return index
}

const qualityValue = (reader: WireReader): number => {
  reader.end = readPartEnd(reader)
  let quality = QUALITY_UNREADABLE
  for (let key = readKey(reader); key !== 0; key = readKey(reader)) {
    if (key === INT_VALUE || key === LONG_VALUE) {
      readVarint(reader)
      quality = reader.high === 0 ? (qualityOf.get(reader.low) ?? FAULT) : FAULT
    } else if (key === IS_NULL) {
      readVarint(reader)
      if (reader.low !== 0) return QUALITY_UNSAID
    } else skipField(reader, key & 7)
  }
  return reader.failed ? QUALITY_UNREADABLE : quality
}

const QUALITY_BYTES = new TextEncoder().encode('Quality')

const isQuality = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from === QUALITY_BYTES.length && QUALITY_BYTES.every((byte, place) => bytes[from + place] === byte)
