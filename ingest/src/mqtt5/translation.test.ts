import fc from 'fast-check'
import { generate, parser, type Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { matchesFilter } from './match-filter.ts'
import { createOutgoingWindow } from './outgoing-window.ts'
import { versionOf } from './protocol-version.ts'
import { REASON } from './reason.ts'
import { Translation } from './translation.ts'

/** Reads what was written, as strictly as the other side will. */
const readerOf = (version: 4 | 5) => {
  const packets: Packet[] = []
  const errors: string[] = []
  const reader = parser({ protocolVersion: version })
  reader.on('packet', (packet) => packets.push(packet))
  reader.on('error', (error: Error) => errors.push(error.message))
  return { packets, errors, read: (bytes: Uint8Array) => { if (errors.length === 0) reader.parse(Buffer.from(bytes)) } }
}

const stage = () => {
  const [broker, client] = [readerOf(4), readerOf(5)]
  const sentAway: (number | undefined)[] = []
  const translation = new Translation({
    toBroker: broker.read, toClient: client.read, forbids: (topic) => (topic.startsWith('$') ? 'ours' : undefined), newClientId: () => 'made-up',
    sendAway: (refusal) => { sentAway.push(refusal?.reason) },
  }, { maximumPacketSize: 1_000_000, receiveMaximum: 10 })
  return { broker, client, sentAway, translation }
}

const v5 = (packet: Packet): Buffer => generate(packet, { protocolVersion: 5 })
const CONNECT = v5({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 5, clientId: 'c', clean: true, keepalive: 9 })

const text = fc.string({ maxLength: 12 })
const id = fc.integer({ min: 1, max: 65_535 })
const topic = fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9]{1,8}){0,3}$/)
const userProperties = fc.option(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), text, { minKeys: 1, maxKeys: 3 }), { nil: undefined })
const publish = fc.record({
  cmd: fc.constant('publish' as const), topic, payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)), qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
  dup: fc.boolean(), retain: fc.boolean(), messageId: id, properties: fc.record({ messageExpiryInterval: id, contentType: text, correlationData: fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)) }, { requiredKeys: [] }),
  userProperties,
}).map(({ userProperties, ...packet }): Packet => ({ ...packet, dup: packet.dup && packet.qos > 0, properties: { ...packet.properties, ...(userProperties !== undefined && { userProperties }) } }))
const subscription = fc.record({ topic, qos: fc.constantFrom(0 as const, 1 as const, 2 as const), nl: fc.boolean(), rap: fc.boolean(), rh: fc.integer({ min: 0, max: 2 }) })
const anyPacket: fc.Arbitrary<Packet> = fc.oneof(
  { weight: 4, arbitrary: publish },
  fc.record({ cmd: fc.constantFrom('puback' as const, 'pubrec' as const, 'pubrel' as const, 'pubcomp' as const), messageId: id, reasonCode: fc.constantFrom(0, 0x80, 0x97) }),
  fc.record({ cmd: fc.constant('subscribe' as const), messageId: id, subscriptions: fc.array(subscription, { minLength: 1, maxLength: 4 }) }),
  fc.record({ cmd: fc.constant('unsubscribe' as const), messageId: id, unsubscriptions: fc.array(topic, { minLength: 1, maxLength: 4 }) }),
  fc.constant({ cmd: 'pingreq' as const }),
)

const inChunks = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return places.slice(1).map((to, index) => bytes.subarray(places[index], to))
}

describe('from a client of MQTT 5', () => {
  it('what it publishes arrives as it is, but for its properties, however the stream is cut', () => {
    fc.assert(fc.property(fc.array(publish, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (sent, cuts) => {
      const { broker, sentAway, translation } = stage()
      for (const chunk of inChunks(Buffer.concat([CONNECT, ...sent.map(v5)]), cuts)) translation.fromClient(chunk)
      expect([broker.errors, sentAway]).toEqual([[], []])
      expect(broker.packets.slice(1)).toMatchObject(sent.map((packet) => (packet.cmd === 'publish' ? {
        cmd: 'publish', topic: packet.topic, payload: packet.payload, qos: packet.qos, dup: packet.dup, retain: packet.retain, ...(packet.qos > 0 && { messageId: packet.messageId }),
      } : {})))
    }))
  })

  it('any of its packets reaches the broker as sound MQTT 3.1.1, and what the broker answers reaches the client as sound MQTT 5', () => {
    fc.assert(fc.property(fc.array(anyPacket, { maxLength: 12 }), (sent) => {
      const { broker, client, translation } = stage()
      for (const chunk of [CONNECT, ...sent.map(v5)]) translation.fromClient(chunk)
      translation.fromBroker(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }))
      const arrived = broker.packets.slice()
      for (const packet of arrived) {
        if (packet.cmd === 'publish' && packet.qos === 1) translation.fromBroker(generate({ cmd: 'puback', ...(packet.messageId !== undefined && { messageId: packet.messageId }) }))
        if (packet.cmd === 'publish') translation.fromBroker(generate({ ...packet, dup: false }))
        if (packet.cmd === 'subscribe') translation.fromBroker(generate({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(({ qos }) => qos) }))
        if (packet.cmd === 'unsubscribe') translation.fromBroker(generate({ cmd: 'unsuback', messageId: packet.messageId ?? 0, granted: [] }))
        if (packet.cmd === 'pingreq') translation.fromBroker(generate({ cmd: 'pingresp' }))
      }
      expect([broker.errors, client.errors]).toEqual([[], []])
      for (const [cmd, answer] of [['subscribe', 'suback'], ['unsubscribe', 'unsuback']] as const) {
        // An id that is used again before its answer may be answered once.
        const asked = new Set(sent.flatMap((packet) => (packet.cmd === cmd ? [packet.messageId] : [])))
        expect(new Set(client.packets.flatMap((packet) => (packet.cmd === answer ? [packet.messageId] : [])))).toEqual(asked)
      }
      expect(client.packets.filter(({ cmd }) => cmd === 'pingresp')).toHaveLength(sent.filter(({ cmd }) => cmd === 'pingreq').length)
    }))
  })

  it('hostile bytes never throw, never reach the broker as anything but sound packets, and never bring answers that are none', () => {
    const noise = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes))
    const spoilt = fc.tuple(anyPacket, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat()).map(([packet, changes, cut]) => {
      const bytes = Buffer.from(v5(packet))
      for (const [place, value] of changes) bytes[place % bytes.length] = value
      return cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes
    })
    fc.assert(fc.property(fc.boolean(), fc.array(fc.oneof(noise, spoilt), { maxLength: 8 }), (greeted, chunks) => {
      const { broker, client, translation } = stage()
      if (greeted) translation.fromClient(CONNECT)
      for (const chunk of chunks) translation.fromClient(chunk)
      // A topic is handed on as its bytes: whether they are text is for the broker to say, as of clients of 3.1.1.
      expect([broker.errors.filter((error) => !/topic|utf-?8/i.test(error)), client.errors]).toEqual([[], []])
    }), { numRuns: 3_000 })
  })

  it('after it was sent away nothing more is heard of it', () => {
    const { broker, sentAway, translation } = stage()
    translation.fromClient(Buffer.concat([CONNECT, Uint8Array.of(0xf0, 0), v5({ cmd: 'pingreq' })]))
    expect([broker.packets.map(({ cmd }) => cmd), sentAway]).toEqual([['connect'], [REASON.protocolError]])
    expect([translation.farewell(REASON.protocolError), translation.farewell(REASON.protocolError)]).toEqual([Buffer.from([0xe0, 1, REASON.protocolError]), undefined])
  })
})

describe('parts of the translation', () => {
  it.each<[string, number[], number | undefined]>([
    ['nothing', [], undefined], ['one byte', [0x10], undefined], ['the name without the version', [0x10, 20, 0, 4, 77, 81, 84, 84], undefined], ['a length without end', [0x10, 0x80, 0x80], undefined],
    ['MQTT 5', [0x10, 20, 0, 4, 77, 81, 84, 84, 5], 5], ['a long MQTT 5', [0x10, 0x80, 0x80, 1, 0, 4, 77, 81, 84, 84, 5], 5], ['3.1.1', [0x10, 20, 0, 4, 77, 81, 84, 84, 4], 4],
    ['3.1', [0x10, 20, 0, 6, 77, 81, 73, 115], 0], ['HTTP', [71, 69], 0], ['a length of five bytes', [0x10, 0x80, 0x80, 0x80, 0x80, 1], 0],
  ])('the version of a connection that begins with %s', (_, bytes, version) => { expect(versionOf(Buffer.from(bytes))).toBe(version) })

  it.each<[string, string, boolean]>([
    ['a/b', 'a/b', true], ['a/b', 'a/c', false], ['a/+', 'a/b', true], ['a/+', 'a/b/c', false], ['a/#', 'a', true], ['a/#', 'a/b/c', true], ['#', 'a', true], ['#', '$SYS/a', false], ['+/a', '$SYS/a', false],
    ['$SYS/#', '$SYS/a', true], ['+', '/', false], ['+/+', '/', true], ['a', 'a/b', false],
  ])('filter %s and topic %s: %s', (filter, topic, matches) => { expect(matchesFilter(filter, topic)).toBe(matches) })

  it('what waits for a slow client is bounded', () => {
    const written: number[] = []
    const window = createOutgoingWindow(1, (packet) => written.push(packet[0] ?? 0))
    const results = Array.from({ length: 1_002 }, (_, k) => window.send(k, Uint8Array.of(k % 256)))
    expect([results.indexOf(false), written]).toEqual([1_001, [0]])
    window.settle(0)
    expect(written).toEqual([0])
    const large = createOutgoingWindow(1, () => undefined)
    expect([large.send(1, new Uint8Array(1)), large.send(2, new Uint8Array(3e6)), large.send(3, new Uint8Array(3e6))]).toEqual([true, true, false])
  })
})
