import { setImmediate as turn } from 'node:timers/promises'
import { Alarm } from '@hazardwatch/shared/alarm'
import { systemClock } from '@hazardwatch/shared/clock'
import { pageOf } from '@hazardwatch/shared/list-page'
import { freePort } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDecodeStories } from '../../ingest/src/run-decode-stories.ts'
import { fleetFormats, formatOf, type FleetFormatName } from '../src/fleet/encode/fleet-formats.ts'
import { createFleet, enterpriseCode, messageAt, pointName, timeOf } from '../src/fleet/fleet-plan.ts'
import { openHj212Connections } from '../src/fleet/hj212-connection.ts'
import { openConnections, type FleetConnection } from '../src/fleet/mqtt-connection.ts'
import { valueAt } from '../src/fleet/point-value.ts'
import { registerFleet } from '../src/fleet/register-fleet.ts'
import { createFleetRun, reportOf } from '../src/fleet/run-fleet.ts'
import { expectedAlarms } from '../src/fleet/truth.ts'
import { call } from './flow-client.ts'

const INTERVAL_MS = 1000
const STEPS = 24
/** About a hundred excursions within the run. */
const fleet = createFleet({ enterprises: 20, points: 400, intervalMs: INTERVAL_MS, seed: 7, excursionsPerHour: 15_000, batch: 1, valuesPerMessage: 500 })
const AlarmPage = pageOf(Alarm)

describe('a fleet against the real service', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let connections: FleetConnection[]

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    connections = await openConnections(service.mqttUrl, ['sim-a', 'sim-b'])
  })
  afterAll(async () => {
    await Promise.all(connections.map((connection) => connection.end()))
    await service.end('SIGKILL')
    await dataDir.remove()
  })

  const allAlarms = async (): Promise<Alarm[]> => {
    const alarms: Alarm[] = []
    for (let cursor = ''; ;) {
      const { items, next } = AlarmPage.parse(await call(service.httpUrl, 'GET', `/api/v1/alarms?limit=1000${cursor}`))
      alarms.push(...items)
      if (next === null) return alarms
      cursor = `&cursor=${encodeURIComponent(next)}`
    }
  }

  const ingestCounts = async (): Promise<{ stored: number; refused: number }> => {
    const { parts: { ingest: { stored, refused } } } = await call(service.httpUrl, 'GET', '/health') as { parts: { ingest: { stored: number; refused: number } } }
    return { stored, refused }
  }

  it('is registered once, however often it is asked for', async () => {
    const first = await registerFleet(service.httpUrl, fleet, formatOf('native'), () => true)
    expect(first).toEqual({ enterprises: 20, points: 400, rules: 1200, present: 0 })
    expect(await registerFleet(service.httpUrl, fleet, formatOf('native'), () => true)).toEqual({ enterprises: 0, points: 0, rules: 0, present: 20 })
  })

  it('is stored completely and raises exactly the alarms of its ground truth', async () => {
    const startMs = systemClock() - STEPS * INTERVAL_MS
    const endMs = startMs + STEPS * INTERVAL_MS
    const run = createFleetRun(fleet, fleetFormats.native, connections, startMs)
    for (let now = startMs; now < endMs; now += 20) run.tick(now)
    // What became due after the last of these.
    run.tick(endMs - 1)
    await untilAcknowledged(run)
    const { from, to } = run.published()
    expect(to - from).toBe(STEPS * fleet.slots)
    expect(run.totals()).toEqual({ messages: STEPS * 20, readings: STEPS * 400, acknowledged: STEPS * 20, failed: 0 })

    // An acknowledged reading is durable; the store and the alarms may follow a moment later.
    await expect.poll(ingestCounts, PATIENTLY).toEqual({ stored: STEPS * 400, refused: 0 })
    for (const [enterprise, point] of [[0, 0], [7, 3], [19, 19]] as const) {
      const query = `point=${enterpriseCode(enterprise)}/${pointName(point)}&from=${startMs}&to=${endMs}&maxPoints=1000`
      const firstStep = Math.ceil((from - enterprise) / fleet.slots)
      const readings = Array.from({ length: STEPS }, (_, at) => firstStep + at)
        .map((step) => [timeOf(fleet, enterprise, step), valueAt(fleet, enterprise * 20 + point, point, step)])
      expect(await call(service.httpUrl, 'GET', `/api/v1/readings?${query}`)).toMatchObject({ points: readings })
    }

    const expected = [...expectedAlarms(fleet, from, to, pointName)]
    expect(expected.length).toBeGreaterThan(50)
    const told = expected.map(({ rule, onsetAt, value, clearedAt }) => line(rule, onsetAt, value, clearedAt === null)).sort()
    const raised = async (): Promise<string[]> =>
      (await allAlarms()).map((alarm) => line(alarm.rule, Date.parse(alarm.onsetAt), alarm.value, alarm.clearedAt === null)).sort()
    await expect.poll(raised, PATIENTLY).toEqual(told)
  })
})

const PATIENTLY = { timeout: 20_000 }

const line = (rule: string, onsetMs: number, value: number | null, active: boolean): string => `${rule} at ${onsetMs}: ${value}${active ? ', active' : ''}`

/** The test's own time-out bounds it. */
const untilAcknowledged = async (run: ReturnType<typeof createFleetRun>): Promise<void> => {
  while (run.totals().acknowledged < run.totals().messages) await turn()
}

const formatNames = Object.keys(fleetFormats) as FleetFormatName[]
const names = Array.from({ length: 3 }, (_, point) => pointName(point))

describe('what the fleet sends is what the decoders of the service read', () => {
  it.each(formatNames)('%s', (format) => {
    const { encode, tagPrefix, arrays } = formatOf(format)
    const small = createFleet({ enterprises: 2, points: 6, intervalMs: 1250, seed: 3, excursionsPerHour: 100, batch: arrays ? 3 : 1, valuesPerMessage: 500 })
    const at = 1_795_402_800_000
    const report = reportOf(small, messageAt(small, at), names)
    const { topic, payload } = encode(report)
    const [told] = runDecodeStories(JSON.stringify([{ name: format, format, at, messages: [{ topic, payloadBase64: Buffer.from(payload).toString('base64') }] }]))
    const prefix = format === 'hj212' ? `${report.enterprise}/` : tagPrefix
    // HJ 212 has seconds.
    const timeIn = (ts: number): number => (format === 'hj212' ? Math.floor(ts / 1000) * 1000 : ts)
    const readings = report.moments.flatMap(({ ts, values }) => [...values].map((value, row) => ({ tag: `${prefix}${names[row] ?? ''}`, ts: timeIn(ts), value })))
    expect(told?.messages[0]).toMatchObject({ refused: 0, replies: format === 'alink' || format === 'hj212' ? 1 : 0, readings })
  })

  it('Sparkplug B: after its birth a node tells values by alias, in sequence, and is born again when it is asked to be', () => {
    const small = createFleet({ enterprises: 1, points: 3, intervalMs: 1000, seed: 3, excursionsPerHour: 0, batch: 1, valuesPerMessage: 500 })
    const at = 1_795_402_800_000
    const session = fleetFormats['sparkplug-b'].session?.() ?? { encode: fleetFormats['sparkplug-b'].encode, obey: () => undefined }
    const reports = Array.from({ length: 300 }, (_, index) => reportOf(small, messageAt(small, at) + index, names))
    const messages = reports.map((report, index) => {
      if (index === 290) session.obey('spBv1.0/SIM0001/NCMD/P001')
      return session.encode(report)
    })
    expect(messages.flatMap(({ topic }, index) => (topic.includes('/NBIRTH/') ? [index] : []))).toEqual([0, 290])
    const [told] = runDecodeStories(JSON.stringify([{
      name: 'session', format: 'sparkplug-b', at, messages: messages.map(({ topic, payload }) => ({ topic, payloadBase64: Buffer.from(payload).toString('base64') })),
    }]))
    expect(told?.messages.map(({ readings, replies }) => [readings.length, replies])).toEqual(reports.map(() => [3, 0]))
  })
})

describe('a fleet in any format, against the real service', () => {
  it.each(formatNames)('%s: registered with its gateways, every reading stored', async (name) => {
    const format = formatOf(name)
    const small = createFleet({ enterprises: 4, points: 80, intervalMs: 1000, seed: 5, excursionsPerHour: 0, batch: 1, valuesPerMessage: 500 })
    const dataDir = await makeDataDir()
    const port = await freePort()
    const service = await startServiceProcess(dataDir.path, { HAZARD_HJ212_PORT: String(port) })
    const connections = format.tcp === true ? await openHj212Connections('127.0.0.1', port, 2) : await openConnections(service.mqttUrl, ['sim-a', 'sim-b'])
    try {
      await registerFleet(service.httpUrl, small, format, () => true)
      const startMs = systemClock() - 10_000
      const run = createFleetRun(small, format, connections, startMs)
      for (let now = startMs; now < startMs + 10_000; now += 20) run.tick(now)
      await untilAcknowledged(run)
      const { messages } = run.totals()
      const stored = async (): Promise<unknown> => (await call(service.httpUrl, 'GET', '/health') as { parts: { ingest: { stored: number; refused: number } } }).parts.ingest
      await expect.poll(stored, PATIENTLY).toMatchObject({ stored: messages * 20, refused: 0 })
      expect(messages).toBeGreaterThan(30)
    } finally {
      await Promise.all(connections.map((connection) => connection.end()))
      await service.end('SIGKILL')
      await dataDir.remove()
    }
  })
})
