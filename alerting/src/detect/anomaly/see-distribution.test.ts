import { expect, test } from 'vitest'
import { lensRows } from './testing/lens-rows.ts'

const spread = (rows: number): number[] => Array.from({ length: rows }, (_, i) => (i * 37) % 64)

test('the usual mixture has little entropy, a part of it much', () => {
  const usual = lensRows('entropy30', spread(1000)).at(-1)!
  const part = lensRows('entropy30', [...spread(1000), ...Array.from({ length: 30 }, (_, i) => i % 8)]).at(-1)!
  expect(usual).toBeLessThan(0.2)
  // All in one of eight bins: ln 8, a little off for the half that each bin is given.
  expect(part).toBeCloseTo(Math.log(8), 1)
})

test('entropy by hand: half of the rows in a bin that held an eighth', () => {
  // 45 rows ordered (50 less the last 5): 0 .. 44 in bins between the quantiles.
  const rising = Array.from({ length: 50 }, (_, i) => i)
  const seen = lensRows('entropy30', [...rising, 44])
  expect(lensRows('entropy30', rising).at(-1)).toBeNaN()
  // Quantiles 5, 11, 16, 22, 28, 33, 39 of 0 .. 44: bins of 6, 6, 5, 6, 6, 5, 6, 5 rows, each and 0.5 of 49.
  // The last 30 rows are 21 .. 49 and 44: in the bins 0, 0, 0, 2, 6, 5, 6, 11.
  const reference = [6.5, 6.5, 5.5, 6.5, 6.5, 5.5, 6.5, 5.5]
  const shares = [0, 0, 0, 2, 6, 5, 6, 11].map((count) => count / 30)
  const entropy = shares.reduce((sum, p, b) => sum + (p === 0 ? 0 : p * Math.log((p * 49) / reference[b]!)), 0)
  expect(seen.at(-1)).toBeCloseTo(entropy, 10)
})

test('repeats count from the second time', () => {
  expect(lensRows('repeats', [3, 4, 4, 4, 5])).toEqual([0, 0, Math.log(2), Math.log(3), 0])
})
