import { systemClock } from '@hazardwatch/shared/clock'
import { beforeEach, describe, expect, it } from 'vitest'
import { alarmsOf, openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

const point = (tag: string, unit = '[ppm]') => ({ enterprise: 'FLOW', tag, source: 'S1', name: '氨浓度', quantity: 'concentration', unit, rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })
const rule = { id: 'FLOW/gas/HH', enterprise: 'FLOW', point: 'AM-*', kind: 'HH', limit: 40, deadband: 2, priority: 'red' } as const

describe('one rule for many points', () => {
  const { call, killAndRestart, service } = useFlowService()
  beforeEach(async () => {
    await call('POST', '/api/v1/points', [point('AM-01'), point('AM-02')])
  })

  const api = (method: string, path: string, body?: unknown) => call(method, `/api/v1/${path}`, body)
  const path = `rules/${encodeURIComponent(rule.id)}`
  const report = async (values: Record<string, number>): Promise<void> => {
    const gateway = await openGateway(service().mqttUrl)
    await gateway.report(values, systemClock())
    await gateway.endAsync()
  }
  const states = async () => (await alarmsOf(service().httpUrl, `rule=${rule.id}`)).map((alarm) => `${alarm.point} ${alarm.state}`).sort()
  const alarmOn = async (tag: string) => {
    const found = (await alarmsOf(service().httpUrl, `rule=${rule.id}`)).find((alarm) => alarm.point === tag)
    if (found === undefined) throw new Error(`${tag} has no alarm`)
    return found
  }

  it('a typing mistake is refused; the rule watches every point, also one that comes later, over a kill and an edit, and ends with it', async () => {
    await expect(api('POST', 'rules', { ...rule, point: 'MA-*' })).rejects.toThrow(/422.*means no point of FLOW, so nothing would be watched/)
    await api('POST', 'rules', { ...rule, limit: 30 })
    expect(await api('PUT', path, rule)).toMatchObject({ point: 'AM-*', limit: 40, unit: '[ppm]', points: ['AM-01', 'AM-02'], excluded: [], problem: null })
    await report({ 'AM-01': 60, 'AM-02': 10 })
    expect(await states()).toEqual(['AM-01 unacknowledged'])
    const first = await alarmOn('AM-01')
    expect(first).toMatchObject({ rule: rule.id, point: 'AM-01', kind: 'HH', limit: 40 })

    await api('POST', 'points', [point('AM-03'), point('AM-04', '%')])
    await report({ 'AM-03': 60, 'AM-04': 0.006 })
    expect(await states()).toEqual(['AM-01 unacknowledged', 'AM-03 unacknowledged', 'AM-04 unacknowledged'])
    expect(await alarmOn('AM-04')).toMatchObject({ limit: 0.004, unit: '%' })
    await api('POST', `alarms/${(await alarmOn('AM-03')).id}/acknowledge`, { by: 'wang' })
    await api('POST', 'overlays', { state: 'shelved', rule: rule.id, point: 'AM-04', by: 'wang', reason: 'calibration' })
    expect(await states()).toEqual(['AM-01 unacknowledged', 'AM-03 acknowledged', 'AM-04 shelved'])

    await killAndRestart()
    await report({ 'AM-01': 61, 'AM-03': 61, 'AM-04': 0.007 })
    expect(await states()).toEqual(['AM-01 unacknowledged', 'AM-03 acknowledged', 'AM-04 shelved'])
    expect((await alarmOn('AM-01')).id).toBe(first.id)

    await api('PATCH', path, { point: '{tag=AM-0*, tag!=AM-03}', limit: 50 })
    await report({ 'AM-01': 62, 'AM-03': 62 })
    expect(await states()).toEqual(['AM-01 unacknowledged', 'AM-03 normal', 'AM-04 shelved'])
    expect((await alarmOn('AM-01')).id).toBe(first.id)
    expect(await api('GET', `rule-changes?rule=${rule.id}&limit=1`)).toMatchObject({ items: [{ before: { point: 'AM-*' }, after: { point: '{tag=AM-0*, tag!=AM-03}' } }] })

    await api('DELETE', path)
    expect(await states()).toEqual(['AM-01 returned_unacknowledged', 'AM-03 normal', 'AM-04 normal'])
  })

  it('a point that cannot be watched is shown, by the rule and by the health of the service, until it can be', async () => {
    await api('POST', 'rules', rule)
    await api('POST', 'points', point('AM-05', 'Cel'))
    expect(await api('GET', path)).toMatchObject({ points: ['AM-01', 'AM-02'], excluded: [{ point: 'AM-05', reason: expect.stringContaining('is in Cel') as unknown }] })
    expect(await call('GET', '/health')).toMatchObject({ status: 'degraded', degraded: ['rules'], parts: { rules: { excludedPoints: 1 } } })
    expect(await api('GET', 'rules?point=FLOW/AM-05')).toMatchObject({ items: [{ id: rule.id }] })
    await api('PUT', 'points/FLOW/AM-05', point('AM-05'))
    expect(await call('GET', '/health')).toMatchObject({ status: 'ok' })
    await report({ 'AM-05': 60 })
    expect(await states()).toEqual(['AM-05 unacknowledged'])
    await api('DELETE', 'points/FLOW/AM-05')
    expect(await states()).toEqual(['AM-05 returned_unacknowledged'])
  })

  it('goes through the master alarm database and a backtest as any rule', async () => {
    await api('POST', 'rules', rule)
    const sheet = await api('GET', 'master-alarms?enterprise=FLOW') as unknown[][]
    expect(sheet.find((row) => row[0] === rule.id)).toEqual(expect.arrayContaining(['AM-*', 'HH', 40]))
    expect(await api('POST', 'master-alarms', sheet)).toMatchObject({ unchanged: 4, changed: 0, faults: [] })
    const from = systemClock() - 1_000
    await report({ 'AM-01': 45, 'AM-02': 45 })
    // A backtest reads what is stored by then.
    const stored = async (tag: string): Promise<unknown> => {
      const { points } = await api('GET', `readings?point=FLOW/${tag}&from=${from}&to=${systemClock() + 60_000}`) as { points: unknown[] }
      return points.length > 0 ? points : stored(tag)
    }
    await stored('AM-01')
    await stored('AM-02')
    const { id } = await api('POST', `${path}/backtest`, { candidate: { limit: 44 }, days: 1 }) as { id: string }
    const done = async (): Promise<unknown> => {
      const view = await api('GET', `backtests/${id}`) as { state: string; result: unknown }
      return view.state === 'queued' || view.state === 'running' ? done() : view
    }
    expect(await done()).toMatchObject({ state: 'done', result: { points: 2, before: { alarms: 2 }, after: { alarms: 2 }, same: 2 } })
  })
})
