import { describe, expect, it } from 'vitest'
import { planMaintenance, type MaintenanceStep } from './plan-maintenance.ts'
import { DAY_MS } from './utc-day.ts'

const HOUR = 3_600_000
const settings = { retentionDays: 30, graceMs: 2 * HOUR, lateMs: 6 * HOUR }
const hot = (day: number, since = 0): { kind: 'hot'; day: number; since: number } => ({ kind: 'hot', day, since })
const file = (day: number): { kind: 'file'; day: number; since: number } => ({ kind: 'file', day, since: 0 })
const at = (day: number, hours = 0): number => day * DAY_MS + hours * HOUR

describe('what is to be done with the days', () => {
  it.each<[name: string, parts: Parameters<typeof planMaintenance>[0], now: number, steps: MaintenanceStep[]]>([
    ['nothing without any', [], at(100), []],
    ['nothing with the running day', [hot(100)], at(100, 12), []],
    ['nothing within the grace', [hot(99)], at(100, 2) - 1, []],
    ['compact after the grace', [hot(99)], at(100, 2), [{ step: 'compact', day: 99 }]],
    ['nothing with a day that is a file', [file(99)], at(101), []],
    ['nothing with late readings that have just come', [file(99), hot(99, at(101))], at(101, 6) - 1, []],
    ['compact again with late readings that have waited', [file(99), hot(99, at(101))], at(101, 6), [{ step: 'compact', day: 99 }]],
    ['one compaction for several tables', [hot(98), hot(98, 5)], at(101), [{ step: 'compact', day: 98 }]],
    ['nothing with a day ahead of the clock', [hot(101)], at(100), []],
    ['nothing a moment before the retention ends', [file(69)], at(100) - 1, []],
    ['drop when the retention ends', [file(69)], at(100), [{ step: 'drop', day: 69 }]],
    ['drop and do not compact what is too old', [hot(60), file(60)], at(100), [{ step: 'drop', day: 60 }]],
    ['oldest first', [hot(98), file(60), hot(97)], at(100), [{ step: 'drop', day: 60 }, { step: 'compact', day: 97 }, { step: 'compact', day: 98 }]],
  ])('%s', (_, parts, now, steps) => {
    expect(planMaintenance(parts, now, settings)).toEqual(steps)
  })
})
