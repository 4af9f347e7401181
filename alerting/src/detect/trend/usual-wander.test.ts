import fc from 'fast-check'
import { expect, it } from 'vitest'
import { learnWander, usualWander, WANDER_CELLS } from './usual-wander.ts'

/** Learns from a series, oldest first. */
const learnt = (values: readonly number[], trend = 0): number => {
  const cells = new Float64Array(WANDER_CELLS + 1).fill(Number.NaN)
  values.forEach((_, now) => { learnWander(cells, 1, (age) => values[now - age] ?? Number.NaN, trend) })
  expect(cells[0]).toBeNaN()
  return usualWander(cells, 1)
}
const noise = (row: number): number => ((Math.imul(row + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1

it.each<[string, number[], number, number, number]>([
  ['nothing is usual before sixteen comparisons', Array.from({ length: 31 }, (_, i) => noise(i)), 0, 0, 0],
  ['noise of a third of a unit in the mean square: apart by its root times two', Array.from({ length: 600 }, (_, i) => noise(i)), 0, 0.7, 1],
  ['a trend is not counted', Array.from({ length: 600 }, (_, i) => noise(i) + i), 1, 0.7, 1],
  ['a step counts a little', Array.from({ length: 600 }, (_, i) => noise(i) + (i < 300 ? 0 : 1000)), 0, 0.8, 1.5],
  ['one that stood still and then moves', Array.from({ length: 600 }, (_, i) => (i < 200 ? 5 : noise(i))), 0, 0.4, 0.95],
])('%s', (_name, values, trend, least, most) => {
  const usual = learnt(values, trend)
  expect(usual).toBeGreaterThanOrEqual(least)
  expect(usual).toBeLessThanOrEqual(most)
})

it('is never NaN, whatever is missing', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)), { maxLength: 200 }), (values) => {
    expect(learnt(values)).toBeGreaterThanOrEqual(0)
  }))
})
