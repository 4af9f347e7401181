import { expect, it } from 'vitest'
import { sampleAlarm } from '../feed/sample-alarm.ts'
import { countRecent } from './recent-alarms.ts'

const NOW = Date.parse('2026-11-22T03:10:00.000Z')

it.each<[name: string, raisedAt: string, count: number]>([
  ['just now', '2026-11-22T03:10:00.000Z', 1],
  ['within ten minutes', '2026-11-22T03:00:00.001Z', 1],
  ['ten minutes ago', '2026-11-22T03:00:00.000Z', 0],
  ['of a clock that runs ahead', '2026-11-22T03:10:00.001Z', 0],
])('counts what was raised %s', (_name, raisedAt, count) => {
  expect(countRecent([sampleAlarm(1, { raisedAt }), sampleAlarm(2, { raisedAt, source: 'OTHER' })], NOW, ({ source }) => source === 'S1')).toBe(count)
})
