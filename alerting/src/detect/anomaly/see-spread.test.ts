import fc from 'fast-check'
import { expect, test } from 'vitest'
import { close, deviation, last, lensRows, mean, series } from './testing/lens-rows.ts'

const steps = (all: readonly number[], i: number, count: number): number => {
  const some = last(all, i, count + 1)
  return some.length < 2 ? 0 : mean(some.slice(1).map((v, k) => Math.abs(v - some[k]!)))
}

test.each([
  ['deviation10', (all: readonly number[], i: number) => deviation(last(all, i, 10))],
  ['deviation30', (all: readonly number[], i: number) => deviation(last(all, i, 30))],
  ['step20', (all: readonly number[], i: number) => steps(all, i, 20)],
  ['step60', (all: readonly number[], i: number) => steps(all, i, 60)],
] as const)('%s is what a plain computation gives', (name, reference) => {
  fc.assert(fc.property(series(6), (all) => {
    lensRows(name, all).forEach((seen, i) => { expect(seen).toEqual(close(reference(all, i), 4)) })
  }), { numRuns: 15 })
})

test('a stuck value has no spread at all, not even a rounding error', () => {
  expect(lensRows('deviation30', [5, 7, ...Array.from({ length: 40 }, () => 0.1)]).at(-1)).toBe(0)
})

test('the logarithm of the spread stays finite when it ends', () => {
  const seen = lensRows('log-deviation20', [...Array.from({ length: 100 }, (_, i) => Math.sin(i)), ...Array.from({ length: 100 }, () => 0.3)])
  expect(seen.slice(1).every(Number.isFinite)).toBe(true)
  expect(seen.at(-1)!).toBeLessThan(seen[90]! - 3)
})
