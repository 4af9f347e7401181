import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { decodeSenders, encodeSenders, type MessageSenders } from './message-senders.ts'

/**
 * A batch as bytes, for the spool. Little-endian: rows u32, flags u32 (1 = historical column follows, 2 = senders follow the columns), arrivedAt f64,
 * then the columns one after the other: times f64, values f64, point numbers i32, qualities u8, and historical u8 when there is one. 21 or 22 bytes a reading.
 */
const HEADER = 16
const HISTORICAL = 1
const SENDERS = 2

/** @returns how many readings a record of so many bytes holds at most. */
export const rowsWithin = (bytes: number): number => Math.max(0, Math.floor((bytes - HEADER) / 21))

/** The platforms Node runs on are little-endian, so columns are copied as they are. */
export const encodeBatch = ({ count, time, value, point, quality, historical, arrivedAt }: ReadingBatch, senders?: MessageSenders): Uint8Array => {
  const sent = senders === undefined || senders.count === 0 ? undefined : encodeSenders(senders)
  const columns = HEADER + count * (historical === null ? 21 : 22)
  const bytes = Buffer.allocUnsafe(columns + (sent?.length ?? 0))
  bytes.writeUInt32LE(count, 0)
  bytes.writeUInt32LE((historical === null ? 0 : HISTORICAL) + (sent === undefined ? 0 : SENDERS), 4)
  if (sent !== undefined) bytes.set(sent, columns)
  bytes.writeDoubleLE(arrivedAt, 8)
  let at = HEADER
  for (const column of [time, value, point, quality, ...(historical === null ? [] : [historical])]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, count * column.BYTES_PER_ELEMENT), at)
    at += count * column.BYTES_PER_ELEMENT
  }
  return bytes
}

interface Layout {
  count: number
  hasHistory: boolean
  /** Where the columns end. */
  end: number
}

const layoutOf = (view: DataView): Layout | undefined => {
  if (view.byteLength < HEADER) return undefined
  const count = view.getUint32(0, true)
  const flags = view.getUint32(4, true)
  const hasHistory = (flags & HISTORICAL) !== 0
  const end = HEADER + count * (hasHistory ? 22 : 21)
  const fits = (flags & SENDERS) === 0 ? view.byteLength === end : view.byteLength > end
  return flags <= HISTORICAL + SENDERS && fits ? { count, hasHistory, end } : undefined
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** @returns the batch, its columns copied out of the record; undefined when the bytes are no batch. */
export const decodeBatch = (bytes: Uint8Array): ReadingBatch | undefined => {
  const view = viewOf(bytes)
  const layout = layoutOf(view)
  if (layout === undefined) return undefined
  const batch = createBatch(layout.count, view.getFloat64(8, true))
  if (layout.hasHistory) batch.historical = new Uint8Array(layout.count)
  let at = HEADER
  for (const column of [batch.time, batch.value, batch.point, batch.quality, ...(batch.historical === null ? [] : [batch.historical])]) {
    new Uint8Array(column.buffer).set(bytes.subarray(at, at + column.byteLength))
    at += column.byteLength
  }
  batch.count = layout.count
  return batch
}

/** @returns who sent what is in the record; undefined when it does not say. */
export const sendersOf = (bytes: Uint8Array): MessageSenders | undefined => {
  const layout = layoutOf(viewOf(bytes))
  return layout === undefined || layout.end === bytes.length ? undefined : decodeSenders(bytes.subarray(layout.end))
}
