import fc from 'fast-check'
import { generate, parser, type Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { connectPacket, createPacketReader, disconnectPacket, pingPacket, publishPacket } from './mqtt-packets.ts'

/** What another implementation reads in the bytes. */
const readBack = (bytes: Uint8Array): Packet[] => {
  const packets: Packet[] = []
  const reader = parser({ protocolVersion: 4 })
  reader.on('packet', (packet) => { packets.push(packet) })
  reader.on('error', (error) => { throw error })
  reader.parse(Buffer.from(bytes))
  return packets
}

const asIn = (packet: Packet): Uint8Array => new Uint8Array(generate(packet, { protocolVersion: 4 }))
/** Text that MQTT allows: no NUL, no lone surrogates. */
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !text.includes('\0') && text.isWellFormed() && !/[+#]/.test(text))

describe('packets of a publisher, byte for byte as mqtt-packet writes them', () => {
  it.each([
    ['a ping', pingPacket(), { cmd: 'pingreq' }],
    ['a farewell', disconnectPacket(), { cmd: 'disconnect' }],
  ] as const)('%s', (_, bytes, packet) => {
    expect(bytes).toEqual(asIn(packet))
  })

  it('CONNECT, with and without a user', () => {
    fc.assert(fc.property(word, fc.nat(65_535), fc.option(fc.tuple(word, word), { nil: undefined }), (clientId, keepAliveS, login) => {
      const credentials = login === undefined ? {} : { username: login[0], password: login[1] }
      const expected = asIn({
        cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId, keepalive: keepAliveS,
        ...(login === undefined ? {} : { username: login[0], password: Buffer.from(login[1]) }),
      })
      expect(connectPacket({ clientId, keepAliveS, ...credentials })).toEqual(expected)
    }))
  })

  it('PUBLISH at QoS 1, of any text', () => {
    fc.assert(fc.property(word, fc.string({ unit: 'grapheme', maxLength: 300 }).filter((text) => text.isWellFormed()), fc.integer({ min: 1, max: 65_535 }), (topic, payload, messageId) => {
      expect(publishPacket(topic, payload, messageId)).toEqual(asIn({ cmd: 'publish', topic, payload, messageId, qos: 1, dup: false, retain: false }))
    }))
  })

  // Around each border of the length field (MQTT 3.1.1, table 2.4); topic and id take 5 bytes.
  it.each([0, 122, 123, 16_378, 16_379, 2_097_146, 2_097_147])('PUBLISH with %i bytes of payload', (size) => {
    const [packet] = readBack(publishPacket('t', 'x'.repeat(size), 7))
    expect(packet).toMatchObject({ cmd: 'publish', topic: 't', qos: 1, messageId: 7 })
    expect((packet as { payload: Buffer }).payload).toHaveLength(size)
  })

  it('a lone surrogate half is sent as the replacement character', () => {
    expect(publishPacket('t', '\ud800x', 1)).toEqual(publishPacket('t', '\ufffdx', 1))
  })
})

describe('packets of a broker', () => {
  const told = [
    asIn({ cmd: 'connack', returnCode: 5, sessionPresent: false }), asIn({ cmd: 'puback', messageId: 1 }), asIn({ cmd: 'puback', messageId: 65_535 }), asIn({ cmd: 'pingresp' }),
  ]
  const bytes = new Uint8Array(Buffer.concat(told))

  it('are read wherever the stream is cut', () => {
    fc.assert(fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      const read = createPacketReader()
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
      const packets = places.slice(1).flatMap((end, index) => read(bytes.subarray(places[index], end)))
      expect(packets).toEqual([{ type: 'connack', returnCode: 5 }, { type: 'puback', messageId: 1 }, { type: 'puback', messageId: 65_535 }, { type: 'pingresp' }])
    }))
  })

  it.each([
    ['a packet for a subscriber', asIn({ cmd: 'publish', topic: 't', payload: 'x', qos: 0, dup: false, retain: false })],
    ['an endless length', Uint8Array.of(0x40, 0xff, 0xff, 0xff, 0xff, 0x01)],
    ['HTTP', new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n\r\n'.padEnd(200))],
  ])('%s is refused', (_, strange) => {
    expect(() => createPacketReader()(strange)).toThrow(RangeError)
  })
})
