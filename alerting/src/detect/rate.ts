import type { Detector } from './detector.ts'

/** The window is kept in so many parts, each with its least and greatest value, and one more in which it begins: it reaches back by up to one part too far. */
const PARTS = 60
const SLOTS = PARTS + 1
/** Of a part: its number since the epoch, least, greatest. */
const WIDTH = 3
/** Event time of the last reading. */
const LAST = SLOTS * WIDTH

export interface RateConfig {
  /** How much the value may change within the window, in the unit of the point. */
  limit: number
  deadband: number
  windowMs: number
  direction: 'up' | 'down' | 'either'
}

/**
 * Rate of change: by how much the value has risen (fallen) above the least (below the greatest) value of the window.
 * After a gap longer than the window nothing can be said about its rate, and it starts anew.
 */
export const rateDetector = ({ limit, deadband, windowMs, direction }: RateConfig): Detector => ({
  size: LAST + 1,
  limit,
  deadband,
  shows: 'signal',
  read: (cells, _input, time, value) => {
    if (Number.isNaN(value)) return Number.NaN
    if (time - (cells[LAST] ?? Number.NaN) > windowMs) cells.fill(Number.NaN)
    cells[LAST] = time
    const part = Math.floor(time * PARTS / windowMs)
    put(cells, part, value)
    return change(cells, part, value, direction)
  },
})

const put = (cells: Float64Array, part: number, value: number): void => {
  const at = part % SLOTS * WIDTH
  const known = cells[at] === part
  cells[at] = part
  cells[at + 1] = known ? Math.min(cells[at + 1] ?? value, value) : value
  cells[at + 2] = known ? Math.max(cells[at + 2] ?? value, value) : value
}

const change = (cells: Float64Array, newest: number, value: number, direction: RateConfig['direction']): number => {
  let least = value
  let greatest = value
  for (let at = 0; at < LAST; at += WIDTH) {
    if (!((cells[at] ?? Number.NaN) > newest - SLOTS)) continue
    least = Math.min(least, cells[at + 1] ?? value)
    greatest = Math.max(greatest, cells[at + 2] ?? value)
  }
  if (direction === 'up') return value - least
  return direction === 'down' ? greatest - value : Math.max(value - least, greatest - value)
}
