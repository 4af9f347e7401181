import { once } from 'node:events'
import { connect as connectSocket } from 'node:net'
import type { Log } from '@hazardwatch/shared/node/log'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BrokerListenError, startEmbeddedBroker, type EmbeddedBroker } from './embedded-broker.ts'
import type { ReceiveMessage, Reception } from './receive-message.ts'

const HOST = '127.0.0.1'
const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const always = (): undefined => undefined

const startBroker = async (receive: ReceiveMessage, room: () => Promise<void> | undefined = always) => {
  const warn = vi.fn<Log['warn']>()
  const broker = await startEmbeddedBroker({ host: HOST, port: 0, receive, room, log: { warn } })
  cleanups.push(() => broker.stop())
  return { broker, warn }
}

const client = async ({ address }: EmbeddedBroker, options: object = {}): Promise<MqttClient> => {
  const connected = await connectAsync(`mqtt://${HOST}:${address.port}`, { reconnectPeriod: 0, ...options })
  connected.on('error', () => undefined)
  cleanups.push(() => connected.endAsync(true))
  return connected
}

/** The arguments of the next event. (The once of node:events would reject on the errors of a connection that is cut on purpose.) */
const eventOf = (from: MqttClient, event: 'close' | 'message'): Promise<unknown[]> =>
  new Promise((resolve) => { from.once(event, (...args: unknown[]) => { resolve(args) }) })

/** The broker handles the packets of a connection in order: when this returns, it has handled all before it. */
const roundTrip = async (publisher: MqttClient): Promise<void> => {
  await publisher.subscribeAsync('round/trip')
}

const taken = (durable: Promise<void>, room?: Promise<void>): Reception => ({ verdict: 'take', durable, room })

describe('the acknowledgement of the publisher', () => {
  it.each([1, 2] as const)('of QoS %i comes after the readings are durable, not before', async (qos) => {
    const store = Promise.withResolvers<void>()
    const { broker } = await startBroker((topic) => (topic === 'held' ? taken(store.promise) : { verdict: 'pass' }))
    const publisher = await client(broker)
    const order: string[] = []
    const acknowledged = publisher.publishAsync('held', 'x', { qos }).then(() => order.push('acknowledged'))
    // QoS 2 is held inside the broker, which reads on from other connections only.
    await roundTrip(qos === 1 ? publisher : await client(broker))
    order.push('durable')
    store.resolve()
    await acknowledged
    expect(order).toEqual(['durable', 'acknowledged'])
  })

  it('does not keep the next QoS 1 messages of the publisher from being received', async () => {
    const store = Promise.withResolvers<void>()
    const received: string[] = []
    const { broker } = await startBroker((topic) => {
      received.push(topic)
      return taken(store.promise)
    })
    const publisher = await client(broker)
    const all = ['a', 'b', 'c'].map(async (topic) => {
      const acknowledged = publisher.publishAsync(topic, 'x', { qos: 1 })
      await roundTrip(publisher)
      return acknowledged
    })
    await vi.waitFor(() => { expect(received).toEqual(['a', 'b', 'c']) })
    store.resolve()
    await Promise.all(all)
  })

  it('never comes for what did not become durable: the publisher is sent away, and sends it again when it is back', async () => {
    let attempts = 0
    const { broker } = await startBroker(() => taken(++attempts === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve()))
    const publisher = await client(broker, { reconnectPeriod: 20, clean: false, clientId: 'gateway' })
    await publisher.publishAsync('topic', 'x', { qos: 1 })
    expect(attempts).toBe(2)
  })

  it('is not owed for QoS 0, whether durable or lost', async () => {
    const { broker } = await startBroker((topic) => taken(topic === 'lost' ? Promise.reject(new Error('stopped')) : Promise.resolve()))
    const publisher = await client(broker)
    await publisher.publishAsync('lost', 'x')
    await publisher.publishAsync('kept', 'x')
    await roundTrip(publisher)
    expect(publisher.connected).toBe(true)
  })
})

describe('a publisher for whom there is no room', () => {
  it('is read no further until there is, while others are', async () => {
    const room = Promise.withResolvers<void>()
    const received: string[] = []
    const { broker } = await startBroker((topic) => {
      received.push(topic)
      return taken(Promise.resolve(), topic === 'full' ? room.promise : undefined)
    })
    const [held, free] = [await client(broker), await client(broker)]
    await held.publishAsync('full', 'x', { qos: 1 })
    const next = held.publishAsync('after', 'x', { qos: 1 })
    await free.publishAsync('other', 'x', { qos: 1 })
    expect(received).toEqual(['full', 'other'])
    room.resolve()
    await next
    expect(received).toEqual(['full', 'other', 'after'])
  })

  it('is not even greeted when it comes while there is none', async () => {
    const room = Promise.withResolvers<void>()
    const order: string[] = []
    let full = false
    const { broker } = await startBroker(() => taken(Promise.resolve()), () => (full ? room.promise : undefined))
    const old = await client(broker)
    full = true
    const connecting = client(broker).then((late) => {
      order.push('greeted')
      return late
    })
    // The old client is served all the while, over more turns than a greeting takes.
    for (let k = 0; k < 20; k++) await old.publishAsync('t', 'x', { qos: 1 })
    order.push('room')
    room.resolve()
    await connecting
    expect(order).toEqual(['room', 'greeted'])
  })
})

describe('a publisher whose messages pile up behind some that are held', () => {
  it.each(['take', 'pass'] as const)('loses none of them and keeps their order (%s)', async (verdict) => {
    const held = Promise.withResolvers<void>()
    const received: number[] = []
    const { broker, warn } = await startBroker((topic, payload) => {
      if (topic === 'held') return taken(held.promise)
      received.push(Number(Buffer.from(payload).toString()))
      return verdict === 'take' ? taken(Promise.resolve()) : { verdict }
    })
    const [publisher, other] = [await client(broker), await client(broker)]
    const first = Array.from({ length: 50 }, () => publisher.publishAsync('held', 'x', { qos: 2 }))
    for (let k = 0; k < 20_000; k++) publisher.publish('next', String(k))
    for (let k = 0; k < 20; k++) await other.subscribeAsync(`turn/${k}`)
    held.resolve()
    await Promise.all(first)
    await publisher.publishAsync('next', '20000', { qos: 1 })
    expect(warn).not.toHaveBeenCalled()
    expect(received).toEqual(Array.from({ length: 20_001 }, (_, k) => k))
  })
})

describe('what goes through', () => {
  it('reaches subscribers, readings too, but no reading is retained', async () => {
    const { broker } = await startBroker((topic) => (topic.startsWith('ours') ? taken(Promise.resolve()) : { verdict: 'pass' }))
    const publisher = await client(broker)
    const early = await client(broker)
    const seen: string[] = []
    early.on('message', (topic) => seen.push(topic))
    await early.subscribeAsync('#', { qos: 1 })
    await publisher.publishAsync('ours/1', 'x', { qos: 1, retain: true })
    await publisher.publishAsync('status', 'x', { qos: 1, retain: true })
    await vi.waitFor(() => { expect(seen).toEqual(['ours/1', 'status']) })
    const late = await client(broker)
    const retained: string[] = []
    late.on('message', (topic) => retained.push(topic))
    await late.subscribeAsync('#')
    await vi.waitFor(() => { expect(retained).toEqual(['status']) })
  })

  it('is what the service publishes itself, without asking the receiver', async () => {
    const receive = vi.fn<ReceiveMessage>(() => ({ verdict: 'refuse', detail: 'no' }))
    const { broker } = await startBroker(receive)
    const listener = await client(broker)
    await listener.subscribeAsync('news')
    const message = eventOf(listener, 'message')
    await broker.publish('news', '红色')
    expect(String((await message)[1])).toBe('红色')
    expect(receive).not.toHaveBeenCalled()
  })
})

describe('a publisher who must not publish there', () => {
  it('is disconnected, and nobody hears it', async () => {
    const { broker, warn } = await startBroker((topic) => (topic === 'forbidden' ? { verdict: 'refuse', detail: 'forbidden is ours' } : { verdict: 'pass' }))
    const listener = await client(broker)
    const heard = vi.fn<() => void>()
    listener.on('message', heard)
    await listener.subscribeAsync('forbidden')
    const publisher = await client(broker)
    const closed = eventOf(publisher, 'close')
    publisher.publish('forbidden', 'x')
    await closed
    await roundTrip(listener)
    expect(heard).not.toHaveBeenCalled()
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ err: 'forbidden is ours' }), expect.any(String))
  })
})

describe('a connection that cannot be served', () => {
  it('that announces more than 16 MB is closed at once; others go on', async () => {
    const { broker, warn } = await startBroker(() => taken(Promise.resolve()))
    const good = await client(broker)
    const publisher = await client(broker)
    const closed = eventOf(publisher, 'close')
    publisher.publish('big', Buffer.alloc(17 * 1024 * 1024), { qos: 1 }, () => undefined)
    await closed
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ maxBytes: 16 * 1024 * 1024 }), expect.stringContaining('too large'))
    await good.publishAsync('fine', 'x', { qos: 1 })
  })

  it('that speaks no MQTT is closed', async () => {
    const { broker, warn } = await startBroker(() => taken(Promise.resolve()))
    const socket = connectSocket(broker.address.port, HOST)
    socket.on('error', () => undefined)
    const closed = once(socket, 'close')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.resume()
    await closed
    expect(warn).toHaveBeenCalledTimes(1)
  })
})

describe('start and stop', () => {
  it('a taken port is told in one line that keeps where and why', async () => {
    const { broker } = await startBroker(() => ({ verdict: 'pass' }))
    const { port } = broker.address
    const second = startEmbeddedBroker({ host: HOST, port, receive: () => ({ verdict: 'pass' }), room: always, log: { warn: vi.fn<Log['warn']>() } })
    const error: unknown = await second.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(BrokerListenError)
    expect(error).toMatchObject({ code: 'EADDRINUSE', host: HOST, port })
    expect(String(error)).toMatch(new RegExp(`^BrokerListenError: the MQTT broker cannot listen on ${HOST}:${port} \\(EADDRINUSE\\): [^\\n]*HAZARD_MQTT_PORT$`))
  })

  it('stopping closes every connection, introduced or not, and frees the port', async () => {
    const { broker } = await startBroker(() => ({ verdict: 'pass' }))
    const { port } = broker.address
    const known = await client(broker)
    const silent = connectSocket(port, HOST)
    await once(silent, 'connect')
    const closed = Promise.all([eventOf(known, 'close'), once(silent, 'close')])
    silent.resume()
    await broker.stop()
    await closed
    const again = await startEmbeddedBroker({ host: HOST, port, receive: () => ({ verdict: 'pass' }), room: always, log: { warn: vi.fn<Log['warn']>() } })
    expect(again.address.port).toBe(port)
    await again.stop()
  })
})
