import { CHECKSUM_START, mixChecksum } from '@hazardwatch/shared/hj212-checksum'

/** `##`, four digits of length, data, four hex digits of checksum; CR LF follows and is skipped like any noise before the next frame. */
const HEAD_BYTES = 6
const CHECKSUM_BYTES = 4

/** The most that four digits of length can ask to be kept until the frame is whole. */
export const FRAME_MAX_BYTES = HEAD_BYTES + 9_999 + CHECKSUM_BYTES

const HASH = 0x23
const LF = 0x0a
const CR = 0x0d
const ZERO = 0x30

/** What stands at a place of the stream. `next` is where to go on; `wait` = more bytes are needed from `next` on to say. */
export type Found =
  | { kind: 'frame'; dataFrom: number; dataTo: number; next: number }
  | { kind: 'broken'; why: 'length' | 'checksum'; next: number }
  | { kind: 'wait'; next: number }

/**
 * Finds the next frame at or after `from`. What it finds depends on the bytes alone, never on how they were cut into segments.
 * Neither `##` nor a line end can be part of a frame's data: a wrong length or a lost piece is noticed there, and not only after the
 * 9,999 bytes it may have asked for; it also means that no byte is looked at more than twice.
 */
export const findFrame = (bytes: Buffer, from: number): Found => {
  const start = findMark(bytes, from)
  if (start >= bytes.length - 1) return { kind: 'wait', next: start }
  const length = readLength(bytes, start + 2)
  if (length === undefined) return { kind: 'broken', why: 'length', next: start + 2 }
  return length < 0 ? { kind: 'wait', next: start } : checkFrame(bytes, start, length)
}

/** @returns where the next "##" stands; its last byte where half of one stands at the end; the end where there is none. */
const findMark = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(HASH, from); at >= 0; at = bytes.indexOf(HASH, at + 1)) {
    // Of three in a row the last two are the mark.
    if (at === bytes.length - 1 || (bytes[at + 1] === HASH && bytes[at + 2] !== HASH)) return at
  }
  return bytes.length
}

/** @returns -1 while digits are missing, undefined when one of them is none. */
const readLength = (bytes: Buffer, from: number): number | undefined => {
  let length = 0
  for (let at = from; at < from + 4; at++) {
    const byte = bytes[at]
    if (byte === undefined) return -1
    if (byte < ZERO || byte > ZERO + 9) return undefined
    length = length * 10 + byte - ZERO
  }
  return length
}

const checkFrame = (bytes: Buffer, start: number, length: number): Found => {
  const dataFrom = start + HEAD_BYTES
  const dataTo = dataFrom + length
  const end = Math.min(dataTo, bytes.length)
  let checksum = CHECKSUM_START
  for (let at = dataFrom; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte === LF || byte === CR || (byte === HASH && bytes[at + 1] === HASH && at + 1 < dataTo)) return { kind: 'broken', why: 'length', next: start + 2 }
    checksum = mixChecksum(checksum, byte)
  }
  const next = dataTo + CHECKSUM_BYTES
  if (next > bytes.length) return { kind: 'wait', next: start }
  const sent = bytes.toString('latin1', dataTo, next)
  const right = /^[0-9A-Fa-f]{4}$/.test(sent) && Number.parseInt(sent, 16) === checksum
  return right ? { kind: 'frame', dataFrom, dataTo, next } : { kind: 'broken', why: 'checksum', next: start + 2 }
}
