import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { GOOD, OUT_OF_RANGE } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'

/** A step counts as one of at least so long: two samples a few ms apart differ by noise, which is not a rate. */
const STEP_MIN_MS = 1_000

/** What the instruments can do, as columns by point number. */
interface Limits {
  low: Float64Array
  high: Float64Array
  /** Units a millisecond; 0 = not checked. */
  rate: Float64Array
  /** The newest reading of points whose rate is checked. */
  lastTime: Float64Array
  lastValue: Float64Array
}

export interface PlausibilityCounts {
  /** Readings outside the range of their point. */
  outOfRange: number
  /** Readings that a step led to which is not physical. */
  impossibleStep: number
}

/**
 * Marks good readings that cannot be: outside the range of their point, or further from the one before than it can have moved since.
 * Both become `out_of_range` and keep their value: nothing is dropped, and limits are judged on it all the same, because a gas detector
 * beyond its range is the worst case and not "no value", and a real leak may be faster than whoever wrote the rate thought.
 */
export interface Plausibility {
  check(batch: ReadingBatch): void
  counts(): PlausibilityCounts
  stop(): void
}

export const createPlausibility = (ledger: Pick<Ledger, 'points' | 'onChange'>): Plausibility => {
  const counts: PlausibilityCounts = { outOfRange: 0, impossibleStep: 0 }
  let limits = createLimits(1_024)
  const set = (point: NumberedPoint): void => {
    if (point.number >= limits.low.length) limits = grown(limits, point.number + 1)
    setLimits(limits, point)
  }
  for (const point of ledger.points()) set(point)
  const stop = ledger.onChange((change) => { if (change.type === 'point' && !change.retired) set(change.point) })
  return { check: (batch) => { checkRows(limits, batch, counts) }, counts: () => ({ ...counts }), stop }
}

const createLimits = (size: number): Limits => ({
  low: new Float64Array(size).fill(Number.NEGATIVE_INFINITY), high: new Float64Array(size).fill(Number.POSITIVE_INFINITY), rate: new Float64Array(size),
  lastTime: new Float64Array(size).fill(Number.NEGATIVE_INFINITY), lastValue: new Float64Array(size).fill(Number.NaN),
})

const grown = (limits: Limits, size: number): Limits => {
  const larger = createLimits(Math.max(size, limits.low.length * 2))
  for (const column of ['low', 'high', 'rate', 'lastTime', 'lastValue'] as const) larger[column].set(limits[column])
  return larger
}

const setLimits = ({ low, high, rate }: Limits, { number, rangeLow, rangeHigh, maxRatePerS }: NumberedPoint): void => {
  low[number] = rangeLow ?? Number.NEGATIVE_INFINITY
  high[number] = rangeHigh ?? Number.POSITIVE_INFINITY
  rate[number] = (maxRatePerS ?? 0) / 1_000
}

const checkRows = (limits: Limits, batch: ReadingBatch, counts: PlausibilityCounts): void => {
  const { low, high, rate } = limits
  const { count, point, value, quality } = batch
  for (let row = 0; row < count; row++) {
    if (quality[row] !== GOOD) continue
    const number = point[row]!
    const reading = value[row]!
    if (rate[number]! > 0 && isImpossibleStep(limits, batch, row)) {
      quality[row] = OUT_OF_RANGE
      counts.impossibleStep++
    }
    if (reading < low[number]! || reading > high[number]!) {
      quality[row] = OUT_OF_RANGE
      counts.outOfRange++
    }
  }
}

/** Compares with the newest reading before it; what is late or was buffered has no neighbour here and is not compared. */
const isImpossibleStep = ({ rate, lastTime, lastValue }: Limits, batch: ReadingBatch, row: number): boolean => {
  const number = batch.point[row]!
  const time = batch.time[row]!
  const value = batch.value[row]!
  const since = time - lastTime[number]!
  if (since <= 0 || batch.historical?.[row] === 1) return false
  const moved = Math.abs(value - lastValue[number]!)
  lastTime[number] = time
  lastValue[number] = value
  return moved > rate[number]! * Math.max(since, STEP_MIN_MS)
}
