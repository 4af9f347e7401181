import { NOVELTY } from './lenses.ts'
import { NOVEL_VALUES, ROWS, type PointState } from './point-state.ts'
import { insertSorted, nearestDistance, replaceSortedFar } from './sorted-window.ts'

const SKIP = 5
const SKIP_MEAN = 20

/** Lenses of novelty: distance to the nearest of the 2,000 values before (without the last 5), and the same for means of 8 rows (without the last 20). */
export const seeNovelty = (state: PointState, value: number, seen: Float64Array): void => {
  const { wide, cells, layout } = state
  const rows = wide[ROWS]!
  admitValue(state, rows - SKIP - 1)
  seen[NOVELTY] = nearestInOrder(state, ordered(rows - SKIP), value)
  admitMean(state, rows - SKIP_MEAN - 1)
  seen[NOVELTY + 1] = nearestDistance(cells, layout.sortedMeans, ordered(rows - SKIP_MEAN), mean8(state, rows))
}

const ordered = (rows: number): number => Math.min(Math.max(rows, 0), NOVEL_VALUES)

/** Row `row` comes of age: it joins the sorted window in place of the one 2,000 rows before it. */
const admitMean = (state: PointState, row: number): void => {
  if (row < 0) return
  const { cells, layout } = state
  const entering = mean8(state, row)
  if (row < NOVEL_VALUES) insertSorted(cells, layout.sortedMeans, row, entering)
  else replaceSortedFar(cells, layout.sortedMeans, NOVEL_VALUES, mean8(state, row - NOVEL_VALUES), entering)
}

/** Rounded like what is stored, so that a mean computed again is found in the window. Early rows have fewer values. */
const mean8 = ({ cells, layout: { ringMask } }: PointState, last: number): number => {
  const count = Math.min(last + 1, 8)
  let sum = 0
  for (let k = 0; k < count; k++) sum += cells[(last - k) & ringMask]!
  return Math.fround(sum / count)
}

/** The window of values is kept as positions in the ring, sorted by value and among equals by age: the oldest of equals leaves first. */
const admitValue = ({ cells, order, layout: { ringMask } }: PointState, row: number): void => {
  if (row < 0) return
  const value = cells[row & ringMask]!
  if (row < NOVEL_VALUES) {
    const to = upperBound(cells, order, row, value)
    order.copyWithin(to + 1, to, row)
    order[to] = row & ringMask
    return
  }
  const leaving = cells[(row - NOVEL_VALUES) & ringMask]!
  const from = lowerBound(cells, order, NOVEL_VALUES, leaving)
  const to = upperBound(cells, order, NOVEL_VALUES, value)
  if (to > from) {
    order.copyWithin(from, from + 1, to)
    order[to - 1] = row & ringMask
  } else {
    order.copyWithin(to + 1, to, from)
    order[to] = row & ringMask
  }
}

/** Sorts both windows anew after all values have moved: rounding may have made equals of what was not. */
export const reorderNovelty = (state: PointState): void => {
  const { wide, cells, order, layout: { ringMask, sortedMeans } } = state
  const byAge = (skip: number): number[] => {
    const end = Math.max(0, wide[ROWS]! - 1 - skip)
    return Array.from({ length: Math.min(end, NOVEL_VALUES) }, (_, k) => end - Math.min(end, NOVEL_VALUES) + k)
  }
  byAge(SKIP).sort((a, b) => cells[a & ringMask]! - cells[b & ringMask]! || a - b).forEach((row, place) => { order[place] = row & ringMask })
  cells.set(byAge(SKIP_MEAN).map((row) => mean8(state, row)).sort((a, b) => a - b), sortedMeans)
}

const lowerBound = (cells: Float32Array, order: Uint16Array, count: number, value: number): number => {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (cells[order[middle]!]! < value) low = middle + 1
    else high = middle
  }
  return low
}

const upperBound = (cells: Float32Array, order: Uint16Array, count: number, value: number): number => {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (cells[order[middle]!]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

const nearestInOrder = ({ cells, order }: PointState, count: number, value: number): number => {
  if (count === 0) return Number.NaN
  const place = lowerBound(cells, order, count, value)
  const above = place < count ? cells[order[place]!]! - value : Number.POSITIVE_INFINITY
  const below = place > 0 ? value - cells[order[place - 1]!]! : Number.POSITIVE_INFINITY
  return Math.min(above, below)
}
