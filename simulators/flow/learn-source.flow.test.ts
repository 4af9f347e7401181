import { ForecastReport } from '@hazardwatch/shared/forecast-report'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { ModelSummary } from '@hazardwatch/shared/source-model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { alarmsOf, call, registerLedger } from './flow-client.ts'

const ROWS = 2_400
const tags = ['FT-01', 'PT-01', 'IT-01']
const noise = (n: number) => ((Math.imul(n + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1
/** Flow, pressure and current of a pump go with its load. */
const pumpAt = (second: number, flow = 0) => {
  const load = Math.sin(second / 7) + 0.5 * noise(second)
  return { 'FT-01': 32 + load + 0.2 * noise(second + 1e6) + flow, 'PT-01': 2.5 + 0.1 * load + 0.02 * noise(second + 2e6), 'IT-01': 11 + 0.5 * load + 0.1 * noise(second + 3e6) }
}

describe('a source is learnt on what a service has stored', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  const start = Math.floor(Date.now() / 1000) * 1000 - (ROWS + 60) * 1000
  const models = async () => z.object({ items: z.array(ModelSummary) }).parse(await call(service.httpUrl, 'GET', '/api/v1/models')).items

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    const { httpUrl } = service
    await registerLedger(httpUrl)
    await call(httpUrl, 'POST', '/api/v1/points', tags.map((tag, at) => ({ enterprise: 'FLOW', tag, source: 'S1', name: tag, quantity: ['flow', 'pressure', 'current'][at], unit: ['m3/h', 'MPa', 'A'][at], rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })))
    await call(httpUrl, 'POST', '/api/v1/rules', { id: 'PUMP', enterprise: 'FLOW', point: 'FT-01', kind: 'multivariate', others: tags.slice(1), everyS: 1, priority: 'yellow' })
    await call(httpUrl, 'POST', '/api/v1/rules', { id: 'TREND', enterprise: 'FLOW', point: 'FT-01', kind: 'forecast', limit: 40, horizonS: 600, priority: 'blue' })
    await call(httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', Array.from({ length: ROWS }, (_, second) => ({ ts: start + second * 1000, values: pumpAt(second) })))
    // A question about history waits until what was accepted is stored.
    await call(httpUrl, 'GET', `/api/v1/readings?point=FLOW/FT-01&from=${start}&to=${start + ROWS * 1000}`)
  })
  afterAll(async () => {
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  it('refuses a window that is too short, and learns on one that is not', async () => {
    await expect(call(service.httpUrl, 'POST', '/api/v1/models', { rule: 'PUMP', from: start, to: start + 100_000 })).rejects.toThrow(/at least 2000/)
    expect(await models()).toEqual([])
    const summary = ModelSummary.parse(await call(service.httpUrl, 'POST', '/api/v1/models', { rule: 'PUMP', from: start, to: start + ROWS * 1000 }))
    expect(summary).toMatchObject({ rule: 'PUMP', score: null, channels: [{ tag: 'FT-01', role: 'used' }, { tag: 'PT-01' }, { tag: 'IT-01' }] })
    expect(summary.rows).toBeGreaterThan(2_000)
  })

  it('then tells of a flow that no longer goes with the rest, also after a restart, and which channel shows it', async () => {
    await service.end('SIGKILL')
    service = await startServiceProcess(dataDir.path)
    const rows = Array.from({ length: 50 }, (_, second) => ({ ts: start + (ROWS + second) * 1000, values: pumpAt(ROWS + second, second < 25 ? 0 : -2) }))
    await call(service.httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', rows)
    expect(await alarmsOf(service.httpUrl, 'enterprise=FLOW')).toMatchObject([{ rule: 'PUMP', kind: 'multivariate', state: 'unacknowledged' }])
    const [now] = await models()
    expect(now?.score).toBeGreaterThan(1)
    expect(Math.max(...now?.channels.map(({ share }) => share) ?? [])).toBe(now?.channels[0]?.share)
  })

  it('tells what came of forecasts: nothing yet', async () => {
    expect(ForecastReport.parse(await call(service.httpUrl, 'GET', '/api/v1/forecasts?rule=TREND'))).toMatchObject({ rule: 'TREND', hitRate: null, missed: 0, items: [] })
  })
})
