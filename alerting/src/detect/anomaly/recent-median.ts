import type { PointState } from './point-state.ts'
import { sortedMedian } from './sorted-window.ts'

/** The longest window that is sorted anew each time: to remember its order would cost a point more memory than to find it costs time. */
const LONGEST = 30
const sorted = new Float32Array(LONGEST)

/** @returns the median of the `width` rows (30 at most) before row `end`, fewer at the start; NaN when there is none. */
export const recentMedian = ({ cells, layout: { ringMask } }: PointState, end: number, width: number): number => {
  const count = Math.min(end, width)
  for (let k = 0; k < count; k++) {
    const value = cells[(end - count + k) & ringMask]!
    let place = k
    while (place > 0 && sorted[place - 1]! > value) {
      sorted[place] = sorted[place - 1]!
      place--
    }
    sorted[place] = value
  }
  return sortedMedian(sorted, 0, count)
}
