import fc from 'fast-check'
import { expect, test } from 'vitest'
import { close, lensRows, mean, series } from './testing/lens-rows.ts'

/** Every stored run against the last one, without any short cut. */
const reference = (all: readonly number[], i: number, width: number, block: number, kept: number, centred: boolean): number => {
  const run = (end: number): number[] => {
    const means = Array.from({ length: width }, (_, k) => Math.fround(mean(all.slice(end - (k + 1) * block, end - k * block))))
    return centred ? means.map((v) => v - mean(means)) : means
  }
  if (i + 1 < width * block) return Number.NaN
  const now = run(i + 1)
  const newest = Math.floor((i + 1 - Math.max((width * block) / 2, block)) / block)
  const distances: number[] = []
  for (let end = newest; end >= width && end > newest - kept; end--) distances.push(Math.sqrt(mean(run(end * block).map((v, k) => (v - now[k]!) ** 2))))
  return distances.length === 0 ? Number.NaN : Math.min(...distances)
}

test.each([
  ['shape8x1', 8, 1, 1000, false, 6],
  ['shape12x4', 12, 4, 500, true, 8],
  ['shape6x24', 6, 24, 500, false, 20],
  ['shape12x24', 12, 24, 300, false, 20],
] as const)('%s is what a plain search gives', (name, width, block, kept, centred, stretches) => {
  fc.assert(fc.property(series(stretches), (all) => {
    const seen = lensRows(name, all)
    for (let i = 0; i < all.length; i += 7) expect(seen[i]).toEqual(close(reference(all, i, width, block, kept, centred), 4))
  }), { numRuns: 8 })
})

test('only so many runs are kept: what was last seen long ago is new again', () => {
  const bump = [0, 0, 9, 9, 9, 0, 0, 0]
  const flat = (rows: number): number[] => Array.from({ length: rows }, () => 0)
  const at = (gap: number): number => lensRows('shape8x1', [...flat(20), ...bump, ...flat(gap), ...bump]).at(-1)!
  expect(at(500)).toBe(0)
  expect(at(1100)).toBeGreaterThan(4)
})
