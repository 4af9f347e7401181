import { systemClock } from '@hazardwatch/shared/clock'
import type { FeedMessage } from '@hazardwatch/shared/feed-message'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alarmsOf, call, isAlarm, openFeed, openGateway, registerLedger, type FeedReader } from './flow-client.ts'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'

const isRisk = (region: string, level: string) => (message: FeedMessage): message is Extract<FeedMessage, { type: 'risk' }> =>
  message.type === 'risk' && message.regions.some((risk) => risk.region === region && risk.level === level)

describe('a reading on its way from the gateway to the screen', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let gateway: Awaited<ReturnType<typeof openGateway>>
  let feed: FeedReader

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    gateway = await openGateway(service.mqttUrl)
    feed = await openFeed(service.httpUrl)
    feed.send({ type: 'subscribe', region: '220000', points: ['FLOW/GD-07'] })
    await feed.until((message): message is FeedMessage => message.type === 'snapshot' && message.region === '220000')
  })
  afterAll(async () => {
    feed.close()
    await gateway.endAsync()
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  it('60 ppm raises one H and one HH alarm, turns the county red and reaches the feed', async () => {
    await gateway.report({ 'GD-07': 60 })
    const raised = await feed.until(isAlarm('FLOW/GD-07/HH', 'unacknowledged'))
    expect(raised.alarm).toMatchObject({ enterprise: 'FLOW', point: 'GD-07', kind: 'HH', priority: 'red', value: 60, limit: 50, unit: '[ppm]', late: false })
    await feed.until(isRisk('220881', 'red'))
    await feed.until((message): message is FeedMessage => message.type === 'readings' && message.readings['FLOW/GD-07']?.[0]?.[1] === 60)
    expect((await alarmsOf(service.httpUrl, 'point=FLOW/GD-07')).map(({ kind }) => kind).sort()).toEqual(['H', 'HH'])
  })

  it('the same value again raises none', async () => {
    await gateway.report({ 'GD-07': 60 })
    await gateway.report({ 'GD-07': 60 })
    expect(await alarmsOf(service.httpUrl, 'point=FLOW/GD-07')).toHaveLength(2)
  })

  it('acknowledging names the one that was seen', async () => {
    const [alarm] = await alarmsOf(service.httpUrl, 'point=FLOW/GD-07&priority=red')
    await call(service.httpUrl, 'POST', `/api/v1/alarms/${alarm?.id}/acknowledge`, { by: '王值班' })
    const seen = await feed.until(isAlarm('FLOW/GD-07/HH', 'acknowledged'))
    expect(seen.alarm.acknowledgedBy).toBe('王值班')
    await expect(call(service.httpUrl, 'POST', `/api/v1/alarms/${alarm?.id}/acknowledge`, { by: 'li' })).rejects.toThrow(/409.*alarm_state.*王值班/)
    expect((await alarmsOf(service.httpUrl, 'point=FLOW/GD-07&state=unacknowledged')).map(({ kind }) => kind)).toEqual(['H'])
  })

  it('10 ppm returns both: the seen one to normal, the other waits', async () => {
    await gateway.report({ 'GD-07': 10 })
    await feed.until(isAlarm('FLOW/GD-07/HH', 'normal'))
    await feed.until(isAlarm('FLOW/GD-07/H', 'returned_unacknowledged'))
    const risk = await call(service.httpUrl, 'GET', '/api/v1/risk?region=220881')
    expect(risk).toMatchObject({ level: 'blue', contributions: [] })
  })

  it('what was published stands in the history', async () => {
    const history = await call(service.httpUrl, 'GET', '/api/v1/readings?point=FLOW/GD-07') as { raw: boolean; points: [number, number][] }
    expect(history.raw).toBe(true)
    expect(history.points.map(([, value]) => value)).toEqual([60, 60, 60, 10])
  })

  it('POST takes the same payload', async () => {
    const ts = systemClock()
    const answer = await call(service.httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', [{ ts, values: { 'GD-07': 30 } }, { ts: ts + 1, values: { 'GD-07': 31, nobody: 1 } }])
    expect(answer).toMatchObject({ accepted: 2, refused: 1, rejections: [{ reason: 'unknown_point', tag: 'nobody' }] })
    await feed.until((message): message is FeedMessage => message.type === 'readings' && (message.readings['FLOW/GD-07'] ?? []).some(([, value]) => value === 31))
  })

  it.each([
    ['an unregistered point', 'FLOW', '{"values":{"GD-99":1}}', 'unknown_point', 'GD-99'],
    ['an unregistered enterprise', 'STRANGER', '{"values":{"GD-07":1}}', 'unknown_enterprise', 'STRANGER'],
    ['what is not JSON', 'FLOW', '{"values":', 'not_json', ''],
  ])('%s is refused, and the sender is told why', async (_, enterprise, payload, reason, named) => {
    const notices: string[] = []
    const listener = await openGateway(service.mqttUrl)
    const told = new Promise<void>((resolve) => {
      listener.on('message', (__, notice) => {
        notices.push(notice.toString())
        resolve()
      })
    })
    await listener.subscribeAsync(`hazard/v1/${enterprise}/rejections`)
    await listener.publishAsync(`hazard/v1/${enterprise}/readings`, payload, { qos: 1 })
    await told
    await listener.endAsync()
    const [rejection] = RejectionNotice.parse(JSON.parse(notices[0] ?? '')).rejections
    expect(rejection?.reason).toBe(reason)
    expect(`${rejection?.where} ${rejection?.detail}`).toContain(named)
  })

  it('numbers its messages without a gap', () => {
    expect(feed.messages.map(({ seq }) => seq)).toEqual(feed.messages.map((_, index) => index + 1))
  })
})
