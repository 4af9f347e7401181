import { describe, expect, it } from 'vitest'
import { findNuisance, quantile, usualDeadband, type Episode } from './chatter.ts'

/** [raised, cleared] in seconds. */
const episodes = (...list: [number, number | null][]): Episode[] => list.map(([raised, cleared]) => ({ raisedAt: raised * 1000, clearedAt: cleared === null ? null : cleared * 1000 }))

describe('what a rule\'s episodes say of it', () => {
  it.each<[string, Episode[], Partial<ReturnType<typeof findNuisance>>]>([
    ['one long alarm', episodes([0, 3_600]), { transitions: 1, fleeting: 0, occurrences: 1, suggestedOnDelayS: null, suggestedOffDelayS: null }],
    ['raise, clear, raise in a minute is chatter', episodes([0, 40], [59, 3_600]), { transitions: 3, fleeting: 0, suggestedOffDelayS: 20 }],
    ['raise and clear are not', episodes([0, 40], [60, 3_600]), { transitions: 2, suggestedOffDelayS: null }],
    ['brief ones ask for an on-delay just longer than nine of ten of them', episodes([0, 4], [600, 606], [1_200, 1_203]), { fleeting: 3, suggestedOnDelayS: 7 }],
    ['not where most are real', episodes([0, 4], [600, 606], [1_200, 1_203], [2_000, 5_000], [6_000, 9_000], [10_000, 12_000]), { fleeting: 3, suggestedOnDelayS: null }],
    ['one that goes on', episodes([0, null]), { transitions: 1, fleeting: 0 }],
    ['none', [], { transitions: 0, occurrences: 0 }],
  ])('%s', (_, list, found) => { expect(findNuisance(list)).toMatchObject(found) })
})

it.each([[[], 0.5, null], [[3], 0.9, 3], [[4, 1, 3, 2], 0.5, 2], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9]])('quantile of %j at %f is %j', (values, share, wanted) => {
  expect(quantile(values, share)).toBe(wanted)
})

it.each<[string, Parameters<typeof usualDeadband>[0], number | null]>([
  ['level, 5 % of the span', { quantity: 'level', rangeLow: 0, rangeHigh: 12 }, 0.6],
  ['temperature, 1 %', { quantity: 'temperature', rangeLow: -50, rangeHigh: 200 }, 2.5],
  ['a gas: no usual one', { quantity: 'concentration', rangeLow: 0, rangeHigh: 100 }, null],
  ['no range', { quantity: 'level', rangeLow: null, rangeHigh: 12 }, null],
  ['no point', undefined, null],
])('deadband: %s', (_, point, wanted) => { expect(usualDeadband(point)).toBe(wanted) })
