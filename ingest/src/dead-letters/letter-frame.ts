import { crc32 } from 'node:zlib'
import type { Rejection, RejectionReason } from '@hazardwatch/shared/rejection'

/** What is kept of a message beside its payload. */
export interface LetterHead {
  id: number
  /** Arrival, epoch ms. */
  at: number
  topic: string
  enterprise: string
  gateway: string | null
  reasons: Partial<Record<RejectionReason, number>>
  first: Rejection | null
  accepted: number
  /** Names that were not registered, where the others were accepted: only these are read when it is replayed. Null = nothing was accepted. */
  unknown: string[] | null
  bytes: number
  /** What its times were corrected by, ms: a replay must arrive at the same ones. */
  correction: number
  /** It waited for a birth that explains it (Sparkplug), and does so again after a restart; left out = no. */
  held?: boolean
}

/** A letter, or the ids of letters that have left. */
export type Frame =
  | { kind: 'letter'; head: LetterHead; payload: Uint8Array; end: number }
  | { kind: 'removal'; ids: number[]; end: number }

/** Little-endian: magic u32, bytes of head u32, bytes of payload u32, CRC-32 of both u32, head (JSON), payload. */
const MAGIC = 0x31_54_4c_44
const HEADER = 16

const encode = (head: object, payload: Uint8Array): Buffer => {
  const text = Buffer.from(JSON.stringify(head))
  const bytes = Buffer.allocUnsafe(HEADER + text.length + payload.length)
  bytes.writeUInt32LE(MAGIC, 0)
  bytes.writeUInt32LE(text.length, 4)
  bytes.writeUInt32LE(payload.length, 8)
  bytes.set(text, HEADER)
  bytes.set(payload, HEADER + text.length)
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER)), 12)
  return bytes
}

export const encodeLetter = (head: LetterHead, payload: Uint8Array): Buffer => encode(head, payload)
export const encodeRemoval = (ids: readonly number[]): Buffer => encode({ removed: ids }, Buffer.alloc(0))

/** @returns the frame at `from`; undefined where there is none that is whole: the end, or what a kill has torn. */
export const readFrame = (bytes: Buffer, from: number): Frame | undefined => {
  if (from + HEADER > bytes.length || bytes.readUInt32LE(from) !== MAGIC) return undefined
  const headEnd = from + HEADER + bytes.readUInt32LE(from + 4)
  const end = headEnd + bytes.readUInt32LE(from + 8)
  if (end > bytes.length || crc32(bytes.subarray(from + HEADER, end)) !== bytes.readUInt32LE(from + 12)) return undefined
  const head = JSON.parse(bytes.toString('utf8', from + HEADER, headEnd)) as LetterHead | { removed: number[] }
  return 'removed' in head ? { kind: 'removal', ids: head.removed, end } : { kind: 'letter', head, payload: bytes.subarray(headEnd, end), end }
}
