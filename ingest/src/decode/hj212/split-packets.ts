import type { Packet } from './read-packet.ts'

/** What a packet leaves for the one that continues it. */
interface Unfinished {
  packet: number
  time: number | undefined
  /** The end of its body, where a value may have been cut. */
  tail: string
}

/** How many reports of several packets may be under way on one connection; the one begun first is given up. */
const UNDER_WAY_MAX = 16

/** A letter is all of a flag; behind it nothing can follow that belongs to the same item. */
const endsWithFlag = /-Flag=[A-Z]$/

export interface JoinedPacket {
  body: string
  /** Time of the packets before, for one that has none of its own. */
  time: number | undefined
  /** Ends of packets whose continuation never came. */
  lost: number
}

/** Brings together what was split over packets (bit 1 of Flag, PNUM and PNO). */
export interface SplitPackets {
  join(packet: Packet): JoinedPacket
  /** Notes the time that the packets to come will need. */
  keepTime(packet: Packet, time: number): void
}

/**
 * Each packet is read as it comes, so that one that is lost takes nothing with it but itself. Only the last item of a packet that is
 * not the last waits for the next one: senders that cut at 950 characters cut through numbers, and 12 must never be read where 12.5 was sent.
 */
export const createSplitPackets = (): SplitPackets => {
  const underWay = new Map<string, Unfinished>()

  return {
    join: (packet) => {
      if (packet.packets <= 1) return { body: packet.body, time: undefined, lost: 0 }
      const key = keyOf(packet)
      const before = underWay.get(key)
      const continued = before !== undefined && before.packet + 1 === packet.packet
      // The same packet again: its end is held once more.
      const lost = before !== undefined && !continued && before.packet !== packet.packet && before.tail !== '' ? 1 : 0
      const whole = continued ? before.tail + seamOf(before.tail, packet.body) + packet.body : packet.body
      underWay.delete(key)
      if (packet.packet >= packet.packets) return { body: whole, time: before?.time, lost }
      const { body, tail } = holdTail(whole)
      underWay.set(key, { packet: packet.packet, time: before?.time, tail })
      return { body, time: before?.time, lost: lost + forgetOldest(underWay) }
    },
    keepTime: (packet, time) => {
      const unfinished = underWay.get(keyOf(packet))
      if (unfinished !== undefined) unfinished.time = time
    },
  }
}

const keyOf = ({ mn, cn, qn }: Packet): string => `${mn};${cn};${qn}`

const holdTail = (body: string): { body: string; tail: string } => {
  const itemAt = body.lastIndexOf(';') + 1
  if (itemAt === body.length || endsWithFlag.test(body)) return { body, tail: '' }
  return { body: body.slice(0, itemAt), tail: body.slice(itemAt) }
}

/** @returns what belongs between two packets: ';' when each ends and begins with a whole pair, '' when a pair was cut. */
const seamOf = (tail: string, next: string): string => {
  const lastPair = tail.slice(tail.lastIndexOf(',') + 1)
  const firstPair = next.slice(0, next.search(/[;,]|$/))
  const whole = /^[^=]+=./.test(lastPair) && /^[^=]+=/.test(firstPair)
  return whole ? ';' : ''
}

const forgetOldest = (underWay: Map<string, Unfinished>): number => {
  if (underWay.size <= UNDER_WAY_MAX) return 0
  const [oldest] = underWay
  if (oldest === undefined) return 0
  underWay.delete(oldest[0])
  return oldest[1].tail === '' ? 0 : 1
}
