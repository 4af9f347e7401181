import { systemClock } from '@hazardwatch/shared/clock'
import { EnterpriseStatistics } from '@hazardwatch/shared/gateway-statistics'
import { connectAsync } from 'mqtt'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { alarmsOf, openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

const SECONDS = 600

describe('the embedded broker', () => {
  const { call, killAndRestart, service } = useFlowService()
  let start: number
  beforeEach(() => {
    start = systemClock() - SECONDS * 1_000
  })
  const historyOf = async (tag: string): Promise<number[]> => {
    const path = `/api/v1/readings?point=FLOW/${tag}&from=${start}&to=${start + SECONDS * 1_000}&maxPoints=100000`
    return (await call('GET', path) as { points: [number, number][] }).points.map(([time]) => time)
  }
  const statistics = async () => EnterpriseStatistics.parse(await call('GET', '/api/v1/enterprises/FLOW/statistics'))
  /** One excursion, young enough to be judged live the first time. */
  const valueAt = (second: number): number => (second >= 450 && second < 460 ? 60 : 10)
  const sendAll = async (): Promise<void> => {
    const gateway = await openGateway(service().mqttUrl)
    await Promise.all(Array.from({ length: SECONDS }, (_, second) => gateway.report({ 'GD-07': valueAt(second) }, start + second * 1_000)))
    await gateway.endAsync()
  }

  it('a gateway that comes back and sends ten minutes again: nothing lost, nothing double, one alarm, and its account says so', async () => {
    const times = Array.from({ length: SECONDS }, (_, second) => start + second * 1_000)
    await sendAll()
    await sendAll()
    expect(await historyOf('GD-07')).toEqual(times)
    await vi.waitFor(async () => { expect((await statistics()).today.duplicates).toBe(SECONDS) }, 10_000)
    await killAndRestart()
    // Killed before and after its accounts were kept: what is in the spool is counted once.
    expect((await statistics()).today).toMatchObject({ messages: 2 * SECONDS, readings: 2 * SECONDS })
    const before = (await statistics()).today.duplicates
    await sendAll()
    expect(await historyOf('GD-07')).toEqual(times)
    await vi.waitFor(async () => { expect((await statistics()).today.duplicates).toBe(before + SECONDS) }, 10_000)
    const { today, gateways } = await statistics()
    expect(today).toMatchObject({ messages: 3 * SECONDS, readings: 3 * SECONDS, refused: 0 })
    expect(today.outOfOrder).toBeGreaterThanOrEqual(2 * (SECONDS - 1))
    expect(gateways.map(({ gateway, today: { readings } }) => [gateway, readings])).toEqual([['native', 3 * SECONDS]])
    const alarms = await alarmsOf(service().httpUrl, 'rule=FLOW/GD-07/HH')
    expect(alarms.map(({ onsetAt }) => Date.parse(onsetAt))).toEqual([start + 450_000])
    const metrics = await (await fetch(`${service().httpUrl}/metrics`)).text()
    expect(metrics).toContain('hazardwatch_gateway_readings_total{enterprise="FLOW",gateway="native"}')
  })

  it('a thousand gateways that connect at once are all served', async () => {
    const count = 1_000
    const point = (index: number) => ({
      enterprise: 'FLOW', tag: `T${index}`, source: 'S1', name: 't', quantity: 'temperature', unit: 'Cel', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null,
    })
    await call('POST', '/api/v1/points', Array.from({ length: count }, (_, index) => point(index)))
    const clients = await Promise.all(Array.from({ length: count }, () => connectAsync(service().mqttUrl, { reconnectPeriod: 0, connectTimeout: 60_000 })))
    await Promise.all(clients.map((client, index) => client.publishAsync('hazard/v1/FLOW/readings', JSON.stringify({ ts: start + index, values: { [`T${index}`]: index } }), { qos: 1 })))
    await Promise.all(clients.map((client) => client.endAsync(true)))
    for (const index of [0, 1, 499, 998, 999]) expect(await historyOf(`T${index}`)).toEqual([start + index])
    expect((await statistics()).today).toMatchObject({ messages: count, readings: count })
    const { parts } = await call('GET', '/health') as { parts: { ingest: { stored: number } } }
    expect(parts.ingest.stored).toBe(count)
  })
})
