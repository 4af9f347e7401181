import { VALUE } from './lenses.ts'
import { RATE_SCALE, ROWS, type PointState } from './point-state.ts'
import { recentMedian } from './recent-median.ts'
import { insertSorted, replaceSorted, sortedMedian } from './sorted-window.ts'

/** Lenses of the value itself: as it is, against the medians of the 30 and the 200 values before it, and the former in units of its usual size. */
export const seeValue = (state: PointState, value: number, seen: Float64Array): void => {
  const { wide, cells, layout } = state
  const rows = wide[ROWS]!
  const fromRecent = rows === 0 ? 0 : value - recentMedian(state, rows, 30)
  const size = Math.abs(fromRecent)
  const scale = wide[RATE_SCALE]! + Math.max(0.002, 1 / (rows + 1)) * (size - wide[RATE_SCALE]!)
  wide[RATE_SCALE] = scale
  seen[VALUE] = value
  seen[VALUE + 1] = fromRecent
  seen[VALUE + 2] = rows === 0 ? 0 : value - sortedMedian(cells, layout.sorted200, Math.min(rows, 200))
  seen[VALUE + 3] = scale > 0 ? Math.sign(fromRecent) * Math.log1p(size / scale) : 0
}

/** Takes the value into the sorted windows of the rows before; called when every lens has seen it. */
export const passValue = (state: PointState, value: number): void => {
  const { layout } = state
  slide(state, layout.sorted12, 12, value)
  slide(state, layout.sorted200, 200, value)
}

/** A sorted window of the last `width` values, moved on by one row; the ring already holds the new value. */
const slide = ({ wide, cells, layout }: PointState, base: number, width: number, value: number): void => {
  const rows = wide[ROWS]!
  if (rows < width) insertSorted(cells, base, rows, value)
  else replaceSorted(cells, base, width, cells[(rows - width) & layout.ringMask]!, value)
}
