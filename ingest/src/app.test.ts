import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeClock } from '@hazardwatch/shared/clock'
import { createLog } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAccountRecordsFake } from './accounts/account-records-fake.ts'
import { startIngest, type Ingest } from './app.ts'
import { createEventRecordsFake } from './event-records-fake.ts'
import { openReadingSpool, type ReadingSpool } from './reading-spool.ts'
import { openDuckDbStore } from './stores/duckdb-store.ts'

const NOW = 1_795_402_800_000
const HOST = '127.0.0.1'
const tags = new Map([['GD-07', 1], ['TK101.temp', 2]])
const ledger = { tagNumbers: (enterprise: string) => (enterprise === 'DEMO-NH3' ? tags : undefined), gateways: () => [], onChange: () => () => undefined, enterprises: () => [], points: () => [], point: () => undefined, gateway: () => undefined }

const plant = { ledger: { enterprise: () => undefined, camera: () => undefined, source: () => undefined, cameras: () => [] }, records: createEventRecordsFake().records }

let folder = ''
let store: ReadingStore
let spool: ReadingSpool
let ingest: Ingest
let clients: MqttClient[] = []
let judged: { point: number; time: number; value: number }[] = []

const receive = (batch: ReadingBatch): undefined => {
  for (let row = 0; row < batch.count; row++) judged.push({ point: batch.point[row] ?? 0, time: batch.time[row] ?? 0, value: batch.value[row] ?? 0 })
}

const start = (into: Pick<ReadingStore, 'append'>, port = 0): Promise<Ingest> =>
  startIngest({
    ledger, plant, accounts: createAccountRecordsFake().records, spool, records: { quarantine: { load: async () => [], commit: async () => undefined }, deadLetterFolder: join(folder, 'dead-letters') }, store: into, clock: createFakeClock(NOW).now, log: createLog('silent'), broker: { kind: 'embedded', host: HOST, port }, sparkplugHost: 'hazardwatch', subscribers: [{ name: 'alerting', receive }],
  })

const client = async (options: object = {}): Promise<MqttClient> => {
  const connected = await connectAsync(`mqtt://${HOST}:${ingest.broker.port}`, { reconnectPeriod: 0, ...options })
  connected.on('error', () => undefined)
  clients.push(connected)
  return connected
}

const stored = async (point: number) => {
  await ingest.stored()
  return (await store.history({ point, from: 0, to: NOW * 2, maxPoints: 100_000 })).points
}

/** The arguments of the next event. (The once of node:events would reject on the errors of a connection that is cut on purpose.) */
const eventOf = (from: MqttClient, event: 'close' | 'message'): Promise<unknown[]> =>
  new Promise((resolve) => { from.once(event, (...args: unknown[]) => { resolve(args) }) })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hazard-ingest-'))
  store = await openDuckDbStore(join(folder, 'readings.duckdb'))
  spool = await openReadingSpool({ folder: join(folder, 'spool'), clock: () => NOW, log: createLog('silent') })
  judged = []
  clients = []
  ingest = await start(store)
})
afterEach(async () => {
  for (const each of clients) await each.endAsync(true)
  await ingest.stop()
  await spool.close()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const TOPIC = 'hazard/v1/DEMO-NH3/readings'

describe('a reading published over MQTT', () => {
  it.each([1, 2] as const)('is stored when QoS %i is acknowledged, and has been judged', async (qos) => {
    const publisher = await client()
    await publisher.publishAsync(TOPIC, '{"values":{"GD-07":60}}', { qos })
    expect(await stored(1)).toEqual([[NOW, 60, 0]])
    expect(judged).toEqual([{ point: 1, time: NOW, value: 60 }])
    const counted = { messages: 1, accepted: 1, refused: 0, lastMessageAt: NOW }
    expect(ingest.stats.snapshot()).toMatchObject({ ...counted, stored: 1, enterprises: { 'DEMO-NH3': counted } })
  })

  it('keeps its order among the messages of the enterprise, QoS 0 and 1 mixed, and nothing is lost', async () => {
    const publisher = await client()
    const times = Array.from({ length: 500 }, (_, k) => NOW - 1_000 + k)
    await Promise.all(times.map((ts, k) => publisher.publishAsync(TOPIC, JSON.stringify({ ts, values: { 'TK101.temp': k } }), { qos: k % 2 === 0 ? 0 : 1 })))
    // The last message has QoS 1, and acknowledgements come in order.
    expect(judged.map(({ time }) => time)).toEqual(times)
    expect(await stored(2)).toEqual(times.map((time, k) => [time, k, 0]))
  })

  it('is stored once however often it is sent', async () => {
    const publisher = await client()
    for (let k = 0; k < 3; k++) await publisher.publishAsync(TOPIC, JSON.stringify({ ts: NOW, values: { 'GD-07': 5 } }), { qos: 1 })
    expect(await stored(1)).toEqual([[NOW, 5, 0]])
  })
})

describe('what is refused', () => {
  const noticeFor = async (enterprise: string, payload: string | Buffer): Promise<RejectionNotice> => {
    const gateway = await client()
    await gateway.subscribeAsync(`hazard/v1/${enterprise}/rejections`)
    const message = eventOf(gateway, 'message')
    await gateway.publishAsync(`hazard/v1/${enterprise}/readings`, payload, { qos: 1 })
    return RejectionNotice.parse(JSON.parse(String((await message)[1])))
  }

  it.each<[name: string, enterprise: string, payload: string | Buffer, reason: string]>([
    ['an enterprise that is not registered', 'NOBODY', '{"values":{"A":1}}', 'unknown_enterprise'],
    ['a point that is not registered', 'DEMO-NH3', '{"values":{"XX":1}}', 'unknown_point'],
    ['a clock ahead', 'DEMO-NH3', JSON.stringify({ ts: NOW + 300_001, values: { 'GD-07': 1 } }), 'future'],
    ['no JSON', 'DEMO-NH3', '{"values":', 'not_json'],
    ['a payload above 10 MB', 'DEMO-NH3', Buffer.alloc(10 * 1024 * 1024 + 1, 0x20), 'too_large'],
  ])('%s: acknowledged, told to the sender, counted', async (_, enterprise, payload, reason) => {
    const notice = await noticeFor(enterprise, payload)
    expect(notice).toMatchObject({ at: '2026-11-23T03:00:00.000Z', topic: `hazard/v1/${enterprise}/readings`, refused: 1, rejections: [{ reason }] })
    expect(ingest.stats.snapshot()).toMatchObject({ accepted: 0, refused: 1, refusedByReason: { [reason]: 1 } })
    expect(judged).toEqual([])
  })

  it.each(['rejections', 'warnings'])('speaking in our name on %s ends the connection', async (kind) => {
    const publisher = await client()
    const closed = eventOf(publisher, 'close')
    publisher.publish(`hazard/v1/DEMO-NH3/${kind}`, '{}')
    await closed
    expect(ingest.stats.snapshot().messages).toBe(0)
  })
})

describe('a store that is away', () => {
  it('delays neither the acknowledgement nor the judgement; when it is back, it gets everything once and in order', async () => {
    await ingest.stop()
    ingest = await start({ append: () => Promise.reject(new Error('disk away')) })
    const publisher = await client()
    for (const value of [1, 2, 3]) await publisher.publishAsync(TOPIC, JSON.stringify({ ts: NOW + value, values: { 'GD-07': value } }), { qos: 1 })
    expect(judged.map(({ value }) => value)).toEqual([1, 2, 3])
    await vi.waitFor(() => { expect(ingest.stats.snapshot()).toMatchObject({ stored: 0, storeFailing: true }) })
    await ingest.stop()
    ingest = await start(store)
    expect(await stored(1)).toEqual([[NOW + 1, 1, 0], [NOW + 2, 2, 0], [NOW + 3, 3, 0]])
  })
})

describe('readings by HTTP', () => {
  it('go the same way and get the same refusals as their answer', async () => {
    const result = await ingest.intake.accept('DEMO-NH3', Buffer.from('{"values":{"GD-07":26,"XX":1}}'), NOW)
    expect(result).toMatchObject({ accepted: 1, refused: 1, rejections: [{ reason: 'unknown_point', tag: 'XX' }] })
    expect(await stored(1)).toEqual([[NOW, 26, 0]])
    expect(judged).toHaveLength(1)
  })
})

it('publishes in the name of the service', async () => {
  const enterprise = await client()
  await enterprise.subscribeAsync('hazard/v1/DEMO-NH3/warnings')
  const message = eventOf(enterprise, 'message')
  await ingest.publish('hazard/v1/DEMO-NH3/warnings', '{}')
  expect((await message)[0]).toBe('hazard/v1/DEMO-NH3/warnings')
})
