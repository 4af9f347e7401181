/**
 * The MQTT 3.1.1 packets that a publishing gateway needs, as bytes: k6 has no MQTT, but speaks binary WebSocket. Nothing here is of k6 or
 * of Node, so that k6 runs it as it is and a test can hold it against another implementation.
 */

const CONNECT = 0x10
const CONNACK = 0x20
const PUBLISH_QOS1 = 0x32
const PUBACK = 0x40
const PINGRESP = 0xd0
/** MQTT 3.1.1. */
const PROTOCOL_LEVEL = 4
const CLEAN_SESSION = 0x02
/** The largest remaining length that four bytes of seven bits can say. */
const REMAINING_MAX = 268_435_455

export const pingPacket = (): Uint8Array => Uint8Array.of(0xc0, 0)
export const disconnectPacket = (): Uint8Array => Uint8Array.of(0xe0, 0)

export interface ConnectFields {
  clientId: string
  keepAliveS: number
  username?: string
  password?: string
}

/** A clean session without a will. */
export const connectPacket = ({ clientId, keepAliveS, username, password }: ConnectFields): Uint8Array => {
  const flags = CLEAN_SESSION | (username === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40)
  return packet(CONNECT, [
    text('MQTT'), Uint8Array.of(PROTOCOL_LEVEL, flags), uint16(keepAliveS), text(clientId),
    ...(username === undefined ? [] : [text(username)]), ...(password === undefined ? [] : [text(password)]),
  ])
}

/** QoS 1. @param messageId 1 to 65,535, free again after its PUBACK */
export const publishPacket = (topic: string, payload: string, messageId: number): Uint8Array =>
  packet(PUBLISH_QOS1, [text(topic), uint16(messageId), utf8(payload)])

/** What a broker tells a publisher. */
export type BrokerPacket = { type: 'connack'; returnCode: number } | { type: 'puback'; messageId: number } | { type: 'pingresp' }

/**
 * Takes a broker's bytes as they come, cut anywhere, and gives the packets that are complete.
 * @throws RangeError at anything that is not for a publisher, or not MQTT
 */
export const createPacketReader = (): ((bytes: Uint8Array) => BrokerPacket[]) => {
  let rest = new Uint8Array(0)
  return (bytes) => {
    rest = joined([rest, bytes])
    const packets: BrokerPacket[] = []
    for (;;) {
      const length = lengthOf(rest)
      if (length === undefined || rest.length < length) return packets
      packets.push(read(rest.subarray(0, length)))
      rest = rest.slice(length)
    }
  }
}

/** @returns bytes of the first packet with its header, or undefined while its header is not complete. */
const lengthOf = (bytes: Uint8Array): number | undefined => {
  let remaining = 0
  for (let at = 1; at <= 4; at++) {
    const byte = bytes[at]
    if (byte === undefined) return undefined
    remaining += (byte & 0x7f) * 128 ** (at - 1)
    if (byte < 0x80) return 1 + at + remaining
  }
  throw new RangeError('the broker sent a length of more than four bytes: this is not MQTT')
}

const read = (bytes: Uint8Array): BrokerPacket => {
  const [header = 0, length, third = 0, fourth = 0] = bytes
  if (header === CONNACK && length === 2) return { type: 'connack', returnCode: fourth }
  if (header === PUBACK && length === 2) return { type: 'puback', messageId: third * 256 + fourth }
  if (header === PINGRESP && length === 0) return { type: 'pingresp' }
  throw new RangeError(`the broker sent a packet (0x${header.toString(16)}) that is not for a publisher`)
}

const packet = (header: number, parts: readonly Uint8Array[]): Uint8Array => {
  const remaining = parts.reduce((sum, part) => sum + part.length, 0)
  if (remaining > REMAINING_MAX) throw new RangeError(`a packet of ${remaining} bytes is larger than MQTT can say`)
  const length: number[] = []
  for (let rest = remaining; ;) {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    length.push(rest > 0 ? low | 0x80 : low)
    if (rest === 0) break
  }
  return joined([Uint8Array.of(header, ...length), ...parts])
}

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff)

const text = (value: string): Uint8Array => {
  const bytes = utf8(value)
  return joined([uint16(bytes.length), bytes])
}

/** k6 has no TextEncoder. A lone half of a surrogate pair becomes U+FFFD, as there. */
const utf8 = (value: string): Uint8Array => {
  const bytes: number[] = []
  for (const character of value) {
    const point = character.codePointAt(0) ?? 0
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code))
    else if (code < 0x1_0000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code))
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code))
  }
  return Uint8Array.from(bytes)
}

const tail = (bits: number): number => 0x80 | (bits & 0x3f)
