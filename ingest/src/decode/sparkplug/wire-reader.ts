/**
 * A place in protobuf bytes. One reader serves a whole message: a nested message is read by moving `at` and `end`, so that
 * a metric costs no object. Numbers come out in `low` and `high` (unsigned halves of 64 bits), because a BigInt per
 * timestamp would cost more than the rest of the metric.
 */
export interface WireReader {
  bytes: Uint8Array
  view: DataView
  at: number
  end: number
  low: number
  high: number
  /** Set by whatever runs past `end` or is no protobuf; from then on every read gives nothing. */
  failed: boolean
}

/** Wire types of the encoding; 3 and 4 (groups) are deprecated, Sparkplug has none, and they read as damage. */
export const VARINT = 0
export const FIXED64 = 1
export const BYTES = 2
export const FIXED32 = 5

export const createWireReader = (): WireReader => ({
  bytes: EMPTY, view: new DataView(EMPTY.buffer), at: 0, end: 0, low: 0, high: 0, failed: false,
})

const EMPTY = new Uint8Array(0)

export const openWire = (reader: WireReader, bytes: Uint8Array): void => {
  reader.bytes = bytes
  reader.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  moveTo(reader, 0, bytes.length)
}

/** Lets go of the message: the next one may come in an hour, and its bytes may be a slice of a much larger buffer. */
export const closeWire = (reader: WireReader): void => {
  openWire(reader, EMPTY)
}

/** Narrows the reader to a part of the message and forgets a failure in the part before. */
export const moveTo = (reader: WireReader, at: number, end: number): void => {
  reader.at = at
  reader.end = end
  reader.failed = false
}

/** @returns field number * 8 + wire type, or 0 at the end of the part or where the bytes are no protobuf. */
export const readKey = (reader: WireReader): number => {
  if (reader.failed || reader.at >= reader.end) return 0
  readVarint(reader)
  const key = reader.low
  if (key < 8 || reader.high !== 0) reader.failed = true
  return reader.failed ? 0 : key
}

/** Reads up to ten bytes into `low` and `high`. What a varint says beyond 64 bits is dropped, as the encoding demands. */
export const readVarint = (reader: WireReader): void => {
  const { bytes, end } = reader
  let at = reader.at
  let low = 0
  let high = 0
  let byte = 0x80
  for (let shift = 0; byte >= 0x80; shift += 7) {
    if (at >= end || shift > 63) return fail(reader)
    byte = bytes[at++] ?? 0
    const bits = byte & 0x7f
    if (shift < 28) low |= bits << shift
    else if (shift > 28) high |= bits << (shift - 32)
    else {
      low |= bits << 28
      high = bits >>> 4
    }
  }
  reader.at = at
  reader.low = low >>> 0
  reader.high = high >>> 0
}

/** Reads the length of a nested part, which begins at `at`. @returns where it ends; `at` itself when that lies outside. */
export const readPartEnd = (reader: WireReader): number => {
  readVarint(reader)
  if (reader.failed) return reader.at
  if (reader.high !== 0 || reader.low > reader.end - reader.at) {
    fail(reader)
    return reader.at
  }
  return reader.at + reader.low
}

export const readFloat = (reader: WireReader): number => {
  if (reader.end - reader.at < 4) return failNumber(reader)
  reader.at += 4
  return reader.view.getFloat32(reader.at - 4, true)
}

export const readDouble = (reader: WireReader): number => {
  if (reader.end - reader.at < 8) return failNumber(reader)
  reader.at += 8
  return reader.view.getFloat64(reader.at - 8, true)
}

/** Steps over the value of a field that is of no interest. */
export const skipField = (reader: WireReader, wire: number): void => {
  if (wire === VARINT) readVarint(reader)
  else if (wire === BYTES) reader.at = readPartEnd(reader)
  else if (wire === FIXED64) skipBytes(reader, 8)
  else if (wire === FIXED32) skipBytes(reader, 4)
  else fail(reader)
}

/** The varint just read as an unsigned number; beyond 2^53 the nearest one. */
export const unsignedOf = (reader: WireReader): number => reader.high * 0x1_0000_0000 + reader.low

/** Text of a part, or undefined where it is not UTF-8. */
export const textOf = ({ bytes }: WireReader, from: number, to: number): string | undefined => {
  for (let at = from; at < to; at++) {
    if ((bytes[at] ?? 0) >= 0x80) return utf8Of(bytes, from, to)
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const utf8Of = (bytes: Uint8Array, from: number, to: number): string | undefined => {
  try {
    return utf8.decode(bytes.subarray(from, to))
  } catch {
    return undefined
  }
}

const skipBytes = (reader: WireReader, count: number): void => {
  if (reader.end - reader.at < count) fail(reader)
  else reader.at += count
}

const fail = (reader: WireReader): void => {
  reader.failed = true
}

const failNumber = (reader: WireReader): number => {
  reader.failed = true
  return Number.NaN
}
