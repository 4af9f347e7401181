import { setImmediate as turn } from 'node:timers/promises'
import { Alarm } from '@hazardwatch/shared/alarm'
import { systemClock } from '@hazardwatch/shared/clock'
import { pageOf } from '@hazardwatch/shared/list-page'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDecodeStories } from '../../ingest/src/run-decode-stories.ts'
import { fleetFormats, type FleetFormatName } from '../src/fleet/encode/fleet-formats.ts'
import { createFleet, enterpriseCode, messageAt, pointName, timeOf } from '../src/fleet/fleet-plan.ts'
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
    const first = await registerFleet(service.httpUrl, fleet, '', () => true)
    expect(first).toEqual({ enterprises: 20, points: 400, rules: 1200, present: 0 })
    expect(await registerFleet(service.httpUrl, fleet, '', () => true)).toEqual({ enterprises: 0, points: 0, rules: 0, present: 20 })
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

describe('what the fleet sends is what the decoders of the service read', () => {
  const names = Array.from({ length: 3 }, (_, point) => pointName(point))
  it.each(Object.keys(fleetFormats) as FleetFormatName[])('%s', (format) => {
    const { encode, tagPrefix, arrays } = fleetFormats[format]
    const small = createFleet({ enterprises: 2, points: 6, intervalMs: 1250, seed: 3, excursionsPerHour: 100, batch: arrays ? 3 : 1, valuesPerMessage: 500 })
    const at = 1_795_402_800_000
    const report = reportOf(small, messageAt(small, at), names)
    const { topic, payload } = encode(report)
    const [told] = runDecodeStories(JSON.stringify([{ name: format, format, at, messages: [{ topic, payload }] }]))
    const readings = report.moments.flatMap(({ ts, values }) => [...values].map((value, row) => ({ tag: `${tagPrefix}${names[row] ?? ''}`, ts, value })))
    expect(told?.messages[0]).toMatchObject({ refused: 0, replies: format === 'alink' ? 1 : 0, readings })
  })
})
