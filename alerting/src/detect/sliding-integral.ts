/**
 * The integral of a held value over a window that slides with time, in numbered parts of the window. The part in which the window begins counts by the
 * share of it that is still inside. Nothing is subtracted from running sums: a spike that has left the window leaves no rounding error behind.
 */
const PARTS = 60
/** The window begins within one part and ends within another. */
const SLOTS = PARTS + 1
/** Of a part: its number since the epoch, and the integral over it (value × ms). */
const WIDTH = 2
const LAST_TIME = SLOTS * WIDTH
const LAST_VALUE = LAST_TIME + 1
export const INTEGRAL_CELLS = LAST_VALUE + 1

/** Goes on to `time` with the value that has held; nothing is known, and nothing is added, before the first value. */
export const integrateTo = (cells: Float64Array, windowMs: number, time: number): void => {
  const value = cells[LAST_VALUE] ?? Number.NaN
  const part = windowMs / PARTS
  let from = Math.max(cells[LAST_TIME] ?? Number.NaN, time - windowMs - part)
  while (!Number.isNaN(value) && from < time) {
    const number = Math.floor(from / part)
    // Where rounding puts the end of a part at its own beginning, go on by one ms rather than stand still.
    const to = Math.min(time, Math.max((number + 1) * part, from + 1))
    const at = number % SLOTS * WIDTH
    cells[at + 1] = (cells[at] === number ? cells[at + 1] ?? 0 : 0) + value * (to - from)
    cells[at] = number
    from = to
  }
  cells[LAST_TIME] = time
}

/** @returns the level where a sum differs from it by no more than rounding. */
export const unlessRounding = (sum: number, level: number): number => (Math.abs(sum - level) <= 1e-9 * Math.abs(level) ? level : sum)

/** From now on this value holds; NaN = none does. */
export const holdValue = (cells: Float64Array, value: number): void => { cells[LAST_VALUE] = value }

/** @returns the integral over the window that ends at `time`, to which it has been integrated; `held` more was added behind the last time. */
export const integralAt = (cells: Float64Array, windowMs: number, time: number): number => {
  const part = windowMs / PARTS
  const begin = (time - windowMs) / part
  const first = Math.floor(begin)
  let sum = 0
  for (let at = 0; at < LAST_TIME; at += WIDTH) {
    const number = cells[at] ?? Number.NaN
    if (number > first) sum += cells[at + 1] ?? 0
    else if (number === first) sum += (cells[at + 1] ?? 0) * (first + 1 - begin)
  }
  const lastTime = cells[LAST_TIME] ?? Number.NaN
  return time > lastTime ? sum + (cells[LAST_VALUE] || 0) * (time - lastTime) : sum
}

/**
 * When the integral reaches a level while the last value holds. Between the ends of parts it changes linearly, so the moment is exact.
 * @returns epoch ms, rounded up; Infinity when it does not within the window
 */
export const reachedAt = (cells: Float64Array, windowMs: number, level: number): number => {
  const value = cells[LAST_VALUE] ?? Number.NaN
  const last = cells[LAST_TIME] ?? Number.NaN
  if (!(value * windowMs >= level)) return Number.POSITIVE_INFINITY
  const part = windowMs / PARTS
  let from = last
  let before = integralAt(cells, windowMs, from)
  for (let number = Math.floor(last / part) + 1; number <= Math.floor(last / part) + SLOTS; number++) {
    const to = number * part
    const after = integralAt(cells, windowMs, to)
    if (after >= level && after > before) return Math.ceil(from + (to - from) * Math.max(0, (level - before) / (after - before)))
    from = to
    before = after
  }
  return Math.ceil(last + windowMs)
}
