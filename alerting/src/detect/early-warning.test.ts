import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { createEngine, takeChanges } from '../engine-state.ts'
import { judgeBatch } from '../engine.ts'
import { testPoint } from '../testing/test-point.ts'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000
const HOUR = 60
const noise = (n: number) => ((Math.imul(n + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1
const own = testPoint(1, 'P')
const sibling = testPoint(2, 'Q')

/** Plays two points, a reading each a minute, against a limit and an early warning on the first. @returns the minute in which each was raised; undefined = never. */
const raisedAt = (minutes: number, value: (minute: number) => number, limit: number, warning: object) => {
  const engine = createEngine()
  const rules = [{ id: 'limit', kind: 'H', limit }, { id: 'warning', ...warning }].map((rule) => AlarmRule.parse({ enterprise: 'E', point: 'P', priority: 'orange', ...rule }))
  for (const rule of rules) configureRule(engine, rule, own, START, rule.sibling === undefined ? [] : [sibling])
  for (let minute = 0; minute < minutes; minute++) {
    const time = START + minute * MINUTE
    judgeBatch(engine, batchOf(time, [{ point: 2, time, value: 20 + 0.3 * noise(minute + 9e5), quality: 'good' }, { point: 1, time, value: value(minute), quality: 'good' }]))
  }
  const raised = takeChanges(engine).transitions.filter(({ event }) => event === 'raised')
  const minuteOf = (id: string) => { const found = raised.find(({ alarm }) => alarm.rule === id); return found && (found.at - START) / MINUTE }
  return { limit: minuteOf('limit'), warning: minuteOf('warning') }
}

/** What is found, and how many minutes before the limit at least. */
it.each<[string, number, (minute: number) => number, number, object, number]>([
  ['a drifting instrument', 96 * HOUR, (minute) => 20 + 0.3 * noise(minute) + 5 * minute / (24 * HOUR), 38, { kind: 'drift', sibling: 'Q', windowS: 86_400, limit: 2 }, 24 * HOUR],
  ['a slow leak, by its trend', 12 * HOUR, (minute) => 20 + noise(minute) + (minute > 240 ? (minute - 240) / 10 : 0), 50, { kind: 'forecast', limit: 50, horizonS: 7200, windowS: 7200 }, 60],
  ['a slow leak, by the background', 14 * HOUR, (minute) => 2 + 0.1 * noise(minute) + (minute > 240 ? (minute - 240) / 60 : 0), 10, { kind: 'baseline', limit: 0.8, onDelayS: 120 }, 5 * HOUR],
])('%s is found before its threshold', (_, minutes, value, limit, warning, lead) => {
  const found = raisedAt(minutes, value, limit, warning)
  expect(found.limit).toBeDefined()
  expect((found.limit ?? 0) - (found.warning ?? Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(lead)
})

it('a stuck instrument is found, which no threshold ever would', () => {
  const found = raisedAt(6 * HOUR, (minute) => (minute < 120 ? 20 + noise(minute) : 20), 50, { kind: 'health' })
  expect(found.limit).toBeUndefined()
  expect(found.warning).toBeGreaterThanOrEqual(120 + 60)
  expect(found.warning).toBeLessThanOrEqual(120 + 61)
})
