import type { ChannelRole } from '@hazardwatch/shared/source-model'

/** Rows of a fit, row-major, `channels` wide; NaN = missing. `times` are epoch ms. */
export interface HealthyRows { times: Float64Array, values: Float64Array, channels: number }

/** A stretch [from, to) of rows that follow each other without a gap. */
export interface Stretch { from: number, to: number }

/** A value this many quartile distances from its channel's median is no measurement: it does not take part in the fit. */
const WILD = 100
/** A channel with a smaller share of values takes no part. */
const PRESENT = 0.8
/** A variation below this share of the channel's size is rounding, not a signal. */
const ROUNDING = 1e-9
const GAP = 3.5

export const rowCount = (rows: HealthyRows): number => rows.times.length

/** @returns the rows with wild values turned into missing ones. */
export const withoutWildValues = (rows: HealthyRows): HealthyRows => {
  const values = Float64Array.from(rows.values, (value) => (Number.isFinite(value) ? value : Number.NaN))
  for (let channel = 0; channel < rows.channels; channel++) {
    const sorted = columnOf(rows, values, channel).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
    const middle = quantile(sorted, 0.5)
    const quartiles = quantile(sorted, 0.75) - quantile(sorted, 0.25)
    // A channel that mostly stands still has no quartile distance to go by: there, only what is beyond all reason is wild.
    const reach = quartiles > 0 ? WILD * quartiles : 1e6 * Math.max(1, Math.abs(middle))
    for (let row = 0; row < rowCount(rows); row++) {
      const cell = row * rows.channels + channel
      if (Math.abs(values[cell]! - middle) > reach) values[cell] = Number.NaN
    }
  }
  return { ...rows, values }
}

/** @returns which channels can take part: those that have values and vary. */
export const channelRoles = (rows: HealthyRows): ChannelRole[] => Array.from({ length: rows.channels }, (_, channel) => {
  const column = columnOf(rows, rows.values, channel).filter((value) => !Number.isNaN(value))
  if (column.length < PRESENT * rowCount(rows) || column.length === 0) return 'missing'
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of column) { least = Math.min(least, value); most = Math.max(most, value) }
  return most - least > ROUNDING * Math.max(Math.abs(least), Math.abs(most)) ? 'used' : 'constant'
})

/** @returns only the given channels, in their order. */
export const selectChannels = (rows: HealthyRows, used: Int32Array): HealthyRows => {
  const values = new Float64Array(rowCount(rows) * used.length)
  for (let row = 0; row < rowCount(rows); row++) for (let i = 0; i < used.length; i++) values[row * used.length + i] = rows.values[row * rows.channels + used[i]!]!
  return { times: rows.times, values, channels: used.length }
}

/** @returns the stretches of at least `shortest` rows in which no value is missing and no time is skipped. */
export const completeStretches = (rows: HealthyRows, intervalMs: number, shortest: number): Stretch[] => {
  const stretches: Stretch[] = []
  let from = 0
  for (let row = 0; row <= rowCount(rows); row++) {
    const ends = row === rowCount(rows) || !isComplete(rows, row)
    const skips = row > from && row < rowCount(rows) && rows.times[row]! - rows.times[row - 1]! > GAP * intervalMs
    if (!ends && !skips) continue
    if (row - from >= shortest) stretches.push({ from, to: row })
    from = ends ? row + 1 : row
  }
  return stretches
}

/** @returns what of the stretches lies outside [from, to). */
export const outside = (stretches: readonly Stretch[], from: number, to: number, shortest: number): Stretch[] => stretches
  .flatMap((stretch) => [{ from: stretch.from, to: Math.min(stretch.to, from) }, { from: Math.max(stretch.from, to), to: stretch.to }])
  .filter((stretch) => stretch.to - stretch.from >= shortest)

/** @returns the median time between rows in ms; 1 for rows without times. */
export const typicalInterval = (times: Float64Array): number => {
  const steps = times.slice(1).map((time, row) => time - times[row]!).filter((step) => step > 0).sort()
  return steps.length === 0 ? 1 : quantile(steps, 0.5)
}

/** @returns per channel how many times at most a value was repeated in a row. */
export const longestRepeats = (rows: HealthyRows): Float64Array => {
  const longest = new Float64Array(rows.channels)
  for (let channel = 0; channel < rows.channels; channel++) {
    let run = 0
    for (let row = 1; row < rowCount(rows); row++) {
      run = rows.values[row * rows.channels + channel] === rows.values[(row - 1) * rows.channels + channel] ? run + 1 : 0
      longest[channel] = Math.max(longest[channel]!, run)
    }
  }
  return longest
}

/** @returns the value below which a share of a sorted series lies; NaN of an empty one. */
export const quantile = (sorted: ArrayLike<number>, share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

const columnOf = (rows: HealthyRows, values: Float64Array, channel: number): Float64Array =>
  Float64Array.from({ length: rowCount(rows) }, (_, row) => values[row * rows.channels + channel]!)

const isComplete = (rows: HealthyRows, row: number): boolean => {
  for (let channel = 0; channel < rows.channels; channel++) if (Number.isNaN(rows.values[row * rows.channels + channel]!)) return false
  return true
}
