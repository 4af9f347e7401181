import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { startTexts } from '../i18n/setup.ts'
import { describeAlarm, limitName, type Names } from './alarm-words.ts'

const location = { lon: 122.8, lat: 45.3 }
const names: Names = {
  enterprises: new Map([
    ['ENT', Enterprise.parse({ code: 'ENT', name: '示例冷库', nameEn: 'Demo Store', region: '220881', industry: 'ammonia_refrigeration', location })],
  ]),
  sources: new Map([
    ['ENT/S1', SourceView.parse({ enterprise: 'ENT', code: 'S1', name: '机房', kind: 'machine_room', location, inherentLevel: 'orange', liveLevel: 'blue' })],
  ]),
  points: new Map([
    [
      'ENT/P-1',
      Point.parse({
        enterprise: 'ENT',
        tag: 'P-1',
        source: 'S1',
        name: '氨浓度',
        nameEn: 'Ammonia',
        quantity: 'concentration',
        unit: '[ppm]',
        rangeLow: 0,
        rangeHigh: 100,
        expectedIntervalS: 1,
        location: null,
      }),
    ],
  ]),
}
const nobody: Names = { enterprises: new Map(), sources: new Map(), points: new Map() }

describe('describeAlarm', () => {
  beforeAll(() => startTexts('zh'))

  it('says who deals with it, and nothing where a gateway has a source', () => {
    const taken = describeAlarm(sampleAlarm(1, { state: 'unacknowledged', assignee: '王工' }), names, 'zh', i18next.t, 0)
    const acked = describeAlarm(sampleAlarm(1, { state: 'acknowledged', acknowledgedAt: '2026-11-22T03:00:00.000Z', acknowledgedBy: '李工', assignee: '王工' }), names, 'zh', i18next.t, 0)
    expect([taken.state, taken.standing]).toEqual(['未确认', '王工 处理中 · 未确认'])
    expect(acked.standing).toMatch(/^王工 处理中 · 已确认 · 李工 /)
    expect(describeAlarm(sampleAlarm(1, { kind: 'gateway', source: '-' }), names, 'zh', i18next.t, 0).source).toBe('')
  })

  it.each([['H', ''], ['LL', ''], ['drift', '偏离'], ['rate', '变化'], ['anomaly', '']] as const)('the limit of kind %s is of: %s', (kind, name) => {
    expect(limitName({ kind }, i18next.t)).toBe(name)
  })

  it.each([['HH', '氨浓度 高高 HH'], ['forecast', '氨浓度 趋势预测'], ['silence', '氨浓度 静默']] as const)('says the kind %s once', (kind, what) => {
    expect(describeAlarm({ ...sampleAlarm(1), kind }, names, 'zh', i18next.t, 0).what).toBe(what)
  })

  it('uses the names of the ledger in the language, and the Chinese one where there is no English', async () => {
    expect(describeAlarm(sampleAlarm(1), names, 'zh', i18next.t, 0)).toMatchObject({
      what: '氨浓度 高 H',
      tag: 'P-1',
      source: '机房',
      enterprise: '示例冷库',
      state: '未确认',
    })
    await i18next.changeLanguage('en')
    expect(describeAlarm(sampleAlarm(1), names, 'en', i18next.t, 0)).toMatchObject({
      what: 'Ammonia high H',
      source: '机房',
      enterprise: 'Demo Store',
      state: 'Unacknowledged',
    })
    await i18next.changeLanguage('zh')
  })

  it('lets codes stand in for names that are not known', () => {
    expect(describeAlarm(sampleAlarm(1, { kind: 'LL' }), nobody, 'zh', i18next.t, 0)).toMatchObject({ what: 'P-1 低低 LL', source: 'S1', enterprise: 'ENT' })
  })

  it('says who acknowledged and when', () => {
    const at = new Date(2026, 10, 22, 3, 12, 45).getTime()
    const alarm = sampleAlarm(1, { state: 'acknowledged', acknowledgedBy: '王', acknowledgedAt: new Date(at).toISOString() })
    expect(describeAlarm(alarm, nobody, 'zh', i18next.t, at).state).toBe('已确认 · 王 03:12:45')
  })
})
