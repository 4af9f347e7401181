import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'

/**
 * A batch as bytes, for the spool. Little-endian: rows u32, flags u32 (1 = historical column follows), arrivedAt f64, then the columns one after
 * the other: times f64, values f64, point numbers i32, qualities u8, and historical u8 when there is one. 21 or 22 bytes a reading.
 */
const HEADER = 16
const HISTORICAL = 1

/** @returns how many readings a record of so many bytes holds at most. */
export const rowsWithin = (bytes: number): number => Math.max(0, Math.floor((bytes - HEADER) / 21))

/** The platforms Node runs on are little-endian, so columns are copied as they are. */
export const encodeBatch = ({ count, time, value, point, quality, historical, arrivedAt }: ReadingBatch): Uint8Array => {
  const bytes = Buffer.allocUnsafe(HEADER + count * (historical === null ? 21 : 22))
  bytes.writeUInt32LE(count, 0)
  bytes.writeUInt32LE(historical === null ? 0 : HISTORICAL, 4)
  bytes.writeDoubleLE(arrivedAt, 8)
  let at = HEADER
  for (const column of [time, value, point, quality, ...(historical === null ? [] : [historical])]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, count * column.BYTES_PER_ELEMENT), at)
    at += count * column.BYTES_PER_ELEMENT
  }
  return bytes
}

/** @returns the batch, its columns copied out of the record; undefined when the bytes are no batch. */
export const decodeBatch = (bytes: Uint8Array): ReadingBatch | undefined => {
  if (bytes.length < HEADER) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const count = view.getUint32(0, true)
  const flags = view.getUint32(4, true)
  const hasHistory = flags === HISTORICAL
  if ((flags !== 0 && !hasHistory) || bytes.length !== HEADER + count * (hasHistory ? 22 : 21)) return undefined
  const batch = createBatch(count, view.getFloat64(8, true))
  if (hasHistory) batch.historical = new Uint8Array(count)
  let at = HEADER
  for (const column of [batch.time, batch.value, batch.point, batch.quality, ...(batch.historical === null ? [] : [batch.historical])]) {
    new Uint8Array(column.buffer).set(bytes.subarray(at, at + column.byteLength))
    at += column.byteLength
  }
  batch.count = count
  return batch
}
