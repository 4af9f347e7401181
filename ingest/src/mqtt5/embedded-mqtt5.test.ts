import { once } from 'node:events'
import { connect as connectSocket, type Socket } from 'node:net'
import type { Log } from '@hazardwatch/shared/node/log'
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { generate, parser, type Packet } from 'mqtt-packet'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { startEmbeddedBroker, type EmbeddedBroker } from '../embedded-broker.ts'
import type { ReceiveMessage, Reception } from '../receive-message.ts'
import { REASON } from './reason.ts'

const HOST = '127.0.0.1'
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const pass: ReceiveMessage = () => ({ verdict: 'pass' })
const taken = (durable: Promise<void>): Reception => ({ verdict: 'take', durable, room: undefined })
const forbids = (topic: string): string | undefined => (topic.startsWith('forbidden') ? `${topic} is ours` : undefined)

const startBroker = async (receive: ReceiveMessage = pass) => {
  const warn = vi.fn<Log['warn']>()
  const broker = await startEmbeddedBroker({ host: HOST, port: 0, receive, forbids, room: () => undefined, log: { warn } })
  cleanups.push(() => broker.stop())
  return { broker, warn }
}

const client = async ({ address }: EmbeddedBroker, options: IClientOptions = {}): Promise<MqttClient> => {
  const connected = await connectAsync(`mqtt://${HOST}:${address.port}`, { protocolVersion: 5, reconnectPeriod: 0, ...options })
  connected.on('error', () => undefined)
  cleanups.push(() => connected.endAsync(true))
  return connected
}

/** A client that sends what it likes. */
const raw = async ({ address }: EmbeddedBroker) => {
  const socket: Socket = connectSocket(address.port, HOST)
  cleanups.push(async () => { socket.destroy() })
  socket.on('error', () => undefined)
  const packets: Packet[] = []
  const reader = parser({ protocolVersion: 5 })
  reader.on('packet', (packet) => packets.push(packet))
  reader.on('error', () => undefined)
  socket.on('data', (data: Buffer) => { reader.parse(data) })
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  return { socket, packets, closed, send: (...sent: (Packet | Uint8Array)[]) => { for (const each of sent) socket.write(each instanceof Uint8Array ? each : generate(each, { protocolVersion: 5 })) } }
}
const CONNECT: Packet = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 5, clientId: 'raw', clean: true, keepalive: 30 }
const publish = (more: object = {}): Packet => ({ cmd: 'publish', topic: 't', payload: 'x', qos: 0, dup: false, retain: false, ...more })
const messagesOf = (from: MqttClient): string[] => {
  const seen: string[] = []
  from.on('message', (topic, payload, { qos, retain }) => seen.push(`${topic} ${String(payload)} ${qos}${retain ? ' retained' : ''}`))
  return seen
}
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000 })

describe('a client of MQTT 5 on the embedded broker', () => {
  it('is told what the broker takes, and is given a name when it has none', async () => {
    const { broker } = await startBroker()
    const { packets, send } = await raw(broker)
    send({ ...CONNECT, clientId: '', properties: { sessionExpiryInterval: 60 } })
    await until(() => {
      expect(packets[0]).toMatchObject({ cmd: 'connack', reasonCode: 0, sessionPresent: false, properties: {
        maximumPacketSize: 16 * 1024 * 1024, receiveMaximum: 1_000, sharedSubscriptionAvailable: false, subscriptionIdentifiersAvailable: false,
        assignedClientIdentifier: expect.stringMatching(/^hazardwatch-/), sessionExpiryInterval: 0,
      } })
    })
  })

  it.each([1, 2] as const)('is acknowledged at QoS %i when its readings are durable and not before, whatever properties they have', async (qos) => {
    const store = Promise.withResolvers<void>()
    const received: string[] = []
    const { broker } = await startBroker((topic, payload) => {
      received.push(`${topic} ${Buffer.from(payload).toString()}`)
      return taken(store.promise)
    })
    const publisher = await client(broker)
    let acknowledged = 0
    const all = ['a', 'b'].map((payload) => publisher.publishAsync('topic', payload, {
      qos, properties: { messageExpiryInterval: 9, contentType: 'text/plain', userProperties: { a: ['1', '2'] }, responseTopic: 'r', payloadFormatIndicator: true },
    }).then(() => { acknowledged++ }))
    // Of QoS 2 the broker takes one after the other.
    await until(() => { expect(received).toEqual(qos === 1 ? ['topic a', 'topic b'] : ['topic a']) })
    const other = await client(broker)
    for (let turn = 0; turn < 10; turn++) await other.subscribeAsync('round/trip')
    expect(acknowledged).toBe(0)
    store.resolve()
    await Promise.all(all)
    expect(received).toEqual(['topic a', 'topic b'])
  })

  it('is sent away with a reason, not refused, when its readings cannot become durable, and sends them again when it is back', async () => {
    let attempts = 0
    const { broker } = await startBroker(() => taken(++attempts === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve()))
    const publisher = await client(broker, { reconnectPeriod: 20, clean: false, clientId: 'gateway', properties: { sessionExpiryInterval: 3_600 } })
    const reasons: unknown[] = []
    publisher.on('disconnect', ({ reasonCode }) => reasons.push(reasonCode))
    await publisher.publishAsync('topic', 'x', { qos: 1 })
    expect([attempts, reasons]).toEqual([2, [REASON.quotaExceeded]])
  })

  it('is told that it must not publish there, and stays; at QoS 0, which has no answer, it is sent away', async () => {
    const receive = vi.fn<ReceiveMessage>(() => taken(Promise.resolve()))
    const { broker, warn } = await startBroker(receive)
    const { packets, send, closed } = await raw(broker)
    send(CONNECT, publish({ topic: 'forbidden/1', qos: 1, messageId: 7 }), publish({ topic: 'forbidden/2', qos: 2, messageId: 8 }), publish({ qos: 1, messageId: 9 }))
    await until(() => { expect(packets.map(({ cmd, messageId }) => [cmd, messageId])).toEqual([['puback', 7], ['pubrec', 8], ['connack', undefined], ['puback', 9]]) })
    expect(packets).toMatchObject([{ reasonCode: 0x87, properties: { reasonString: 'forbidden/1 is ours' } }, { reasonCode: 0x87 }, { reasonCode: 0 }, { reasonCode: 0 }])
    expect(receive).toHaveBeenCalledTimes(1)
    send(publish({ topic: 'forbidden/3' }))
    await closed
    expect(packets.at(-1)).toMatchObject({ cmd: 'disconnect', reasonCode: 0x87 })
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ reason: 0x87, detail: 'forbidden/3 is ours' }), expect.any(String))
  })

  it('hears others of either version at the QoS it asked for, the service, and what was retained', async () => {
    const { broker } = await startBroker()
    const [listener, old, other] = [await client(broker), await client(broker, { protocolVersion: 4 }), await client(broker)]
    const seen = messagesOf(listener)
    const oldSeen = messagesOf(old)
    await listener.subscribeAsync({ 'a/0': { qos: 0 }, 'a/1': { qos: 1 }, 'a/2': { qos: 2 }, 'news': { qos: 0 } })
    await old.subscribeAsync('a/#', { qos: 2 })
    for (const qos of [0, 1, 2] as const) await other.publishAsync(`a/${qos}`, `from ${qos}`, { qos })
    await old.publishAsync('a/2', 'of 3.1.1', { qos: 2 })
    await broker.publish('news', '红色')
    await until(() => { expect(seen.toSorted()).toEqual(['a/0 from 0 0', 'a/1 from 1 1', 'a/2 from 2 2', 'a/2 of 3.1.1 2', 'news 红色 0']) })
    await until(() => { expect(oldSeen.toSorted()).toEqual(['a/0 from 0 0', 'a/1 from 1 1', 'a/2 from 2 2', 'a/2 of 3.1.1 2']) })
    await other.publishAsync('status/1', 'on', { qos: 1, retain: true })
    await other.publishAsync('status/2', 'on', { qos: 2, retain: true })
    const late = await client(broker)
    const retained = messagesOf(late)
    await late.subscribeAsync({ 'status/1': { qos: 1, rh: 2 }, 'status/2': { qos: 2, rh: 1 } })
    await until(() => { expect(retained).toEqual(['status/2 on 2 retained']) })
    await late.subscribeAsync({ 'status/2': { qos: 1, rh: 1 } })
    await late.subscribeAsync({ 'status/1': { qos: 0, rh: 0 } })
    await until(() => { expect(retained).toEqual(['status/2 on 2 retained', 'status/1 on 0 retained']) })
  })

  it('is told which subscriptions are not to be had, in their places, and whether it had what it gives up', async () => {
    const { broker } = await startBroker()
    const { packets, send } = await raw(broker)
    send(CONNECT)
    await until(() => { expect(packets).toHaveLength(1) })
    send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '$share/g/a', qos: 1 }, { topic: 'a', qos: 1 }, { topic: 'b', qos: 2, nl: true }, { topic: 'c', qos: 2 }, { topic: 'a', qos: 2 }] })
    send({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic: '$share/g/a', qos: 1 }] })
    send({ cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: 'd', qos: 1 }], properties: { subscriptionIdentifier: 5 } })
    send({ cmd: 'unsubscribe', messageId: 4, unsubscriptions: ['a', 'b', 'c'] })
    await until(() => { expect(packets).toHaveLength(5) })
    const byId = new Map(packets.map((packet) => [packet.messageId, packet]))
    expect([1, 2, 3, 4].map((id) => byId.get(id))).toMatchObject([
      { cmd: 'suback', granted: [0x9e, 2, 0x83, 2, 2] }, { cmd: 'suback', granted: [0x9e] }, { cmd: 'suback', granted: [0xa1] }, { cmd: 'unsuback', granted: [0, 0x11, 0] },
    ])
  })

  it('leaves a will where it breaks off, or asks for it; not where it goes', async () => {
    const { broker } = await startBroker()
    const listener = await client(broker, { protocolVersion: 4 })
    const seen = messagesOf(listener)
    await listener.subscribeAsync('will/#', { qos: 1 })
    const withWill = (id: string): Promise<MqttClient> => client(broker, { clientId: id, will: { topic: `will/${id}`, payload: 'gone', qos: 1, retain: false, properties: { willDelayInterval: 0, contentType: 'text' } } })
    await (await withWill('stays-polite')).endAsync()
    ;(await withWill('breaks')).stream.destroy()
    await until(() => { expect(seen).toEqual(['will/breaks gone 1']) })
    const asks = await withWill('asks')
    await asks.endAsync(false, { reasonCode: REASON.withWill })
    await until(() => { expect(seen).toEqual(['will/breaks gone 1', 'will/asks gone 1']) })
  })

  it('keeps a session that it resumes and wants kept, and none that ends with the connection', async () => {
    const { broker } = await startBroker()
    const options = { clientId: 'keeper', clean: false, properties: { sessionExpiryInterval: 3_600 } }
    const first = await client(broker, options)
    await first.subscribeAsync('kept', { qos: 1 })
    await first.endAsync()
    const other = await client(broker)
    await other.publishAsync('kept', 'while away', { qos: 1 })
    const { packets, send } = await raw(broker)
    send({ ...CONNECT, clientId: 'keeper', clean: false, properties: { sessionExpiryInterval: 3_600 } })
    await until(() => { expect(packets).toMatchObject([{ cmd: 'connack', sessionPresent: true }, { cmd: 'publish', topic: 'kept', qos: 1 }]) })
    const again = await raw(broker)
    again.send({ ...CONNECT, clientId: 'keeper', clean: false })
    await until(() => { expect(again.packets).toMatchObject([{ cmd: 'connack', sessionPresent: false }]) })
  })

  it('is told when another takes its name, and when the service stops', async () => {
    const { broker } = await startBroker()
    const first = await raw(broker)
    first.send(CONNECT)
    await until(() => { expect(first.packets).toHaveLength(1) })
    const second = await raw(broker)
    second.send(CONNECT)
    await first.closed
    expect(first.packets.at(-1)).toMatchObject({ cmd: 'disconnect', reasonCode: REASON.sessionTakenOver })
    await until(() => { expect(second.packets).toHaveLength(1) })
    await broker.stop()
    await second.closed
    expect(second.packets.at(-1)).toMatchObject({ cmd: 'disconnect', reasonCode: REASON.serverShuttingDown })
  })

  it('is sent no more at once than it takes, and nothing larger', async () => {
    const { broker } = await startBroker()
    const { packets, send } = await raw(broker)
    send({ ...CONNECT, properties: { receiveMaximum: 2, maximumPacketSize: 60 } }, { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'n', qos: 2 }] })
    await until(() => { expect(packets).toHaveLength(2) })
    const other = await client(broker)
    for (const [k, qos] of ([1, 2, 1, 2, 1] as const).entries()) await other.publishAsync('n', `${k}`, { qos })
    for (const qos of [0, 1, 2] as const) await other.publishAsync('n', 'x'.repeat(100), { qos })
    const heard = (): [string, number | undefined][] => packets.flatMap((packet): [string, number | undefined][] => (packet.cmd === 'publish' ? [[String(packet.payload), packet.messageId]] : []))
    await other.subscribeAsync('round/trip')
    await until(() => { expect(heard()).toHaveLength(2) })
    const byPayload = (payload: string): number => heard().find(([each]) => each === payload)?.[1] ?? 0
    send({ cmd: 'puback', messageId: byPayload('0'), reasonCode: 0 })
    await until(() => { expect(heard().map(([payload]) => payload)).toEqual(['0', '1', '2']) })
    // Refused by the client: the exchange is over, and no PUBREL comes.
    send({ cmd: 'pubrec', messageId: byPayload('1'), reasonCode: 0x97 })
    await until(() => { expect(heard().map(([payload]) => payload)).toEqual(['0', '1', '2', '3']) })
    send({ cmd: 'pubrec', messageId: byPayload('3'), reasonCode: 0 })
    await until(() => { expect(packets.at(-1)).toMatchObject({ cmd: 'pubrel', messageId: byPayload('3') }) })
    send({ cmd: 'pubcomp', messageId: byPayload('3'), reasonCode: 0 }, { cmd: 'puback', messageId: byPayload('2'), reasonCode: 0x80 })
    await until(() => { expect(heard().map(([payload]) => payload)).toEqual(['0', '1', '2', '3', '4']) })
    send({ cmd: 'puback', messageId: byPayload('4'), reasonCode: 0 })
    await other.publishAsync('n', 'end')
    await until(() => { expect(heard().at(-1)?.[0]).toBe('end') })
    expect([heard().length, packets.filter(({ cmd }) => cmd === 'pubrel').length]).toEqual([6, 1])
  })
})

describe('a client of MQTT 5 that breaks the rules', () => {
  it.each<[name: string, sent: (Packet | Uint8Array)[], last: object]>([
    ['a topic alias', [CONNECT, publish({ properties: { topicAlias: 1 } })], { cmd: 'disconnect', reasonCode: 0x94 }],
    ['no topic', [CONNECT, Uint8Array.of(0x30, 3, 0, 0, 0)], { cmd: 'disconnect', reasonCode: 0x82 }],
    ['QoS 3', [CONNECT, Uint8Array.of(0x36, 5, 0, 1, 97, 0, 1)], { cmd: 'disconnect', reasonCode: 0x81 }],
    ['a subscription identifier in what it publishes', [CONNECT, publish({ properties: { subscriptionIdentifier: 3 } })], { cmd: 'disconnect', reasonCode: 0x82 }],
    ['properties that are none', [CONNECT, Uint8Array.of(0x30, 6, 0, 1, 97, 2, 0xee, 1)], { cmd: 'disconnect', reasonCode: 0x81 }],
    ['properties beyond their packet', [CONNECT, Uint8Array.of(0x30, 4, 0, 1, 97, 9)], { cmd: 'disconnect', reasonCode: 0x81 }],
    ['properties of 70 kB', [CONNECT, publish({ properties: { userProperties: { a: 'x'.repeat(60_000), b: 'x'.repeat(10_000) } } })], { cmd: 'disconnect', reasonCode: 0x95 }],
    ['a SUBSCRIBE of 300 kB', [CONNECT, { cmd: 'subscribe', messageId: 1, subscriptions: Array.from({ length: 5 }, (_, k) => ({ topic: `${k}${'x'.repeat(60_000)}`, qos: 0 as const })) }], { cmd: 'disconnect', reasonCode: 0x95 }],
    ['a SUBSCRIBE without id', [CONNECT, Uint8Array.of(0x82, 7, 0, 0, 0, 0, 1, 97, 0)], { cmd: 'disconnect', reasonCode: 0x81 }],
    ['an answer without an id', [CONNECT, Uint8Array.of(0x40, 1, 0)], { cmd: 'disconnect', reasonCode: 0x81 }],
    ['a second CONNECT', [CONNECT, CONNECT], { cmd: 'disconnect', reasonCode: 0x82 }],
    ['AUTH', [CONNECT, { cmd: 'auth', reasonCode: 0x18, properties: { authenticationMethod: 'x' } }], { cmd: 'disconnect', reasonCode: 0x82 }],
    ['a wildcard in the topic', [CONNECT, publish({ topic: 'a' }), Uint8Array.of(0x30, 4, 0, 1, 0x23, 0)], { cmd: 'disconnect', reasonCode: 0x80 }],
    ['extended authentication', [{ ...CONNECT, properties: { authenticationMethod: 'SCRAM-SHA-1' } }], { cmd: 'connack', reasonCode: 0x8c }],
    ['a receive maximum of 0', [Uint8Array.of(0x10, 16, 0, 4, 77, 81, 84, 84, 5, 2, 0, 0, 3, 0x21, 0, 0, 0, 0)], { cmd: 'connack', reasonCode: 0x82 }],
    ['a CONNECT that is cut short', [Uint8Array.of(0x10, 9, 0, 4, 77, 81, 84, 84, 5, 2, 0)], { cmd: 'connack', reasonCode: 0x81 }],
  ])('%s: is told why, and the connection is closed', async (_, sent, last) => {
    const { broker } = await startBroker()
    const { packets, send, closed } = await raw(broker)
    send(...sent)
    await closed
    expect(packets.at(-1)).toMatchObject(last)
  })

  it('a packet of more than 16 MB: is told so; others go on', async () => {
    const { broker, warn } = await startBroker()
    const good = await client(broker)
    const { packets, send, closed } = await raw(broker)
    send(CONNECT)
    await until(() => { expect(packets).toHaveLength(1) })
    send(publish({ payload: Buffer.alloc(17 * 1024 * 1024), qos: 1, messageId: 1 }))
    await closed
    expect(packets.at(-1)).toMatchObject({ cmd: 'disconnect', reasonCode: 0x95 })
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ maxBytes: 16 * 1024 * 1024 }), expect.stringContaining('too large'))
    await good.publishAsync('fine', 'x', { qos: 1 })
  })

  it('reads no answers: nothing more is taken from it, and what waits for it is bounded', async () => {
    const { broker } = await startBroker()
    const { socket, packets, send } = await raw(broker)
    send(CONNECT)
    await until(() => { expect(packets).toHaveLength(1) })
    socket.pause()
    const one = generate(publish({ topic: `forbidden/${'x'.repeat(80)}`, qos: 1, messageId: 1 }), { protocolVersion: 5 })
    const many = Buffer.concat(Array.from({ length: 10_000 }, () => one))
    for (let k = 0; k < 13; k++) socket.write(many)
    // Ours does not grow beyond its bound: the rest stays in the buffers of the system and of the sender.
    const other = await client(broker)
    for (let k = 0; k < 20; k++) await other.publishAsync('t', 'x', { qos: 1 })
    expect(socket.writableLength).toBeGreaterThan(1_000_000)
    socket.resume()
    await until(() => { expect(packets).toHaveLength(130_001) })
  })
})
