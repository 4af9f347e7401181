import fc from 'fast-check'
import { expect, test } from 'vitest'
import { close, last, lensRows, mean, median, series } from './testing/lens-rows.ts'

const before = (all: readonly number[], i: number, count: number): readonly number[] => last(all, i - 1, count)

test.each([
  ['value', (all: readonly number[], i: number) => all[i]!],
  ['value-median30', (all: readonly number[], i: number) => (i === 0 ? 0 : all[i]! - median(before(all, i, 30)))],
  ['value-median200', (all: readonly number[], i: number) => (i === 0 ? 0 : all[i]! - median(before(all, i, 200)))],
  ['mean8', (all: readonly number[], i: number) => mean(last(all, i, 8))],
  ['mean60', (all: readonly number[], i: number) => mean(last(all, i, 60))],
  ['median25', (all: readonly number[], i: number) => median(last(all, i, 25))],
  ['mean100-mean400', (all: readonly number[], i: number) => (i < 100 ? Number.NaN : mean(last(all, i, 100)) - mean(last(all, i - 100, 400)))],
] as const)('%s is what a plain computation gives', (name, reference) => {
  fc.assert(fc.property(series(12), (all) => {
    lensRows(name, all).forEach((seen, i) => { expect(seen).toEqual(close(reference(all, i), 3)) })
  }), { numRuns: 15 })
})

test('the logarithm of a deviation is in units of its usual size', () => {
  // By hand: |r| = 0, 1, 10 against the medians 0, 0, 0.5; its mean 0, 0.5, (0 + 1 + 9.5) / 3 = 3.5.
  const seen = lensRows('log-value-median30', [0, 1, 10])
  expect(seen[0]).toBe(0)
  expect(seen[1]).toBeCloseTo(Math.log(3), 12)
  expect(seen[2]).toBeCloseTo(Math.log(1 + 9.5 / 3.5), 12)
})
