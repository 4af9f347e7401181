/**
 * How far is a run of values from the nearest of many earlier ones? Each of those is compared in full: to give one up early costs more than it saves
 * where the series is noise, and what a reading costs should not depend on what it is. Each value is loaded once and handed along.
 * Results are sums of squares, infinite where there is no run.
 */

/** Of 8 rows: the newest of the `count` earlier runs ends with row `last` of a ring. */
export const nearestOf8 = (run: Float64Array, ring: Float32Array, ringMask: number, last: number, count: number): number => {
  const r0 = run[0]!, r1 = run[1]!, r2 = run[2]!, r3 = run[3]!, r4 = run[4]!, r5 = run[5]!, r6 = run[6]!, r7 = run[7]!
  let x0 = 0, x1 = ring[last & ringMask]!, x2 = ring[(last - 1) & ringMask]!, x3 = ring[(last - 2) & ringMask]!
  let x4 = ring[(last - 3) & ringMask]!, x5 = ring[(last - 4) & ringMask]!, x6 = ring[(last - 5) & ringMask]!, x7 = ring[(last - 6) & ringMask]!
  let best = Number.POSITIVE_INFINITY
  for (let oldest = last - 7; oldest > last - 7 - count; oldest--) {
    x0 = x1; x1 = x2; x2 = x3; x3 = x4; x4 = x5; x5 = x6; x6 = x7
    x7 = ring[oldest & ringMask]!
    const d0 = r0 - x0, d1 = r1 - x1, d2 = r2 - x2, d3 = r3 - x3, d4 = r4 - x4, d5 = r5 - x5, d6 = r6 - x6, d7 = r7 - x7
    const sum = d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5 + (d6 * d6 + d7 * d7))
    if (sum < best) best = sum
  }
  return best
}

/**
 * Of 6 values: `earlier[i]` is the newest of run i, those before it follow.
 * @param distances filled with the sum of each run: half of one of 12
 */
export const nearestOf6 = (run: Float64Array, earlier: Float64Array, count: number, distances: Float64Array): number => {
  const r0 = run[0]!, r1 = run[1]!, r2 = run[2]!, r3 = run[3]!, r4 = run[4]!, r5 = run[5]!
  let x0 = 0, x1 = earlier[0]!, x2 = earlier[1]!, x3 = earlier[2]!, x4 = earlier[3]!, x5 = earlier[4]!
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < count; i++) {
    x0 = x1; x1 = x2; x2 = x3; x3 = x4; x4 = x5
    x5 = earlier[i + 5]!
    const d0 = r0 - x0, d1 = r1 - x1, d2 = r2 - x2, d3 = r3 - x3, d4 = r4 - x4, d5 = r5 - x5
    const sum = d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5)
    distances[i] = sum
    if (sum < best) best = sum
  }
  return best
}

/**
 * Of 12 values, of whose newer half `nearestOf6` has filled `distances`.
 * @param first of the runs that count, `count` in number
 * @param centred each run is taken relative to its own mean, shape without level: that is the sum of squares less what the means account for,
 *   and 0 exactly for a run that comes again
 */
export const nearestOf12 = (run: Float64Array, earlier: Float64Array, first: number, count: number, distances: Float64Array, centred: boolean): number => {
  const r0 = run[6]!, r1 = run[7]!, r2 = run[8]!, r3 = run[9]!, r4 = run[10]!, r5 = run[11]!
  let x0 = 0, x1 = earlier[first + 6]!, x2 = earlier[first + 7]!, x3 = earlier[first + 8]!, x4 = earlier[first + 9]!, x5 = earlier[first + 10]!
  const share = centred ? 1 / 12 : 0
  let level = sumOf12(run, 0) - sumOf12(earlier, first)
  let best = Number.POSITIVE_INFINITY
  for (let i = first; i < first + count; i++) {
    x0 = x1; x1 = x2; x2 = x3; x3 = x4; x4 = x5
    x5 = earlier[i + 11]!
    const d0 = r0 - x0, d1 = r1 - x1, d2 = r2 - x2, d3 = r3 - x3, d4 = r4 - x4, d5 = r5 - x5
    const sum = distances[i]! + (d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5)) - level * level * share
    if (sum < best) best = sum
    level += earlier[i]! - earlier[i + 12]!
  }
  return Math.max(0, best)
}

/** Values are float32, their sum is float64: moved along the runs it stays exact. */
const sumOf12 = (values: Float64Array, from: number): number => {
  let sum = 0
  for (let k = from; k < from + 12; k++) sum += values[k]!
  return sum
}
