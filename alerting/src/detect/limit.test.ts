import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLimitConfigs, createLimitMemories, LIMIT, setLimitConfig } from './limit-columns.ts'
import { judgeLimit, type Observation } from './limit.ts'

type Setting = Partial<Pick<AlarmRule, 'kind' | 'deadband' | 'onDelayS' | 'offDelayS'> & { limit: number }>
type Reading = readonly [seconds: number, value: number]
type Told = [event: 'raised' | 'cleared', at: number, onset: number]

const judge = (setting: Setting, readings: readonly Reading[]): Told[] => {
  const configs = createLimitConfigs(1)
  const memories = createLimitMemories(1)
  const found: Observation[] = []
  const rule = AlarmRule.parse({ id: 'r', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', ...setting })
  setLimitConfig(configs, 0, rule, LIMIT, { limit: rule.limit ?? Number.NaN, deadband: rule.deadband })
  for (const [seconds, value] of readings) judgeLimit(configs, 0, memories, 0, seconds * 1000, value, found)
  return found.map(({ event, at, onset }) => [event, at / 1000, onset / 1000])
}

describe('a limit', () => {
  it.each<[string, Setting, Reading[], Told[]]>([
    ['H is reached at the limit itself', {}, [[0, 24.9], [1, 25]], [['raised', 1, 1]]],
    ['L is reached at the limit itself', { kind: 'L', limit: 10 }, [[0, 10.1], [1, 10]], [['raised', 1, 1]]],
    ['without deadband H is left just below the limit', {}, [[0, 25], [1, 24.999]], [['raised', 0, 0], ['cleared', 1, 0]]],
    ['H stays at limit minus deadband and leaves below it', { deadband: 2 }, [[0, 26], [1, 23], [2, 22.9]], [['raised', 0, 0], ['cleared', 2, 0]]],
    ['LL stays at limit plus deadband and leaves above it', { kind: 'LL', limit: 10, deadband: 1 }, [[0, 9], [1, 11], [2, 11.1]], [['raised', 0, 0], ['cleared', 2, 0]]],
    ['coming back through the deadband does not raise again', { deadband: 2 }, [[0, 26], [1, 24], [2, 26]], [['raised', 0, 0]]],
    ['a delay that ends at a reading goes after it', { onDelayS: 10 }, [[0, 30], [10, 20]], []],
    ['a delay that has ended before a reading goes first', { onDelayS: 10 }, [[0, 30], [10.001, 20]], [['raised', 10, 0], ['cleared', 10.001, 0]]],
    ['an interrupted on-delay starts anew', { onDelayS: 10 }, [[0, 30], [5, 20], [6, 30], [17, 30]], [['raised', 16, 6]]],
    ['an interrupted off-delay starts anew', { offDelayS: 5 }, [[0, 30], [1, 20], [3, 30], [4, 20], [10, 20]], [['raised', 0, 0], ['cleared', 9, 0]]],
    ['both delays over within one gap: only the one that was running', { onDelayS: 2, offDelayS: 2 }, [[0, 30], [9, 20], [12, 20]], [['raised', 2, 0], ['cleared', 11, 0]]],
    ['negative limits work like any other', { limit: -20, deadband: 1 }, [[0, -25], [1, -20], [2, -21.1]], [['raised', 1, 1], ['cleared', 2, 1]]],
    ['infinity is above every limit', {}, [[0, Number.POSITIVE_INFINITY]], [['raised', 0, 0]]],
    ['no value alarms on nothing and clears nothing', {}, [[0, Number.NaN], [1, 30], [2, Number.NaN]], [['raised', 1, 1]]],
  ])('%s', (_, setting, readings, expected) => { expect(judge(setting, readings)).toEqual(expected) })
})

/** The same meaning, written as intervals instead of as a machine: what "true throughout the delay" says. */
const byIntervals = ({ limit = 25, deadband = 0, onDelayS = 0, offDelayS = 0 }: Setting, readings: readonly Reading[]): Told[] => {
  const truth: { at: number; is: boolean }[] = []
  for (const [at, value] of readings) {
    const was = truth.at(-1)?.is ?? false
    const is = was ? !(value < limit - deadband) : value >= limit
    if (is !== was) truth.push({ at, is })
  }
  const last = readings.at(-1)?.[0] ?? 0
  const told: Told[] = []
  let active = false
  let onset = 0
  truth.forEach(({ at, is }, index) => {
    if (is && !active) onset = at
    if (is === active) return
    const until = truth[index + 1]?.at ?? Number.POSITIVE_INFINITY
    const delay = is ? onDelayS : offDelayS
    // Told when it held for the whole delay, and when a reading after its end (or at once, without a delay) has settled it.
    const settled = delay === 0 || (at + delay < until && at + delay < last)
    if (!settled) return
    active = is
    told.push([is ? 'raised' : 'cleared', at + delay, onset])
  })
  return told
}

describe('against the definition by intervals', () => {
  const series = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 18, max: 30 })), { minLength: 1, maxLength: 60 })
    .map((steps) => steps.reduce<[number, number][]>((made, [gap, value]) => [...made, [(made.at(-1)?.[0] ?? 0) + gap, value]], []))
  const setting = fc.record({ limit: fc.constant(25), deadband: fc.integer({ min: 0, max: 4 }), onDelayS: fc.integer({ min: 0, max: 12 }), offDelayS: fc.integer({ min: 0, max: 12 }) })

  it('finds the same for any series, deadband and delays', () => {
    fc.assert(fc.property(setting, series, (rule, readings) => { expect(judge(rule, readings)).toEqual(byIntervals(rule, readings)) }), { numRuns: 2000 })
  })

  it('L is H of the negated values', () => {
    fc.assert(fc.property(setting, series, (rule, readings) => {
      const mirrored = readings.map(([at, value]): Reading => [at, -value])
      expect(judge({ ...rule, kind: 'L', limit: -25 }, mirrored)).toEqual(judge(rule, readings))
    }))
  })
})
