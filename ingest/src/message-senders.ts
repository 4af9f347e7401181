import { rejectionReasons, type RejectionReason } from '@hazardwatch/shared/rejection'
import type { Refusals } from './refusals.ts'

/**
 * Who sent the messages of a batch, in columns: run i is one or several messages of one gateway that follow each other, and their rows lie together
 * in the batch, in the order of the runs. What is counted per gateway is counted from this, live and when the log is replayed.
 */
export interface MessageSenders {
  count: number
  enterprise: string[]
  gateway: string[]
  messages: number[]
  rows: number[]
  /** Of payload. */
  bytes: number[]
  /** Ms that were added to the times of the rows, by the profile of the gateway. */
  correction: number[]
  /** 1: the gateway said that it leaves. */
  left: number[]
  /** Latest time, with the correction, that was refused as the future; 0 = none was. It tells of the clock all the same. */
  future: number[]
  refused: { run: number; reason: RejectionReason; count: number }[]
}

/** One message, as it is noted. */
export interface SentMessage {
  enterprise: string
  gateway: string
  rows: number
  bytes: number
  correction: number
  left: boolean
  future?: number | undefined
  refusals: Pick<Refusals, 'count' | 'byReason'>
}

export const createMessageSenders = (): MessageSenders => ({ count: 0, enterprise: [], gateway: [], messages: [], rows: [], bytes: [], correction: [], left: [], future: [], refused: [] })

export const addSender = (senders: MessageSenders, { enterprise, gateway, rows, bytes, correction, left, future = 0, refusals }: SentMessage): void => {
  const last = senders.count - 1
  const goesOn = last >= 0 && senders.gateway[last] === gateway && senders.enterprise[last] === enterprise && senders.correction[last] === correction && senders.left[last] === Number(left)
  const run = goesOn ? last : senders.count++
  if (!goesOn) {
    senders.enterprise.push(enterprise)
    senders.gateway.push(gateway)
    senders.messages.push(0)
    senders.rows.push(0)
    senders.bytes.push(0)
    senders.correction.push(correction)
    senders.left.push(Number(left))
    senders.future.push(0)
  }
  senders.messages[run] = (senders.messages[run] ?? 0) + 1
  senders.rows[run] = (senders.rows[run] ?? 0) + rows
  senders.bytes[run] = (senders.bytes[run] ?? 0) + bytes
  if (future > 0) senders.future[run] = Math.max(senders.future[run] ?? 0, future)
  if (refusals.count === 0) return
  for (const reason of rejectionReasons) {
    const count = refusals.byReason[reason]
    if (count !== undefined) senders.refused.push({ run, reason, count })
  }
}

/** Runs, refusals and bytes of texts, u32 each. */
const HEADER = 12
/** Messages, rows and bytes u32, correction f64, left u32, future f64. */
const RUN = 32
/** Run, place of the reason among the texts, count: u32 each. */
const REFUSED = 12

/** As bytes behind a batch in the spool; texts by name, since numbers would have another meaning in another release. */
export const encodeSenders = (senders: MessageSenders): Uint8Array => {
  const names: string[] = []
  for (let run = 0; run < senders.count; run++) names.push(senders.enterprise[run] ?? '', senders.gateway[run] ?? '')
  for (const { reason } of senders.refused) names.push(reason)
  const texts = Buffer.from(names.join('\n'), 'utf8')
  const bytes = Buffer.allocUnsafe(HEADER + senders.count * RUN + senders.refused.length * REFUSED + texts.length)
  let at = bytes.writeUInt32LE(senders.count, 0)
  at = bytes.writeUInt32LE(senders.refused.length, at)
  at = bytes.writeUInt32LE(texts.length, at)
  for (let run = 0; run < senders.count; run++) {
    at = bytes.writeUInt32LE(senders.messages[run] ?? 0, at)
    at = bytes.writeUInt32LE(senders.rows[run] ?? 0, at)
    at = bytes.writeUInt32LE(Math.min(0xffff_ffff, senders.bytes[run] ?? 0), at)
    at = bytes.writeDoubleLE(senders.correction[run] ?? 0, at)
    at = bytes.writeUInt32LE(senders.left[run] ?? 0, at)
    at = bytes.writeDoubleLE(senders.future[run] ?? 0, at)
  }
  for (const [index, { run, count }] of senders.refused.entries()) {
    at = bytes.writeUInt32LE(run, at)
    at = bytes.writeUInt32LE(2 * senders.count + index, at)
    at = bytes.writeUInt32LE(count, at)
  }
  texts.copy(bytes, at)
  return bytes
}

const reasons = new Map<string, RejectionReason>(rejectionReasons.map((reason) => [reason, reason]))

/** @returns undefined when the bytes are none. */
export const decodeSenders = (encoded: Uint8Array): MessageSenders | undefined => {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length)
  if (bytes.length < HEADER) return undefined
  const [runs, refused, textBytes] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)]
  if (bytes.length !== HEADER + runs * RUN + refused * REFUSED + textBytes) return undefined
  const names = bytes.toString('utf8', bytes.length - textBytes).split('\n')
  const senders = createMessageSenders()
  senders.count = runs
  for (let run = 0; run < runs; run++) {
    const at = HEADER + run * RUN
    senders.enterprise.push(names[2 * run] ?? '')
    senders.gateway.push(names[2 * run + 1] ?? '')
    senders.messages.push(bytes.readUInt32LE(at))
    senders.rows.push(bytes.readUInt32LE(at + 4))
    senders.bytes.push(bytes.readUInt32LE(at + 8))
    senders.correction.push(bytes.readDoubleLE(at + 12))
    senders.left.push(bytes.readUInt32LE(at + 20))
    senders.future.push(bytes.readDoubleLE(at + 24))
  }
  for (let index = 0; index < refused; index++) {
    const at = HEADER + runs * RUN + index * REFUSED
    const reason = reasons.get(names[bytes.readUInt32LE(at + 4)] ?? '')
    if (reason !== undefined) senders.refused.push({ run: bytes.readUInt32LE(at), reason, count: bytes.readUInt32LE(at + 8) })
  }
  return senders
}
