import { describe, expect, it } from 'vitest'
import { createFleet, enterpriseCode, firstPointOf, messageAt, pointName, slotOf, timeOf, type Fleet } from './fleet-plan.ts'
import { kindOf, limitKinds } from './point-kind.ts'
import { valueAt } from './point-value.ts'
import { expectedAlarms, type ExpectedAlarm } from './truth.ts'

const START = 1_795_402_800_123

/** Every published value against every limit, message by message, as one who has never heard of excursions would. */
const judgeEverything = (fleet: Fleet, from: number, to: number): ExpectedAlarm[] => {
  const raised: ExpectedAlarm[] = []
  const open = new Map<string, ExpectedAlarm>()
  for (let message = from; message < to; message++) {
    const { enterprise, first, count } = slotOf(fleet, message % fleet.slots)
    for (let part = 0; part < fleet.batch; part++) {
      const step = Math.floor(message / fleet.slots) * fleet.batch + part
      const at = timeOf(fleet, message % fleet.slots, step)
      for (let point = first; point < first + count; point++) {
        const value = valueAt(fleet, firstPointOf(fleet, enterprise) + point, point, step)
        for (const limit of limitKinds) {
          const kind = kindOf(point)
          const rule = `${enterpriseCode(enterprise)}/x/${pointName(point)}/${limit}`
          const alarm = open.get(rule)
          const sign = limit === 'L' ? -1 : 1
          if (alarm === undefined && sign * value >= sign * kind[limit]) {
            const now = { rule, onsetAt: at, value, clearedAt: null }
            raised.push(now)
            open.set(rule, now)
          }
          if (alarm !== undefined && sign * value < sign * kind[limit] - kind.deadband) {
            alarm.clearedAt = at
            open.delete(rule)
          }
        }
      }
    }
  }
  return raised
}

const inOrder = (alarms: Iterable<ExpectedAlarm>): ExpectedAlarm[] => [...alarms].sort((a, b) => a.rule.localeCompare(b.rule) || a.onsetAt - b.onsetAt)

describe('expectedAlarms', () => {
  it.each([
    ['one moment a message', { batch: 1, valuesPerMessage: 500, intervalMs: 1000 }],
    ['arrays', { batch: 5, valuesPerMessage: 500, intervalMs: 1000 }],
    ['several messages an enterprise', { batch: 3, valuesPerMessage: 4, intervalMs: 333.3 }],
    ['an excursion in each window', { batch: 1, valuesPerMessage: 500, intervalMs: 1000, excursionsPerHour: 450 * 61 }],
    ['none', { batch: 1, valuesPerMessage: 500, intervalMs: 1000, excursionsPerHour: 0 }],
  ])('is what judging every reading gives: %s', (name, change) => {
    for (let seed = 1; seed <= 5; seed++) {
      const fleet = createFleet({ enterprises: 7, points: 61, seed, excursionsPerHour: 9_000, ...change })
      const from = messageAt(fleet, START)
      // Neither a multiple of the period nor of a window: excursions are cut at both ends.
      const to = from + 40 * fleet.slots + 3
      const expected = inOrder(judgeEverything(fleet, from, to))
      expect(inOrder(expectedAlarms(fleet, from, to, (point) => `x/${pointName(point)}`))).toEqual(expected)
      expect(expected.length > 20).toBe(name !== 'none')
    }
  })
})
