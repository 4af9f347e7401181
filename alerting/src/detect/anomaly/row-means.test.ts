import { expect, test } from 'vitest'
import { RowMeans } from './row-means.ts'

/** Rows that readings at these seconds make in stretches of ten: [end of the stretch in seconds, mean]. */
const rowsOf = (readings: readonly (readonly [second: number, value: number])[]): [number, number][] => {
  const means = new RowMeans(10_000, 2)
  const cells = new Float64Array(2 + means.size).fill(Number.NaN)
  return readings.flatMap(([second, value]): [number, number][] => {
    const row = means.take(cells, second * 1000, value)
    return Number.isNaN(row) ? [] : [[means.rowTime(cells) / 1000, row]]
  })
}

test.each<[string, (readonly [number, number])[], [number, number][]]>([
  ['the mean of a stretch comes with the first reading of the next', [[0, 1], [4, 2], [9, 6], [10, 50], [20, 0]], [[10, 3], [20, 50]]],
  ['a reading alone is a row', [[5, 7], [15, 8], [25, 9]], [[10, 7], [20, 8]]],
  ['silence makes no row', [[5, 7], [95, 8], [100, 9]], [[10, 7], [100, 8]]],
  ['before the second stretch there is none', [[5, 7], [6, 8]], []],
])('%s', (_, readings, rows) => { expect(rowsOf(readings)).toEqual(rows) })
