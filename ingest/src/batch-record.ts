import { createBatch, markRow, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import { decodeSenders, encodeSenders, type MessageSenders } from './message-senders.ts'

/**
 * A batch as bytes, for the spool. Little-endian: rows u32, flags u32 (1 = a column of how rows came follows, 2 = senders follow the columns), arrivedAt f64,
 * then the columns one after the other: times f64, values f64, point numbers i32, qualities u8, and u8 how each row came when there is one
 * (bit 0 = historical, bit 1 = out of order; whether it is late follows from its time, its arrival and bit 0). 21 or 22 bytes a reading.
 */
const HEADER = 16
const CAME = 1
const SENDERS = 2

/** @returns how many readings a record of so many bytes holds at most. */
export const rowsWithin = (bytes: number): number => Math.max(0, Math.floor((bytes - HEADER) / 21))

/** The platforms Node runs on are little-endian, so columns are copied as they are. */
export const encodeBatch = (batch: ReadingBatch, senders?: MessageSenders): Uint8Array => {
  const { count, time, value, point, quality, arrivedAt } = batch
  const came = cameOf(batch)
  const sent = senders === undefined || senders.count === 0 ? undefined : encodeSenders(senders)
  const columns = HEADER + count * (came === undefined ? 21 : 22)
  const bytes = Buffer.allocUnsafe(columns + (sent?.length ?? 0))
  bytes.writeUInt32LE(count, 0)
  bytes.writeUInt32LE((came === undefined ? 0 : CAME) + (sent === undefined ? 0 : SENDERS), 4)
  if (sent !== undefined) bytes.set(sent, columns)
  bytes.writeDoubleLE(arrivedAt, 8)
  let at = HEADER
  for (const column of [time, value, point, quality, ...(came === undefined ? [] : [came])]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, count * column.BYTES_PER_ELEMENT), at)
    at += count * column.BYTES_PER_ELEMENT
  }
  return bytes
}

const HISTORICAL_BIT = 1
const OUT_OF_ORDER_BIT = 2

const cameOf = ({ count, historical, marks }: ReadingBatch): Uint8Array | undefined => {
  if (historical === null && marks === null) return undefined
  const came = new Uint8Array(count)
  for (let row = 0; row < count; row++) {
    came[row] = (historical?.[row] === 1 ? HISTORICAL_BIT : 0) | (((marks?.[row] ?? 0) & OUT_OF_ORDER) === 0 ? 0 : OUT_OF_ORDER_BIT)
  }
  return came
}

const readCame = (batch: ReadingBatch, came: Uint8Array): void => {
  for (let row = 0; row < came.length; row++) {
    const bits = came[row] ?? 0
    if ((bits & HISTORICAL_BIT) !== 0) (batch.historical ??= new Uint8Array(came.length))[row] = 1
    if ((bits & OUT_OF_ORDER_BIT) !== 0) markRow(batch, row, OUT_OF_ORDER)
  }
}

interface Layout {
  count: number
  hasCame: boolean
  /** Where the columns end. */
  end: number
}

const layoutOf = (view: DataView): Layout | undefined => {
  if (view.byteLength < HEADER) return undefined
  const count = view.getUint32(0, true)
  const flags = view.getUint32(4, true)
  const hasCame = (flags & CAME) !== 0
  const end = HEADER + count * (hasCame ? 22 : 21)
  const fits = (flags & SENDERS) === 0 ? view.byteLength === end : view.byteLength > end
  return flags <= CAME + SENDERS && fits ? { count, hasCame, end } : undefined
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** @returns the batch, its columns copied out of the record; undefined when the bytes are no batch. */
export const decodeBatch = (bytes: Uint8Array): ReadingBatch | undefined => {
  const view = viewOf(bytes)
  const layout = layoutOf(view)
  if (layout === undefined) return undefined
  const batch = createBatch(layout.count, view.getFloat64(8, true))
  batch.count = layout.count
  let at = HEADER
  for (const column of [batch.time, batch.value, batch.point, batch.quality]) {
    new Uint8Array(column.buffer).set(bytes.subarray(at, at + column.byteLength))
    at += column.byteLength
  }
  if (layout.hasCame) readCame(batch, bytes.subarray(at, at + layout.count))
  return batch
}

/** @returns who sent what is in the record; undefined when it does not say. */
export const sendersOf = (bytes: Uint8Array): MessageSenders | undefined => {
  const layout = layoutOf(viewOf(bytes))
  return layout === undefined || layout.end === bytes.length ? undefined : decodeSenders(bytes.subarray(layout.end))
}
