import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { generate, parser, type Packet } from 'mqtt-packet'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReceiveMessage } from '../receive-message.ts'
import { startExternalBroker, type ExternalBroker } from './external-broker.ts'

/** A broker whose every packet the test writes itself, since a real one cannot be stopped between two of them. */
describe('a message at QoS 2', () => {
  let server: Server
  let connection: Socket | undefined
  let heard: string[]
  let handedOn: string[]
  let durable: PromiseWithResolvers<void>
  let broker: ExternalBroker
  let sessionPresent: boolean

  const send = (packet: Packet): void => { connection?.write(generate(packet, { protocolVersion: 5 })) }
  const publish = (messageId: number, payload: string, dup = false): void => { send({ cmd: 'publish', topic: 't', payload, qos: 2, retain: false, dup, messageId }) }
  const release = (messageId: number): void => { send({ cmd: 'pubrel', messageId }) }
  const until = (what: string): Promise<void> => vi.waitFor(() => { expect(heard).toContain(what) }, { timeout: 5_000, interval: 5 })

  beforeEach(async () => {
    heard = []
    handedOn = []
    sessionPresent = true
    durable = Promise.withResolvers()
    durable.promise.catch(() => undefined)
    server = createServer((socket) => {
      connection = socket
      const packets = parser({ protocolVersion: 5 })
      packets.on('packet', (packet: Packet) => {
        heard.push(packet.cmd === 'subscribe' ? `subscribe ${packet.subscriptions[0]?.qos}` : `${packet.cmd} ${packet.messageId ?? ''}`.trim())
        if (packet.cmd === 'connect') send({ cmd: 'connack', reasonCode: 0, sessionPresent })
      })
      socket.on('error', () => undefined)
      socket.on('data', (data: Buffer) => { packets.parse(data) })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const receive: ReceiveMessage = (_, payload) => {
      handedOn.push(Buffer.from(payload).toString())
      return { verdict: 'take', durable: durable.promise, room: undefined }
    }
    broker = startExternalBroker({
      address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: false, username: undefined, password: undefined }, clientId: 'c', filters: ['t'], receive, clock: () => 0, chance: () => 0,
      after: (_, run) => {
        queueMicrotask(run)
        return () => undefined
      },
      every: () => () => undefined, log: { info: () => undefined, warn: () => undefined },
    })
    await until('subscribe 2')
  })
  afterEach(async () => {
    await broker.stop()
    connection?.destroy()
    server.close()
  })
  const reconnect = async (): Promise<void> => {
    heard.length = 0
    connection?.destroy()
    await until('subscribe 2')
  }

  it('is received when it is durable, and released when the broker says so', async () => {
    publish(7, 'a')
    release(8)
    await until('pubcomp 8')
    expect([handedOn, heard]).toEqual([['a'], expect.not.arrayContaining(['pubrec 7'])])
    durable.resolve()
    await until('pubrec 7')
    release(7)
    await until('pubcomp 7')
    publish(7, 'b')
    await vi.waitFor(() => { expect(handedOn).toEqual(['a', 'b']) })
  })

  it('that comes again on another connection is not handed on again, before its PUBREC and after', async () => {
    publish(7, 'a')
    await vi.waitFor(() => { expect(handedOn).toEqual(['a']) })
    await reconnect()
    publish(7, 'a', true)
    durable.resolve()
    await until('pubrec 7')
    await reconnect()
    publish(7, 'a', true)
    await until('pubrec 7')
    release(7)
    await until('pubcomp 7')
    expect(handedOn).toEqual(['a'])
  })

  it('that could not be kept is handed on when it comes again', async () => {
    publish(7, 'a')
    heard.length = 0
    await vi.waitFor(() => { expect(handedOn).toEqual(['a']) })
    durable.reject(new Error('disk full'))
    await until('subscribe 2')
    durable = Promise.withResolvers()
    durable.resolve()
    publish(7, 'a', true)
    await until('pubrec 7')
    expect(handedOn).toEqual(['a', 'a'])
  })

  it('has an id of the session: when the broker has forgotten that, the id is of another message', async () => {
    publish(7, 'a')
    durable.resolve()
    await until('pubrec 7')
    sessionPresent = false
    await reconnect()
    publish(7, 'b')
    await vi.waitFor(() => { expect(handedOn).toEqual(['a', 'b']) })
  })
})
