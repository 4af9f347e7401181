import fc from 'fast-check'
import { expect, test } from 'vitest'
import { close, last, lensRows, mean, series } from './testing/lens-rows.ts'

const nearest = (known: readonly number[], value: number): number => (known.length === 0 ? Number.NaN : Math.min(...known.map((v) => Math.abs(v - value))))

test('the nearest of the earlier values and means is the nearest of all, over the full length of the memory too', () => {
  fc.assert(fc.property(series(12), fc.integer({ min: 1, max: 9 }), (some, times) => {
    const all = Array.from({ length: times }, (_, k) => some.map((v) => Math.fround(v + k * 0.37))).flat()
    const means = all.map((_, i) => Math.fround(mean(last(all, i, 8))))
    const values = lensRows('nearest-value', all)
    const ofMeans = lensRows('nearest-mean8', all)
    for (let i = 0; i < all.length; i += 13) {
      expect(values[i]).toEqual(close(nearest(last(all, i - 6, 2000), all[i]!), 4))
      expect(ofMeans[i]).toEqual(close(nearest(last(means, i - 21, 2000), means[i]!), 4))
    }
  }), { numRuns: 12 })
})

test('what is older than 2,000 rows is forgotten, the last rows do not count yet', () => {
  const zeros = (rows: number): number[] => Array.from({ length: rows }, () => 0)
  const at = (gap: number): number => lensRows('nearest-value', [...zeros(50), 7, ...zeros(gap), 7]).at(-1)!
  expect([at(4), at(5), at(1000), at(2004), at(2005)]).toEqual([7, 0, 0, 0, 7])
})
