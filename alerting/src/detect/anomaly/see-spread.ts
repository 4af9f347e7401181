import { SPREAD } from './lenses.ts'
import { DEVIATION_SCALE, ROWS, type PointState } from './point-state.ts'

/** Lenses of the spread: standard deviation of the last 10 and 30 values, mean step of the last 20 and 60, and the logarithm of the deviation of the last 20. */
export const seeSpread = (state: PointState, seen: Float64Array): void => {
  const { wide } = state
  const rows = wide[ROWS]!
  const deviation20 = deviation(state, rows, 20)
  const scale = wide[DEVIATION_SCALE]! + Math.max(0.002, 1 / (rows + 1)) * (deviation20 - wide[DEVIATION_SCALE]!)
  wide[DEVIATION_SCALE] = scale
  seen[SPREAD] = deviation(state, rows, 10)
  seen[SPREAD + 1] = deviation(state, rows, 30)
  seeSteps(state, rows, seen)
  seen[SPREAD + 4] = scale > 0 ? Math.log(deviation20 + 0.02 * scale) : Number.NaN
}

const deviation = ({ cells, layout: { ringMask } }: PointState, last: number, width: number): number => {
  const count = Math.min(last + 1, width)
  // Around the newest value, not around zero: equal values give exactly 0.
  const centre = cells[last & ringMask]!
  let sum = 0
  for (let k = 1; k < count; k++) sum += cells[(last - k) & ringMask]! - centre
  const mean = sum / count
  let squares = mean * mean
  for (let k = 1; k < count; k++) {
    const d = cells[(last - k) & ringMask]! - centre - mean
    squares += d * d
  }
  return Math.sqrt(squares / count)
}

const seeSteps = ({ cells, layout: { ringMask } }: PointState, last: number, seen: Float64Array): void => {
  const count = Math.min(last, 60)
  let sum = 0
  let newer = cells[last & ringMask]!
  let recent = 0
  for (let k = 1; k <= count; k++) {
    const older = cells[(last - k) & ringMask]!
    sum += Math.abs(newer - older)
    newer = older
    if (k === 20) recent = sum
  }
  seen[SPREAD + 2] = count === 0 ? 0 : (count >= 20 ? recent : sum) / Math.min(count, 20)
  seen[SPREAD + 3] = count === 0 ? 0 : sum / count
}
