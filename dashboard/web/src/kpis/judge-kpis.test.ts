import { expect, it } from 'vitest'
import type { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { sampleKpis } from './sample-kpis.ts'
import { judgeKpis, judgePriorities, type KpiName, type Verdict } from './judge-kpis.ts'

it.each<[name: KpiName, change: Partial<AlarmKpis>, value: number | null, verdict: Verdict]>([
  ['perTenMinutes', { perTenMinutes: 1 }, 1, 'met'],
  ['perTenMinutes', { perTenMinutes: 1.01 }, 1.01, 'missed'],
  ['perDay', { perDay: 151 }, 151, 'missed'],
  ['peak', { peakTenMinutes: 20, operators: 2 }, 10, 'met'],
  ['peak', { peakTenMinutes: 11 }, 11, 'missed'],
  ['floodShare', { floodShare: 0.02 }, 0.02, 'missed'],
  ['topTen', { alarms: 99, topTenShare: 1 }, 1, 'few'],
  ['topTen', { alarms: 100, topTenShare: 0.06 }, 0.06, 'missed'],
  ['stale', { stale: 4 }, 4, 'met'],
  ['stale', { stale: 5 }, 5, 'missed'],
  ['chattering', { chatteringCount: 300 }, 300, 'missed'],
  ['fleeting', { fleetingCount: 0 }, 0, 'met'],
  ['standing', { standing: 9 }, 9, 'none'],
  ['acknowledge', {}, null, 'none'],
  ['acknowledge', { acknowledgeS: { count: 3, median: 30, p90: 90 } }, 30, 'none'],
])('%s of %j', (name, change, value, verdict) => {
  expect(judgeKpis(sampleKpis(change)).find((figure) => figure.name === name)).toMatchObject({ value, verdict })
})

it('the urgent must be rare and the low frequent', () => {
  const priorities = { red: { count: 1, share: 0.01 }, orange: { count: 9, share: 0.09 }, yellow: { count: 10, share: 0.1 }, blue: { count: 80, share: 0.8 } }
  expect(judgePriorities(sampleKpis({ alarms: 100, priorities })).map(({ verdict }) => verdict)).toEqual(['met', 'missed', 'met', 'met'])
  expect(judgePriorities(sampleKpis({ alarms: 99, priorities })).map(({ verdict }) => verdict)).toEqual(['few', 'few', 'few', 'few'])
})
