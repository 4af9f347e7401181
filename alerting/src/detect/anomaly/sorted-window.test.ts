import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertSorted, lowerBound, nearestDistance, replaceSorted, replaceSortedFar, sortedMedian } from './sorted-window.ts'

const values = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.float({ noNaN: true, min: -1e6, max: 1e6 })), { minLength: 1, maxLength: 60 })

const naiveMedian = (window: readonly number[]): number => {
  const sorted = [...window].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

test.each([['near', replaceSorted], ['far', replaceSortedFar]] as const)('a sliding window (%s) is the sorted last values, and its median theirs', (_, replace) => {
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 12 }), (series, width) => {
    const rounded = series.map(Math.fround)
    const a = new Float32Array(width + 6).fill(Number.NaN)
    rounded.forEach((value, i) => {
      if (i < width) insertSorted(a, 3, i, value)
      else replace(a, 3, width, rounded[i - width]!, value)
      const window = rounded.slice(Math.max(0, i + 1 - width), i + 1)
      expect([...a.subarray(3, 3 + window.length)].map((v) => v + 0)).toEqual([...window].sort((x, y) => x - y).map((v) => v + 0))
      expect(sortedMedian(a, 3, window.length)).toBeCloseTo(naiveMedian(window), 5)
    })
  }))
})

test('the nearest is the nearest of all', () => {
  fc.assert(fc.property(values, fc.float({ noNaN: true, min: -1e6, max: 1e6 }), (series, value) => {
    const a = Float32Array.from(series).sort()
    expect(nearestDistance(a, 0, a.length, value)).toBe(Math.min(...[...a].map((each) => Math.abs(each - value))))
  }))
})

test('an empty window has no median and no nearest', () => {
  expect(sortedMedian(new Float32Array(4), 1, 0)).toBeNaN()
  expect(nearestDistance(new Float32Array(4), 1, 0, 3)).toBeNaN()
  expect(lowerBound(new Float32Array([9, 1, 2]), 1, 0, 5)).toBe(1)
})
