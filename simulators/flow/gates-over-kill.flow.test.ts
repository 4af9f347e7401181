import { systemClock } from '@hazardwatch/shared/clock'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { isScheduled } from '@hazardwatch/shared/rule-gate'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { alarmsOf, call, openGateway, registerLedger } from './flow-client.ts'

const CAMERA = '22088100001320000101'

/** A window that is not now: the hours of half a day later, in China. */
const notNow = () => {
  const hour = (ahead: number): string => new Date(systemClock() + (8 + ahead) * 3_600_000).toISOString().slice(11, 13)
  return { from: `${hour(11)}:00`, to: `${hour(13)}:00` }
}

describe('what arms alarms and what cameras see, over kill -9', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let gateway: Awaited<ReturnType<typeof openGateway>>

  const connect = async (): Promise<void> => {
    gateway = await openGateway(service.mqttUrl)
    gateway.on('error', () => undefined)
  }
  beforeEach(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    await post('/api/v1/cameras', { enterprise: 'FLOW', id: CAMERA, name: '机房', source: 'S1', expectedIntervalS: null, location: null })
    await post('/api/v1/points', ['STAGE', 'GD-09'].map((tag) => ({ enterprise: 'FLOW', tag, source: 'S1', name: tag, quantity: 'value', unit: '1', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })))
    await connect()
  })
  afterEach(async () => {
    gateway.end(true)
    await service.end('SIGKILL')
    await dataDir.remove()
  })
  const post = (path: string, body: unknown) => call(service.httpUrl, 'POST', path, body)
  const killAndRestart = async (): Promise<void> => {
    await service.end('SIGKILL')
    gateway.end(true)
    service = await startServiceProcess(dataDir.path)
    await connect()
  }
  const say = (kind: 'video' | 'work', payload: object) => gateway.publishAsync(`hazard/v1/FLOW/${kind}`, JSON.stringify({ ts: systemClock(), ...payload }), { qos: 1 })
  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await alarmsOf(service.httpUrl, 'enterprise=FLOW')).filter(({ rule }) => !rule.startsWith('FLOW/')).map(({ rule, state }) => [rule, state]))
  const until = (wanted: Record<string, string>) => vi.waitFor(async () => { expect(await states()).toMatchObject(wanted) }, { timeout: 40_000, interval: 250 })
  const overlays = async () => {
    const { items } = await call(service.httpUrl, 'GET', '/api/v1/overlays') as { items: { rule: string; state: string; reason: string }[] }
    return Object.fromEntries(items.map(({ rule, state, reason }) => [rule, `${state}: ${reason}`]))
  }
  const the = async (rule: string) => {
    const [alarm, another] = await alarmsOf(service.httpUrl, `rule=${rule}`)
    if (alarm === undefined || another !== undefined) throw new Error(`not one alarm of ${rule}`)
    return alarm
  }
  /** How often each rule was told to have been raised. */
  const raises = async (): Promise<Record<string, number>> => {
    const { items } = await call(service.httpUrl, 'GET', '/api/v1/alarm-changes?after=0&limit=1000') as { items: { event: string; alarm: { rule: string } }[] }
    const rules = items.filter(({ event, alarm }) => event === 'raised' && !alarm.rule.startsWith('FLOW/')).map(({ alarm }) => alarm.rule)
    return Object.fromEntries([...new Set(rules)].sort().map((rule) => [rule, rules.filter((other) => other === rule).length]))
  }

  it('camera, operating state, limits by state, stage, schedule, delays, latch, acknowledgement, shelving: all as they were, each alarm once', async () => {
    const window = notNow()
    expect(isScheduled([window], systemClock())).toBe(false)
    const rule = (id: string, point: string, fields: object) => ({ id, enterprise: 'FLOW', point, kind: 'H', limit: 25, priority: 'red', ...fields })
    await post('/api/v1/rules', [
      rule('camera', CAMERA, { kind: 'video', limit: 0.5, events: ['smoke'] }),
      rule('camera-delayed', CAMERA, { kind: 'video', limit: 0.5, events: ['smoke'], onDelayS: 15 }),
      rule('running-only', 'GD-07', { activeStates: ['running'] }),
      rule('limit-by-state', 'GD-07', { limit: 10, stateLimits: { maintenance: 100 } }),
      rule('stage', 'GD-08', { activeWhile: { point: 'STAGE', low: 3, high: 4 } }),
      rule('night', 'GD-08', { schedule: [window] }),
      rule('delayed', 'GD-08', { onDelayS: 15 }),
      rule('seen', 'GD-08', { kind: 'HH', limit: 50 }),
      rule('shelved', 'GD-08', { limit: 40 }),
      rule('latch', 'GD-09', { latching: true }),
    ])
    await say('work', { source: 'S1', type: 'maintenance' })
    await vi.waitFor(async () => { expect(await overlays()).toMatchObject({ 'running-only': 'suppressed: operating state maintenance' }) })
    const onset = systemClock() - 1_000
    await gateway.report({ STAGE: 1, 'GD-07': 60, 'GD-09': 60 }, onset - 1)
    await gateway.report({ 'GD-08': 60, 'GD-09': 10 }, onset)
    await say('video', { ts: onset, camera: CAMERA, event: 'smoke', confidence: 0.9 })
    await until({ camera: 'unacknowledged', latch: 'returned_unacknowledged', seen: 'unacknowledged' })
    for (const known of ['seen', 'latch', 'camera']) await post(`/api/v1/alarms/${(await the(known)).id}/acknowledge`, { by: 'wang' })
    await post('/api/v1/overlays', { rule: 'shelved', state: 'shelved', reason: 'works', forS: 12, by: 'li' })
    const before = { states: await states(), overlays: await overlays() }
    expect(before.states).toEqual({
      camera: 'acknowledged', 'running-only': 'suppressed', stage: 'suppressed', night: 'suppressed', seen: 'acknowledged', shelved: 'shelved', latch: 'latched',
    })
    await killAndRestart()
    expect({ states: await states(), overlays: await overlays() }).toMatchObject({ ...before, overlays: { stage: before.overlays['stage'], night: before.overlays['night'], 'running-only': before.overlays['running-only'] } })

    // What was running goes on by its own time.
    await until({ delayed: 'unacknowledged', 'camera-delayed': 'unacknowledged', shelved: 'unacknowledged' })
    for (const delayed of ['delayed', 'camera-delayed']) {
      const { onsetAt, raisedAt } = await the(delayed)
      expect([Date.parse(onsetAt), Date.parse(raisedAt)]).toEqual([onset, onset + 15_000])
    }
    expect(await the('seen')).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'wang' })

    // Told and acknowledged, and killed at once.
    await gateway.report({ STAGE: 3 })
    await say('work', { source: 'S1', type: 'running' })
    await say('video', { camera: CAMERA, event: 'online' })
    await killAndRestart()
    await until({ 'running-only': 'unacknowledged', stage: 'unacknowledged', camera: 'normal', 'camera-delayed': 'returned_unacknowledged' })
    expect(await overlays()).toEqual({ night: before.overlays['night'] })
    await gateway.report({ 'GD-07': 61 })
    await until({ 'limit-by-state': 'unacknowledged' })
    await killAndRestart()
    expect(await states()).toEqual({
      camera: 'normal', 'camera-delayed': 'returned_unacknowledged', 'running-only': 'unacknowledged', 'limit-by-state': 'unacknowledged', stage: 'unacknowledged', night: 'suppressed',
      delayed: 'unacknowledged', seen: 'acknowledged', shelved: 'unacknowledged', latch: 'latched',
    })
    expect(await raises()).toEqual(Object.fromEntries(Object.keys(await states()).sort().map((id) => [id, 1])))
  })
})
