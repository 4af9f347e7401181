import { setTimeout as pause } from 'node:timers/promises'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReceiveMessage } from '../receive-message.ts'
import { parseBrokerUrl } from './broker-url.ts'
import { startExternalBroker, type ExternalBroker } from './external-broker.ts'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'

const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, Math.min(ms, 50))
  return () => { clearTimeout(timer) }
}
const every = (ms: number, run: () => void) => {
  const timer = setInterval(run, ms)
  return () => { clearInterval(timer) }
}

describe('an external broker', () => {
  let mosquitto: Mosquitto
  let broker: ExternalBroker | undefined
  let received: string[]
  let publisher: MqttClient
  let waiting: { count: number; resolve: () => void }[]

  const open = (receive: ReceiveMessage, filters = ['hazard/v1/+/readings']): ExternalBroker => {
    const address = parseBrokerUrl(mosquitto.url)
    if (address === undefined) throw new Error('no address')
    broker = startExternalBroker({ address, clientId: 'hazardwatch-test', filters, receive, clock: Date.now, chance: () => 0.5, after, every, log: { info: () => undefined, warn: () => undefined } })
    return broker
  }
  const note = (topic: string, payload: Uint8Array): void => {
    received.push(`${topic} ${Buffer.from(payload).toString()}`)
    for (const each of waiting) if (received.length >= each.count) each.resolve()
  }
  const untilReceived = (count: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (received.length >= count) resolve()
    waiting.push({ count, resolve })
    return promise
  }
  const untilConnected = async (connects = 1): Promise<void> => {
    while (!(broker?.state().connected === true && broker.state().connects >= connects)) await pause(10)
  }
  const report = (payload: string, qos: 0 | 1 | 2 = 1) => publisher.publishAsync('hazard/v1/E1/readings', payload, { qos })

  beforeEach(async () => {
    received = []
    waiting = []
    mosquitto = await makeMosquitto()
    await mosquitto.start()
    publisher = await connectAsync(mosquitto.url, { reconnectPeriod: 50 })
    publisher.on('error', () => undefined)
  })
  afterEach(async () => {
    publisher.end(true)
    await broker?.stop()
    await mosquitto.remove()
  })

  it.each([0, 1, 2] as const)('hands on what is published at QoS %i', async (qos) => {
    open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: Promise.resolve(), room: undefined } })
    await untilConnected()
    await report('{"values":{"A":1}}', qos)
    await untilReceived(1)
    expect(received).toEqual(['hazard/v1/E1/readings {"values":{"A":1}}'])
  })

  it('keeps order and acknowledges only what is durable: the rest comes again on the next connection', async () => {
    const durable = Promise.withResolvers<void>()
    open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: received.length <= 2 ? Promise.resolve() : durable.promise, room: undefined } })
    await untilConnected()
    for (const number of ['1', '2', '3', '4']) await report(number)
    await untilReceived(4)
    await broker?.stop()
    received.length = 0
    open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: Promise.resolve(), room: undefined } })
    await untilReceived(2)
    expect(received).toEqual(['hazard/v1/E1/readings 3', 'hazard/v1/E1/readings 4'])
  })

  it('what cannot become durable is asked for again', async () => {
    let failed = false
    open((topic, payload) => {
      note(topic, payload)
      if (failed) return { verdict: 'take', durable: Promise.resolve(), room: undefined }
      failed = true
      return { verdict: 'take', durable: Promise.reject(new Error('disk full')), room: undefined }
    })
    await untilConnected()
    await report('1')
    await untilReceived(2)
    expect(received).toEqual(['hazard/v1/E1/readings 1', 'hazard/v1/E1/readings 1'])
  })

  it('comes back when the broker does, subscribed anew, and misses nothing that was published meanwhile', async () => {
    open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: Promise.resolve(), room: undefined } })
    await untilConnected()
    await mosquitto.kill('SIGTERM')
    const sent = [report('1'), report('2')]
    await mosquitto.start()
    await Promise.all(sent)
    await untilReceived(2)
    expect(received).toEqual(['hazard/v1/E1/readings 1', 'hazard/v1/E1/readings 2'])
  })

  it('tells of a session that the broker has forgotten, since what came meanwhile is lost', async () => {
    open(() => ({ verdict: 'take', durable: Promise.resolve(), room: undefined }))
    await untilConnected()
    await mosquitto.kill('SIGTERM')
    await mosquitto.start()
    await untilConnected(2)
    expect(broker?.state()).toMatchObject({ sessionsLost: 0, sessionLostAt: null })
    await mosquitto.kill('SIGKILL')
    await mosquitto.forget()
    await mosquitto.start()
    await untilConnected(3)
    expect(broker?.state()).toMatchObject({ sessionsLost: 1, sessionLostAt: expect.any(Number) as number })
  })

  it('holds the broker while there is no room, and goes on when there is', async () => {
    const room = Promise.withResolvers<void>()
    open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: Promise.resolve(), room: received.length === 1 ? room.promise : undefined } })
    await untilConnected()
    await report('1')
    await untilReceived(1)
    await Promise.all(Array.from({ length: 5_000 }, (_, index) => report(String(index + 2))))
    expect(received.length).toBeLessThan(5_000)
    room.resolve()
    await untilReceived(5_001)
    expect(received.at(-1)).toBe('hazard/v1/E1/readings 5001')
  })

  it('never holds more unacknowledged messages than its bound', async () => {
    const gate = Promise.withResolvers<void>()
    await broker?.stop()
    open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: gate.promise, room: undefined } })
    await untilConnected()
    await Promise.all(Array.from({ length: 8_000 }, (_, index) => report(String(index))))
    const held = received.length
    expect(held).toBeGreaterThanOrEqual(1_000)
    gate.resolve()
    await untilReceived(8_000)
    expect(new Set(received).size).toBe(8_000)
    expect(held).toBeLessThan(8_000)
  })

  it('follows its filters: at once, on the next connection, and no longer when they are gone', async () => {
    const session = open((topic, payload) => { note(topic, payload); return { verdict: 'take', durable: Promise.resolve(), room: undefined } })
    await untilConnected()
    // More than one packet's worth; the last is the one that is heard of.
    const many = Array.from({ length: 250 }, (_, index) => `plant/${index}`)
    session.subscribe(['hazard/v1/+/readings', ...many])
    while (received.length === 0) await publisher.publishAsync('plant/249', 'a', { qos: 1 })
    await mosquitto.kill('SIGTERM')
    await mosquitto.start()
    await untilConnected(2)
    received.length = 0
    while (received.length === 0) await publisher.publishAsync('plant/0', 'b', { qos: 1 })
    session.subscribe(['hazard/v1/+/readings'])
    // The broker takes packets of a connection in their order: when the new filter is heard of, the old one is gone.
    session.subscribe(['hazard/v1/+/readings', 'mark'])
    received.length = 0
    while (!received.includes('mark m')) await publisher.publishAsync('mark', 'm', { qos: 1 })
    await publisher.publishAsync('plant/0', 'c', { qos: 1 })
    await report('end')
    await vi.waitFor(() => { expect(received.at(-1)).toBe('hazard/v1/E1/readings end') })
    expect(received).not.toContain('plant/0 c')
  })

  it('publishes in the name of the service', async () => {
    open(() => ({ verdict: 'pass' }))
    await untilConnected()
    const heard = new Promise<string>((resolve) => { publisher.on('message', (topic, payload) => { resolve(`${topic} ${payload.toString()}`) }) })
    await publisher.subscribeAsync('hazard/v1/E1/rejections')
    await broker?.publish('hazard/v1/E1/rejections', 'no')
    expect(await heard).toBe('hazard/v1/E1/rejections no')
  })
})
