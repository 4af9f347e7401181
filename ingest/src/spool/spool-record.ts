import type { Words } from '@hazardwatch/shared/words'

/** A message as it came, whatever its format. */
export interface SpoolRecord {
  topic: string
  enterprise: string
  payload: Uint8Array
  /** Our clock, epoch ms. */
  arrivedAt: number
  /** 0–255; the spool keeps it and gives it no meaning. */
  format: number
}

export interface StoredRecord extends SpoolRecord {
  /** Grows from record to record; gaps are allowed (records whose write failed). */
  sequence: number
}

/**
 * Layout, little-endian: payload bytes u32, text bytes u32, arrivedAt f64, topic chars u16, enterprise at u16, enterprise chars u16,
 * format u8, zero u8, text (UTF-8), payload. The text is the topic; the enterprise is nearly always a part of it, else it follows it:
 * so there is one string to encode and to decode a record, and that call is a third of what a short record costs.
 */
export const RECORD_HEADER = 24

/** Most that the record takes: every UTF-16 unit becomes at most three bytes. */
export const recordBound = (record: SpoolRecord): number =>
  RECORD_HEADER + 3 * (record.topic.length + record.enterprise.length) + record.payload.length

const LONGEST_TEXT = 0xffff

/** A record that no layout could hold; `undefined` when it fits. */
export const faultOf = ({ topic, enterprise, format, arrivedAt }: SpoolRecord): Words | undefined => {
  const characters = topic.length + enterprise.length
  if (characters > LONGEST_TEXT) return { en: `topic and enterprise have ${characters} characters, at most ${LONGEST_TEXT} fit`, zh: `主题和企业共 ${characters} 个字符，最多 ${LONGEST_TEXT} 个` }
  if (!Number.isInteger(format) || format < 0 || format > 255) return { en: `format ${format} is not an integer from 0 to 255`, zh: `format ${format} 不是 0 至 255 的整数` }
  if (!Number.isFinite(arrivedAt)) return { en: `arrivedAt ${arrivedAt} is no time in epoch ms`, zh: `arrivedAt ${arrivedAt} 不是毫秒时间戳` }
  return undefined
}

/** Writes the record at `offset`; the caller has made sure of room. Returns where the next one goes. */
export const writeRecord = (bytes: Buffer, view: DataView, offset: number, record: SpoolRecord): number => {
  const { topic, enterprise, payload } = record
  const found = topic.indexOf(enterprise)
  const textBytes = bytes.write(found === -1 ? topic + enterprise : topic, offset + RECORD_HEADER)
  view.setUint32(offset, payload.length, true)
  view.setUint32(offset + 4, textBytes, true)
  view.setFloat64(offset + 8, record.arrivedAt, true)
  view.setUint16(offset + 16, topic.length, true)
  view.setUint16(offset + 18, found === -1 ? topic.length : found, true)
  view.setUint16(offset + 20, enterprise.length, true)
  view.setUint16(offset + 22, record.format, true)
  const payloadAt = offset + RECORD_HEADER + textBytes
  bytes.set(payload, payloadAt)
  return payloadAt + payload.length
}

/** Where the record at `offset` ends, or undefined when it does not fit into the bytes. */
export const recordEnd = (view: DataView, offset: number): number | undefined => {
  if (offset + RECORD_HEADER > view.byteLength) return undefined
  const end = offset + RECORD_HEADER + view.getUint32(offset, true) + view.getUint32(offset + 4, true)
  return end <= view.byteLength ? end : undefined
}

/** The record between `offset` and `end`. Its payload is a view of the bytes, not a copy. */
export const readRecord = (bytes: Buffer, view: DataView, offset: number, end: number, sequence: number): StoredRecord => {
  const payloadAt = end - view.getUint32(offset, true)
  const text = bytes.toString('utf8', offset + RECORD_HEADER, payloadAt)
  const topicChars = view.getUint16(offset + 16, true)
  const enterpriseAt = view.getUint16(offset + 18, true)
  return {
    sequence,
    topic: topicChars === text.length ? text : text.slice(0, topicChars),
    enterprise: text.slice(enterpriseAt, enterpriseAt + view.getUint16(offset + 20, true)),
    payload: bytes.subarray(payloadAt, end),
    arrivedAt: view.getFloat64(offset + 8, true),
    format: view.getUint8(offset + 22),
  }
}
