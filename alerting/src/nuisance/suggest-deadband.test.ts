import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { FAULT, GOOD } from '@hazardwatch/shared/quality'
import type { StoredReading } from '@hazardwatch/shared/reading-store'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CHATTER_TRANSITIONS, CHATTER_WINDOW_MS, mostTransitions } from './chatter.ts'
import { deadbandLadder, largestDeadband, replayLimit, suggestDeadband, type DeadbandFinding } from './suggest-deadband.ts'

const ruleOf = (change: object = {}): AlarmRule => AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 8, priority: 'red', ...change })

/** A value each so many seconds; null is a reading without one. */
const readingsOf = (values: readonly (number | null)[], everyS = 1): StoredReading[] => values.map((value, index) => [1_800_000_000_000 + index * everyS * 1000, value, value === null ? FAULT : GOOD])
const run = (rule: AlarmRule, readings: readonly StoredReading[], largest = Number.POSITIVE_INFINITY): DeadbandFinding => {
  const tries = suggestDeadband(rule, Math.min(largest, largestDeadband(rule, [], { low: null, high: null }, readings)), readings)
  let step = tries.next()
  while (step.done !== true) step = tries.next()
  return step.value
}
const repeat = (times: number, ...values: number[]): number[] => Array.from({ length: times }, () => values).flat()

it.each<[string, object, (number | null)[], number, DeadbandFinding]>([
  ['noise of 0.3 around the limit: the next step beyond it', {}, [7, ...repeat(10, 8.05, 7.7), ...repeat(5, 7)], 5, { deadband: 0.3, chatters: true, occurrencesNow: 10, occurrencesThen: 1 }],
  ['a low limit, mirrored', { kind: 'L', limit: 2 }, [3, ...repeat(10, 1.95, 2.3), ...repeat(5, 3)], 5, { deadband: 0.3, chatters: true, occurrencesNow: 10, occurrencesThen: 1 }],
  ['two bouts two minutes apart stay two', {}, [7, ...repeat(5, 8.1, 7.9), ...repeat(130, 7.5), ...repeat(5, 8.1, 7.9), 7], 1, { deadband: 0.1, chatters: true, occurrencesNow: 10, occurrencesThen: 2 }],
  ['no deadband calms what swings as far as it lies apart', {}, [7, ...repeat(4, 8.1, 7.4), ...repeat(130, 7.5), ...repeat(4, 8.1, 7.4), 7], 1, { deadband: null, chatters: true, occurrencesNow: 8, occurrencesThen: 8 }],
  ['the rule has been mended meanwhile', { deadband: 0.5 }, [7, ...repeat(10, 8.05, 7.7), 7], 5, { deadband: null, chatters: false, occurrencesNow: 1, occurrencesThen: 1 }],
  ['an off-delay that was too short is counted in', { offDelayS: 3 }, [7, ...repeat(6, 8.1, 7.9, 7.9, 7.9, 7.9, 7.9), ...repeat(40, 7)], 1, { deadband: 0.1, chatters: true, occurrencesNow: 6, occurrencesThen: 1 }],
  ['a reading without a value ends nothing', {}, [7, 8.1, null, 8.1, null, 8.1, null, ...repeat(9, 7)], 5, { deadband: null, chatters: false, occurrencesNow: 1, occurrencesThen: 1 }],
])('%s', (_, rule, values, everyS, wanted) => { expect(run(ruleOf(rule), readingsOf(values, everyS))).toEqual(wanted) })

it.each<[string, object, object[], { low: number | null; high: number | null }, number]>([
  ['a step further than the readings go', {}, [], { low: null, high: null }, 8.4],
  ['short of the opposite limit', {}, [{ id: 'L', kind: 'L', limit: 3 }], { low: null, high: null }, 4.995],
  ['short of its forerunner', {}, [{ id: 'L', kind: 'L', limit: 3 }, { id: 'pre', kind: 'H', limit: 7 }], { low: null, high: null }, 0.999],
  ['what lies beyond it, and what is switched off, does not count', {}, [{ id: 'HH', kind: 'HH', limit: 9 }, { id: 'L', kind: 'L', limit: 7.9, enabled: false }], { low: null, high: null }, 8.4],
  ['short of the end of the range', {}, [], { low: 5, high: 10 }, 2.997],
  ['of a low limit upwards', { kind: 'L', limit: 4 }, [{ id: 'X', kind: 'H', limit: 6 }], { low: 0, high: 10 }, 1.998],
])('largest: %s', (_, rule, others, range, wanted) => {
  expect(largestDeadband(ruleOf(rule), others.map(ruleOf), range, readingsOf([2, 8, 9]))).toBeCloseTo(wanted, 9)
})

it('ladder: ascending, round, from above the present one to the largest', () => {
  expect(deadbandLadder(0.2, 2)).toEqual([0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2])
  expect(deadbandLadder(2, 2)).toEqual([])
  expect(deadbandLadder(0, 0)).toEqual([])
})

it('a suggested deadband does what is said of it, and no smaller step does', () => {
  let suggested = 0
  const values = fc.array(fc.oneof(fc.integer({ min: 60, max: 90 }), fc.integer({ min: 77, max: 82 })).map((tenths) => tenths / 10), { minLength: 20, maxLength: 300 })
  const change = fc.record({ kind: fc.constantFrom('H', 'L'), deadband: fc.constantFrom(0, 0.1), onDelayS: fc.constantFrom(0, 0, 3), offDelayS: fc.constantFrom(0, 0, 3) })
  fc.assert(fc.property(values, fc.constantFrom(1, 7, 31), change, (list, everyS, fields) => {
    const rule = ruleOf(fields)
    const readings = readingsOf(list, everyS)
    const found = run(rule, readings)
    const before = replayLimit(rule, rule.deadband, readings)
    expect(found.chatters).toBe(mostTransitions(before) >= CHATTER_TRANSITIONS)
    expect(found.occurrencesNow).toBe(before.length)
    const serves = (deadband: number): boolean => {
      const after = replayLimit(rule, deadband, readings)
      const apart = before.slice(1).filter(({ raisedAt }, index) => raisedAt - (before[index]?.clearedAt ?? 0) > CHATTER_WINDOW_MS)
      // Of what lay apart, something ends between: a clear at or after the old one and before the next raise.
      const kept = apart.every(({ raisedAt }) => after.every((episode) => episode.raisedAt > (before.findLast((each) => each.raisedAt < raisedAt)?.clearedAt ?? 0) || (episode.clearedAt ?? Infinity) < raisedAt))
      return mostTransitions(after) < CHATTER_TRANSITIONS && after.length > 0 && kept
    }
    const ladder = deadbandLadder(rule.deadband, largestDeadband(rule, [], { low: null, high: null }, readings))
    // The first step that serves is the one suggested; none serves where none is.
    expect(found.deadband).toBe(found.chatters ? ladder.find(serves) ?? null : null)
    expect(found.occurrencesThen).toBe(replayLimit(rule, found.deadband ?? rule.deadband, readings).length)
    if (found.deadband !== null) suggested++
  }), { numRuns: 300 })
  expect(suggested).toBeGreaterThan(20)
})
