import { BYTES, readKey, readPartEnd, readVarint, skipField, unsignedOf, VARINT, type WireReader } from './wire-reader.ts'

/** What a payload says beside its metrics. */
export interface PayloadHead {
  /** Epoch ms by the gateway's clock; 0 = not said. */
  timestamp: number
  /** 0–255; absent reads as 0, since writers of the newer protobuf syntax leave a zero out. */
  seq: number
  metrics: number
}

const TIMESTAMP = 1 * 8 + VARINT
const METRIC = 2 * 8 + BYTES
const SEQ = 3 * 8 + VARINT

/**
 * Steps through the outermost fields of a Payload, before any metric is read: timestamp and seq may come behind the metrics,
 * and a message that was cut short must not leave half of its readings behind.
 * @returns undefined when the bytes are no such message.
 */
export const readPayloadHead = (reader: WireReader): PayloadHead | undefined => {
  const head: PayloadHead = { timestamp: 0, seq: 0, metrics: 0 }
  for (let key = readKey(reader); key !== 0; key = readKey(reader)) {
    if (key === METRIC) {
      reader.at = readPartEnd(reader)
      head.metrics++
    } else if (key === TIMESTAMP || key === SEQ) {
      readVarint(reader)
      if (key === SEQ) head.seq = unsignedOf(reader)
      else head.timestamp = unsignedOf(reader)
    } else skipField(reader, key & 7)
  }
  return reader.failed ? undefined : head
}

/** Moves to the next metric of a payload that `readPayloadHead` has found sound. @returns where it ends (it begins at `at`), or -1 after the last. */
export const nextMetric = (reader: WireReader): number => {
  for (let key = readKey(reader); key !== 0; key = readKey(reader)) {
    if (key === METRIC) return readPartEnd(reader)
    skipField(reader, key & 7)
  }
  return -1
}
