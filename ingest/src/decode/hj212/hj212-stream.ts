import { isWords, type Words } from '@hazardwatch/shared/words'
import { refuse } from '../../refusals.ts'
import type { DecodeTarget } from '../decode-target.ts'
import { readCompactTime } from '../local-time.ts'
import { noTime } from '../reading-time.ts'
import { acknowledgePacket, wantsAnswer } from './acknowledge-packet.ts'
import { decodeItems } from './decode-packet.ts'
import { findFrame, type Found } from './find-frame.ts'
import { readPacket, type Packet } from './read-packet.ts'
import { createSplitPackets, type SplitPackets } from './split-packets.ts'

/** One TCP connection of a dust or gas box. */
export interface Hj212Stream {
  /** Takes the bytes of a segment: frames may share one or span several. What is incomplete (at most 10 kB) is kept for the next call. */
  feed(bytes: Uint8Array, into: DecodeTarget): void
  /** The same where several devices share the connection: each frame goes where its MN says, or nowhere. MN is undefined where a frame is broken. */
  feedByDevice(bytes: Uint8Array, targetOf: TargetOf): void
  /** Bytes of an incomplete frame that wait for the rest. */
  heldBytes(): number
}

/** Where the frame of a device goes; undefined = it is left out, unanswered. `frame` is a view of its bytes and of what stood before it. */
export type TargetOf = (mn: string | undefined, frame: Uint8Array) => DecodeTarget | undefined

/** HJ 212-2017 (and HJ/T 212-2005) over TCP. Tag = `MN/code`. Pure but for what it keeps between segments; it never throws. */
export const createHj212Stream = (): Hj212Stream => {
  const split = createSplitPackets()
  let held: Buffer = Buffer.alloc(0)

  const feedByDevice = (segment: Uint8Array, targetOf: TargetOf): void => {
    const fresh = Buffer.from(segment.buffer, segment.byteOffset, segment.byteLength)
    const bytes = held.length === 0 ? fresh : Buffer.concat([held, fresh])
    let at = 0
    for (;;) {
      const found = findFrame(bytes, at)
      const frame = bytes.subarray(at, found.next)
      at = found.next
      if (found.kind === 'wait') break
      if (found.kind === 'frame') decodeFrame(bytes.toString('latin1', found.dataFrom, found.dataTo), split, (mn) => targetOf(mn, frame))
      else refuseFrame(found, targetOf(undefined, frame))
    }
    // A copy: the segment belongs to the socket.
    held = Buffer.from(bytes.subarray(at))
  }
  return {
    feed: (segment, into) => { feedByDevice(segment, () => into) },
    feedByDevice,
    heldBytes: () => held.length,
  }
}

const refuseFrame = ({ why }: Extract<Found, { kind: 'broken' }>, into: DecodeTarget | undefined): void => {
  if (into !== undefined) refuse(into.refusals, 'wrong_shape', () => ({ where: `##${why}`, detail: frameFaults[why] }))
}

const frameFaults = {
  length: { en: 'the four digits behind ## do not give the length of the data: count the bytes up to the last &&', zh: '## 后的四位数字不是数据段的长度；请按到最后一个 && 为止的字节数填写' },
  checksum: { en: 'the checksum behind the data is wrong: the line is disturbed, or it is not computed as HJ 212 says', zh: '数据段后的校验码不对；线路受到干扰，或未按 HJ 212 计算 CRC' },
}

const decodeFrame = (data: string, split: SplitPackets, targetOf: (mn: string | undefined) => DecodeTarget | undefined): void => {
  const packet = readPacket(data)
  const into = targetOf(isWords(packet) ? undefined : packet.mn)
  if (into === undefined) return
  if (isWords(packet)) return refuse(into.refusals, 'wrong_shape', () => ({ where: 'CP', detail: packet }))
  // Commands 2xxx are uploads of data; log-in, heartbeat, answers and settings carry no readings.
  if (packet.cn.startsWith('2')) decodeUpload(packet, split, into)
  // A frame that came whole is answered, whatever its values are worth: sent again they would be worth the same.
  if (wantsAnswer(packet)) into.replies.push(acknowledgePacket(packet))
}

const NOT_CONTINUED: Words = { en: 'the packet that continues a value never came', zh: '一个值被分到下一包，而下一包没有收到' }
const COMPACT_REMEDY: Words = { en: 'send yyyyMMddHHmmss, Beijing time', zh: '请按 yyyyMMddHHmmss 发送北京时间' }

const dataTime = /(?:^|[;,])DataTime=([^;,]*)/

const decodeUpload = (packet: Packet, split: SplitPackets, into: DecodeTarget): void => {
  const joined = split.join(packet)
  for (let lost = 0; lost < joined.lost; lost++) refuse(into.refusals, 'wrong_shape', () => ({ where: 'PNO', detail: NOT_CONTINUED }))
  const text = dataTime.exec(joined.body)?.[1]
  const time = text === undefined ? joined.time ?? into.batch.arrivedAt : readCompactTime(text)
  if (time === undefined) {
    return refuse(into.refusals, 'wrong_time', () => ({ where: 'DataTime', detail: noTime(text, COMPACT_REMEDY) }))
  }
  if (text !== undefined) split.keepTime(packet, time)
  decodeItems(packet, joined.body, time, into)
}
