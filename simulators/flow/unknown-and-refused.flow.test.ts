import { gzipSync } from 'node:zlib'
import { systemClock } from '@hazardwatch/shared/clock'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import type { MqttClient } from 'mqtt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { alarmsOf, call, openGateway, registerLedger } from './flow-client.ts'

let dataDir: Awaited<ReturnType<typeof makeDataDir>>
let service: ServiceProcess
let gateway: Awaited<ReturnType<typeof openGateway>>

beforeAll(async () => {
  dataDir = await makeDataDir()
  service = await startServiceProcess(dataDir.path)
  await registerLedger(service.httpUrl)
  gateway = await openGateway(service.mqttUrl)
})
afterAll(async () => {
  await gateway.endAsync()
  await service.end('SIGTERM')
  await dataDir.remove()
})

interface Entry { id: string; name: string; count: number; value: number | null }
const quarantined = async (): Promise<Entry[]> => (await call(service.httpUrl, 'GET', '/api/v1/quarantine?enterprise=FLOW') as { items: Entry[] }).items
const historyOf = async (tag: string): Promise<number[]> =>
  (await call(service.httpUrl, 'GET', `/api/v1/readings?point=FLOW/${tag}`) as { points: [number, number][] }).points.map(([, value]) => value)

const lost = { enterprise: 'FLOW', source: 'S1', name: 'x', quantity: 'x', unit: '', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null }

const noticesOf = async (client: MqttClient): Promise<RejectionNotice[]> => {
  const notices: RejectionNotice[] = []
  client.on('message', (topic, payload) => { if (topic === 'hazard/v1/FLOW/rejections') notices.push(RejectionNotice.parse(JSON.parse(String(payload)))) })
  await client.subscribeAsync('hazard/v1/FLOW/rejections')
  return notices
}

it('NDJSON in gzip over HTTP: good lines are stored, bad ones are told by their number', async () => {
  const now = systemClock()
  const lines = [{ ts: now - 2_000, values: { 'GD-07': 1 } }, { ts: now - 1_000, values: { 'GD-07': 'x' } }, { ts: now, values: { 'GD-07': 2 } }].map((line) => JSON.stringify(line)).join('\n')
  const answer = await fetch(`${service.httpUrl}/api/v1/readings?enterprise=FLOW`, {
    method: 'POST', headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' }, body: gzipSync(lines),
  })
  expect([answer.status, await answer.json()]).toMatchObject([202, { accepted: 2, refused: 1, rejections: [{ where: 'line 2: $.values["GD-07"]', reason: 'wrong_value' }] }])
  expect(await historyOf('GD-07')).toEqual([1, 2])
})

it('an unknown tag is told to its sender, listed, and taken after one call; the list survives a restart', async () => {
  const notices = await noticesOf(gateway)
  await gateway.report({ 'NEW-1': 41 })
  await gateway.report({ 'NEW-1': 42, 'NEW-2': 1 })
  await vi.waitFor(() => { expect(notices.map(({ rejections }) => rejections[0]?.tag)).toEqual(['NEW-1', 'NEW-1']) })
  expect((await quarantined()).map(({ name, count, value }) => [name, count, value])).toEqual([['NEW-1', 2, 42], ['NEW-2', 1, 1]])

  await gateway.endAsync()
  await service.end('SIGTERM')
  service = await startServiceProcess(dataDir.path)
  gateway = await openGateway(service.mqttUrl)
  const [entry] = await quarantined()
  expect(entry).toMatchObject({ name: 'NEW-1', count: 2, value: 42 })
  await call(service.httpUrl, 'POST', `/api/v1/quarantine/${entry?.id ?? ''}/register`)
  await gateway.report({ 'NEW-1': 43 })
  expect(await historyOf('NEW-1')).toEqual([43])
  expect((await quarantined()).map(({ name }) => name)).toEqual(['NEW-2'])
})

interface Letter { id: number; reasons: object; payload: string }
const letters = async (query = ''): Promise<Letter[]> => (await call(service.httpUrl, 'GET', `/api/v1/ingest/dead-letters?enterprise=FLOW${query}`) as { items: Letter[] }).items
const allLetters = async (): Promise<Letter[]> => {
  const found: Letter[] = []
  for (let before = ''; ;) {
    const { items, next } = await call(service.httpUrl, 'GET', `/api/v1/ingest/dead-letters?enterprise=FLOW&limit=200${before}`) as { items: Letter[]; next: string | null }
    found.push(...items)
    if (next === null) return found
    before = `&cursor=${next}`
  }
}
const restart = async (signal: NodeJS.Signals): Promise<void> => {
  await gateway.endAsync(true)
  await service.end(signal)
  service = await startServiceProcess(dataDir.path)
  gateway = await openGateway(service.mqttUrl)
}

it('what an unknown tag sent is not lost: kept over a kill -9, delivered as late by a replay, once, and it never sounds', async () => {
  const ts = systemClock() - 60_000
  await gateway.report({ 'GD-08': 1, 'LOST-1': 99 }, ts)
  await gateway.report({ 'LOST-1': 98, 'LOST-2': 1 }, ts + 1_000)
  await vi.waitFor(async () => { expect((await letters('&reason=unknown_point&limit=2')).map(({ payload }) => payload.includes('LOST-1'))).toEqual([true, true]) })
  await restart('SIGKILL')
  await call(service.httpUrl, 'POST', '/api/v1/points', { ...lost, tag: 'LOST-1' })
  await call(service.httpUrl, 'POST', '/api/v1/rules', { enterprise: 'FLOW', point: 'LOST-1', kind: 'H', limit: 50, priority: 'red' })
  expect(await call(service.httpUrl, 'POST', '/api/v1/ingest/dead-letters/replay', { reason: 'unknown_point' })).toMatchObject({ accepted: 4, left: 2, refused: 2 })
  expect(await call(service.httpUrl, 'POST', '/api/v1/ingest/dead-letters/replay', { reason: 'unknown_point' })).toMatchObject({ accepted: 0, left: 0, refused: 2 })
  expect(await historyOf('LOST-1')).toEqual([99, 98])
  await vi.waitFor(async () => {
    expect((await alarmsOf(service.httpUrl, 'enterprise=FLOW')).filter(({ point }) => point === 'LOST-1').map(({ late, state }) => [late, state])).toEqual([[true, 'normal']])
  })
})

it.each([40, 200, 333])('kill -9 at PUBACK number %i of poison messages: each one that was acknowledged is a letter, and each name is listed as often as it came', async (kills) => {
  const acknowledged = new Set<string>()
  const sent = Array.from({ length: 400 }, (_, k) => `poison-${kills}-${k}`)
  const dead = Promise.withResolvers<unknown>()
  for (const [k, mark] of sent.entries()) {
    const topic = k % 3 === 0 ? 'hazard/v1/FLOW/video' : 'hazard/v1/FLOW/readings'
    gateway.publish(topic, k % 3 === 1 ? `no json ${mark}` : JSON.stringify({ values: { 'GD-07': 3, [`POISON-${kills}`]: k }, mark }), { qos: 1 }, (error) => {
      if (error) return
      acknowledged.add(mark)
      if (acknowledged.size === kills) dead.resolve(service.end('SIGKILL'))
    })
  }
  await dead.promise
  await restart('SIGKILL')
  const kept = (await allLetters()).flatMap(({ payload }) => /poison-\d+-\d+/.exec(payload)?.[0] ?? [])
  expect(acknowledged.size).toBeGreaterThanOrEqual(kills)
  expect([...acknowledged].filter((mark) => !kept.includes(mark))).toEqual([])
  // Every letter was noted, also of those whose acknowledgement did not arrive any more.
  const named = kept.filter((mark) => mark.startsWith(`poison-${kills}-`) && Number(mark.split('-')[2]) % 3 === 2).length
  expect((await quarantined()).find(({ name }) => name === `POISON-${kills}`)?.count).toBe(named)
})

it('a flood of refusals is told ten times a second, and the rest in a summary', async () => {
  const notices = await noticesOf(gateway)
  await Promise.all(Array.from({ length: 200 }, () => gateway.report({ 'GD-07': 'x' })))
  await vi.waitFor(() => { expect(notices.reduce((sum, { refused }) => sum + refused, 0)).toBe(200) }, 10_000)
  expect(notices.length).toBeLessThan(100)
  expect(notices.reduce((sum, { withheld }) => sum + withheld, 0)).toBeGreaterThan(100)
})
