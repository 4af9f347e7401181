/** Types of MQTT packets: the upper half of their first byte. */
export const PACKET = {
  connect: 1, connack: 2, publish: 3, puback: 4, pubrec: 5, pubrel: 6, pubcomp: 7, subscribe: 8, suback: 9, unsubscribe: 10, unsuback: 11, pingreq: 12, pingresp: 13, disconnect: 14, auth: 15,
} as const

/** A whole packet: its first byte, and what follows the length. `body` is a view where the packet came in one chunk. */
export type TakePacket = (first: number, body: Buffer) => void

/**
 * Cuts a byte stream into packets, 3.1.1 or 5 alike. What it gathers is bounded by the longest packet that its caller lets through
 * (see {@link createPacketLengths}, which has seen that each length has at most four bytes).
 */
export const createFramer = (take: TakePacket): ((chunk: Uint8Array) => void) => {
  let gathered: Uint8Array[] = []
  let bytes = 0
  let wanted = 2

  return (chunk) => {
    gathered.push(chunk)
    bytes += chunk.length
    if (bytes < wanted) return
    const all = gathered.length === 1 ? viewOf(chunk) : Buffer.concat(gathered)
    let at = 0
    for (;;) {
      const body = bodyAt(all, at)
      wanted = body === undefined ? all.length - at + 1 : body.end - at
      if (body === undefined || body.end > all.length) break
      take(all[at] ?? 0, all.subarray(body.start, body.end))
      at = body.end
    }
    bytes = all.length - at
    gathered = bytes === 0 ? [] : [all.subarray(at)]
  }
}

const viewOf = (chunk: Uint8Array): Buffer => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)

/** @returns where the body of the packet at `at` lies; undefined while its length has not come as a whole */
const bodyAt = (all: Buffer, at: number): { start: number; end: number } | undefined => {
  const length = readLength(all, at + 1)
  return length === undefined ? undefined : { start: length.end, end: length.end + length.value }
}

/** A number of one to four bytes of seven bits. @returns undefined when the bytes end within it, or it has more. */
export const readLength = (bytes: Buffer, from: number): { value: number; end: number } | undefined => {
  let value = 0
  for (let index = 0; index < 4 && from + index < bytes.length; index++) {
    const byte = bytes[from + index] ?? 0
    value += (byte & 0x7f) * 128 ** index
    if (byte < 0x80) return { value, end: from + index + 1 }
  }
  return undefined
}

/** A packet of these parts. */
export const packetOf = (first: number, ...parts: Uint8Array[]): Buffer => {
  let left = parts.reduce((sum, { length }) => sum + length, 0)
  const head = [first]
  do {
    head.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
    left >>>= 7
  } while (left > 0)
  return Buffer.concat([Uint8Array.from(head), ...parts])
}

/** A packet of nothing but a message id, which means the same in both versions: PUBACK, PUBREC, PUBREL, PUBCOMP that went well. */
export const shortPacket = (first: number, messageId: number): Uint8Array => Uint8Array.of(first, 2, messageId >> 8, messageId & 0xff)
