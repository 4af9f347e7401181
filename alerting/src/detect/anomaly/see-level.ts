import { LEVEL } from './lenses.ts'
import { ROWS, type PointState } from './point-state.ts'
import { recentMedian } from './recent-median.ts'

/** Lenses of the level: means of the last 8 and 60 values, median of the last 25, and the last 100 against the 400 before them. */
export const seeLevel = (state: PointState, seen: Float64Array): void => {
  const rows = state.wide[ROWS]!
  seen[LEVEL] = meanBack(state, rows, 8)
  seen[LEVEL + 1] = meanBack(state, rows, 60)
  seen[LEVEL + 2] = recentMedian(state, rows + 1, 25)
  seen[LEVEL + 3] = rows < 100 ? Number.NaN : meanBack(state, rows, 100) - meanBack(state, rows - 100, 400)
}

/** Mean of the `width` values that end with row `last` (fewer at the start), summed anew: no rounding error stays behind after an extreme value. */
const meanBack = ({ cells, layout }: PointState, last: number, width: number): number => {
  const count = Math.min(last + 1, width)
  const start = (last - count + 1) & layout.ringMask
  const end = start + count
  const size = layout.ringMask + 1
  const sum = end <= size ? sumOf(cells, start, end) : sumOf(cells, start, size) + sumOf(cells, 0, end - size)
  return sum / count
}

const sumOf = (a: Float32Array, start: number, end: number): number => {
  let even = 0
  let odd = 0
  let i = start
  for (; i + 1 < end; i += 2) {
    even += a[i]!
    odd += a[i + 1]!
  }
  return i < end ? even + odd + a[i]! : even + odd
}
