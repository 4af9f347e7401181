import { BumpTest } from '@hazardwatch/shared/instrument-care'
import { RegionRiskView } from '@hazardwatch/shared/risk'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alarmsOf, call, openFeed, openGateway, registerLedger } from './flow-client.ts'

const point = { enterprise: 'FLOW', tag: 'GD-07' }
const bottle = { ...point, gas: 'ammonia', concentration: 60, by: '王工', reference: 'B-17' }

describe('a bump test over HTTP, the readings over MQTT', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let gateway: Awaited<ReturnType<typeof openGateway>>

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    await call(service.httpUrl, 'POST', '/api/v1/rules', { id: 'FLOW/GD-07/health', ...rule(), kind: 'health', priority: 'blue' })
    gateway = await openGateway(service.mqttUrl)
  })
  afterAll(async () => {
    await gateway.endAsync()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const rule = () => ({ enterprise: point.enterprise, point: point.tag })
  const start = async (change: object = {}): Promise<BumpTest> => BumpTest.parse(await call(service.httpUrl, 'POST', '/api/v1/bump-tests', { ...bottle, ...change }))
  const step = async (id: string, path: string): Promise<BumpTest> => BumpTest.parse(await call(service.httpUrl, 'POST', `/api/v1/bump-tests/${id}/${path}`))
  const states = async (tag: string): Promise<string[]> => (await alarmsOf(service.httpUrl, `point=FLOW/${tag}&state=unacknowledged,suppressed,returned_unacknowledged`)).map(({ rule: of, state, finding }) => `${of} ${state}${finding === null ? '' : ` ${finding}`}`).toSorted((a, b) => a.localeCompare(b))

  it('passes: the plant hears nothing of the test gas, and other points are heard as ever', async () => {
    await gateway.report({ 'GD-07': 0, 'GD-08': 0 })
    const test = await start()
    expect(test).toMatchObject({ state: 'running', expectedT90S: 60, unit: '[ppm]' })
    await step(test.id, 'apply')
    await gateway.report({ 'GD-07': 40, 'GD-08': 0 })
    await gateway.report({ 'GD-07': 58, 'GD-08': 0 })
    expect(await states('GD-07')).toEqual(['FLOW/GD-07/H suppressed', 'FLOW/GD-07/HH suppressed'])
    await gateway.report({ 'GD-08': 30 })
    await gateway.report({ 'GD-08': 30 }, Date.now() + 4_500)
    expect(await states('GD-08')).toEqual(['FLOW/GD-08/H unacknowledged'])
    expect(await step(test.id, 'end')).toMatchObject({ state: 'passed', reason: 'passed', reached: expect.closeTo(58 / 60, 3) })
    await gateway.report({ 'GD-07': 0 })
    // Within the recovery nothing of the gas has been told to anybody.
    expect(await states('GD-07')).toEqual(['FLOW/GD-07/H suppressed', 'FLOW/GD-07/HH suppressed'])
    expect(await call(service.httpUrl, 'GET', '/api/v1/bump-tests?enterprise=FLOW&tag=GD-07')).toMatchObject({ items: [{ id: test.id, state: 'passed' }] })
  })

  it('goes on when the service is killed in the middle: suppressed as before, then measured from what was stored', async () => {
    const test = await start()
    await gateway.report({ 'GD-07': 20 })
    await gateway.endAsync(true)
    await service.end('SIGKILL')
    service = await startServiceProcess(dataDir.path)
    gateway = await openGateway(service.mqttUrl)
    await gateway.report({ 'GD-07': 59 })
    expect(await states('GD-07')).toEqual(['FLOW/GD-07/H suppressed', 'FLOW/GD-07/HH suppressed'])
    expect(await call(service.httpUrl, 'GET', `/api/v1/bump-tests/${test.id}`)).toMatchObject({ state: 'running', endsAt: test.endsAt })
    expect(await step(test.id, 'end')).toMatchObject({ state: 'passed' })
  })

  it('fails: the health alarm is raised, and the zone is unknown', async () => {
    await gateway.report({ 'GD-07': 0 })
    const test = await start()
    await gateway.report({ 'GD-07': 12 })
    expect(await step(test.id, 'end')).toMatchObject({ state: 'failed', reason: 'low_response', t90S: null, reached: expect.closeTo(0.2, 3) })
    expect(await states('GD-07')).toContain('FLOW/GD-07/health unacknowledged bump_failed')
    const { contributions } = RegionRiskView.parse(await call(service.httpUrl, 'GET', '/api/v1/risk?region=220881'))
    expect(contributions).toContainEqual(expect.objectContaining({ reason: 'unhealthy_instrument', level: 'unknown', point: 'GD-07', finding: 'bump_failed' }))
  })

  it('ends by itself, and gas that is still there then sounds', async () => {
    const feed = await openFeed(service.httpUrl)
    await expect(start({ maxS: 20 })).rejects.toThrow(/maxS/)
    const test = await start({ maxS: 30 })
    await gateway.report({ 'GD-07': 60 })
    feed.send({ type: 'subscribe', region: '100000', points: [] })
    const told = await feed.until((message): message is Extract<typeof message, { type: 'alarm' }> => message.type === 'alarm' && message.alarm.rule === 'FLOW/GD-07/HH' && message.alarm.state === 'unacknowledged')
    expect(told.alarm.reason).toBeNull()
    feed.close()
    await expect.poll(() => call(service.httpUrl, 'GET', `/api/v1/bump-tests/${test.id}`), { timeout: 20_000 }).toMatchObject({ state: 'passed', suppressedUntil: null, removedAt: test.endsAt })
  })

  it('an overdue calibration raises the health alarm too, and a new one ends it', async () => {
    const calibration = { enterprise: 'FLOW', tag: 'GD-08', calibratedAt: new Date(Date.now() - 400 * 86_400_000).toISOString(), intervalDays: 365, by: '王工', reference: 'J-1', result: 'passed' }
    await call(service.httpUrl, 'POST', '/api/v1/rules', { id: 'FLOW/GD-08/health', enterprise: 'FLOW', point: 'GD-08', kind: 'health', priority: 'blue' })
    await call(service.httpUrl, 'POST', '/api/v1/calibrations', calibration)
    expect(await alarmsOf(service.httpUrl, 'rule=FLOW/GD-08/health')).toMatchObject([{ state: 'unacknowledged', finding: 'calibration_overdue', point: 'GD-08' }])
    await call(service.httpUrl, 'PUT', '/api/v1/calibrations/FLOW/GD-08', { ...calibration, calibratedAt: new Date().toISOString() })
    expect(await alarmsOf(service.httpUrl, 'rule=FLOW/GD-08/health')).toMatchObject([{ state: 'returned_unacknowledged' }])
  })
})
