import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@hazardwatch/shared/clock'
import { makeInflux, type Influx } from '@hazardwatch/shared/node/processes/influx-process'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { alarmsOf, call, isAlarm, openFeed, openGateway, registerLedger } from './flow-client.ts'

const Compose = z.object({ services: z.object({ hazardwatch: z.object({ environment: z.record(z.string(), z.string()) }) }) })
const Health = z.object({
  degraded: z.array(z.string()),
  parts: z.object({
    store: z.object({ ok: z.boolean(), problem: z.string().nullable(), droppedReadings: z.number() }),
    spool: z.object({ consumers: z.array(z.object({ name: z.string(), lagRecords: z.number(), lagMs: z.number() })) }),
  }),
})

const LIVE_MS = 200_000

describe('with Mosquitto and InfluxDB 2.7 under the settings of docker-compose.yml', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let mosquitto: Mosquitto
  let influx: Influx
  let service: ServiceProcess
  let environment: Record<string, string>

  beforeEach(async () => {
    ;[mosquitto, influx, dataDir] = await Promise.all([makeMosquitto(), makeInflux('v2'), makeDataDir()])
    await Promise.all([mosquitto.start(), influx.start()])
    const { services } = Compose.parse(parse(readFileSync(join(import.meta.dirname, '../../docker-compose.yml'), 'utf8')))
    const places = { 'mqtt://mosquitto:1883': mosquitto.url, 'http://influxdb:8086': influx.url, '/data': dataDir.path, '0.0.0.0': '127.0.0.1', '8080': '0' }
    environment = Object.fromEntries(Object.entries(services.hazardwatch.environment).map(([name, value]) => [name, places[value as keyof typeof places] ?? value]))
    // The compose file takes it from the environment of whoever starts it.
    environment['HAZARD_INFLUX_TOKEN'] = influx.environment().HAZARD_INFLUX_TOKEN
    service = await startServiceProcess(dataDir.path, environment)
    await registerLedger(service.httpUrl)
  })
  afterEach(async () => {
    await service.end('SIGKILL')
    await mosquitto.remove()
    await influx.remove()
    await dataDir.remove()
  })

  const health = async () => Health.parse(await call(service.httpUrl, 'GET', '/health'))
  const lagOf = ({ parts }: Awaited<ReturnType<typeof health>>) => parts.spool.consumers.find(({ name }) => name === 'reading-store') ?? { lagRecords: -1, lagMs: -1 }
  const until = async (so: (seen: Awaited<ReturnType<typeof health>>) => boolean) => {
    for (;;) {
      const seen = await health()
      if (so(seen)) return seen
    }
  }
  const historyFrom = async (start: number) =>
    (await call(service.httpUrl, 'GET', `/api/v1/readings?point=FLOW/GD-07&from=${start}&to=${start + 1_000_000}&maxPoints=100000`) as { points: [number, number | null, number?][] }).points

  it('a store that is killed delays history and never an alarm; afterwards each reading is there once', async () => {
    const start = systemClock() - LIVE_MS
    const sent = Array.from({ length: 1_500 }, (_, index): [number, number] => [start + index * 100, index % 100 === 7 ? 60 : 10])
    const gateway = await openGateway(mosquitto.url)
    const send = (from: number, to: number) => Promise.all(sent.slice(from, to).map(([time, value]) => gateway.report({ 'GD-07': value }, time)))
    await send(0, 300)
    await until((seen) => lagOf(seen).lagRecords === 0)

    await influx.kill('SIGKILL')
    const feed = await openFeed(service.httpUrl)
    await send(300, 900)
    await gateway.report({ 'GD-08': 60 }, start)
    await gateway.report({ 'GD-08': 60 }, start + 5_000)
    await feed.until(isAlarm('FLOW/GD-08/H', 'unacknowledged'))
    feed.close()
    const away = await until(({ parts }) => parts.store.problem !== null)
    expect(away.degraded).toContain('store')
    expect(away.parts.store.problem).toContain('is not there')
    expect(lagOf(away).lagRecords).toBeGreaterThan(0)
    await expect(historyFrom(start)).rejects.toThrow('store_unavailable')
    const metrics = await fetch(`${service.httpUrl}/metrics`).then((answer) => answer.text())
    expect(metrics).toContain('hazardwatch_store_ok 0')
    expect(metrics).toMatch(/hazardwatch_spool_consumers_lag_records\{consumer="reading-store"\} [1-9]/)

    // The service dies too, and starts while there is no store.
    await service.end('SIGKILL')
    service = await startServiceProcess(dataDir.path, environment)
    await send(900, 1_200)
    await influx.start()
    await send(1_200, 1_500)
    await until((seen) => lagOf(seen).lagRecords === 0 && seen.parts.store.ok)
    expect((await historyFrom(start)).map(([time, value]) => [time, value])).toEqual(sent)
    const onsets = (await alarmsOf(service.httpUrl, 'rule=FLOW/GD-07/HH')).filter(({ late }) => !late).map(({ onsetAt }) => Date.parse(onsetAt)).sort((a, b) => a - b)
    expect(onsets).toEqual(sent.filter(([, value]) => value === 60).map(([time]) => time))
    await gateway.endAsync()
  })

  it('qualities, a resent reading and a restart leave the history as it was judged', async () => {
    const start = systemClock() - LIVE_MS
    const gateway = await openGateway(mosquitto.url)
    const publish = (message: unknown) => gateway.publishAsync('hazard/v1/FLOW/readings', JSON.stringify(message), { qos: 1 })
    await publish({ ts: start, values: { 'GD-07': 11 } })
    await publish({ ts: start + 1, values: { 'GD-07': 12 }, quality: { 'GD-07': 'calibration' } })
    await publish({ ts: start + 2, values: { 'GD-07': null }, quality: { 'GD-07': 'fault' } })
    await until((seen) => lagOf(seen).lagRecords === 0)
    await service.end('SIGTERM')
    service = await startServiceProcess(dataDir.path, environment)
    await publish({ ts: start, values: { 'GD-07': 99 } })
    await publish({ ts: start + 3, values: { 'GD-07': 13 } })
    await until((seen) => lagOf(seen).lagRecords === 0)
    expect(await historyFrom(start)).toEqual([[start, 11], [start + 1, 12, 'calibration'], [start + 2, null, 'fault'], [start + 3, 13]])
    await gateway.endAsync()
  })

  it('InfluxDB 1.x does the same', async () => {
    const older = await makeInflux('v1')
    await older.start()
    try {
      await service.end('SIGTERM')
      service = await startServiceProcess(dataDir.path, { ...environment, ...older.environment() })
      const start = systemClock() - LIVE_MS
      const gateway = await openGateway(mosquitto.url)
      await gateway.report({ 'GD-07': 60, 'GD-08': 1 }, start)
      await until((seen) => lagOf(seen).lagRecords === 0)
      await older.kill('SIGKILL')
      await gateway.report({ 'GD-07': 10 }, start + 1)
      await until(({ parts }) => parts.store.problem !== null)
      await older.start()
      await until((seen) => lagOf(seen).lagRecords === 0 && seen.parts.store.ok)
      expect(await historyFrom(start)).toEqual([[start, 60], [start + 1, 10]])
      await gateway.endAsync()
    } finally {
      await older.remove()
    }
  })
})
