/** Values of a source's channels on a grid of time. A value holds for so many steps of the grid, then it is missing. */
const HOLDS = 3

/** Numbers that a grid of p channels remembers: the step that fills, then per channel the last value and its step. */
export const gridSize = (channels: number): number => 1 + 2 * channels

/**
 * Takes a reading of a channel. Readings come with times that are never smaller than the one before.
 * @param cells from `at` on the grid's numbers, never written = NaN
 * @param row is filled with the values of the step that this reading closes, NaN = missing
 * @returns the time (epoch ms) of the row that was closed; NaN when none was
 */
export const putInGrid = (cells: Float64Array, at: number, everyMs: number, channel: number, time: number, value: number, row: Float64Array): number => {
  const step = Math.floor(time / everyMs)
  const filling = cells[at]!
  let closed = Number.NaN
  if (step > filling) {
    for (let i = 0; i < row.length; i++) row[i] = filling - cells[at + 2 + 2 * i]! <= HOLDS ? cells[at + 1 + 2 * i]! : Number.NaN
    closed = filling * everyMs
  }
  if (!(step <= filling)) cells[at] = step
  cells[at + 1 + 2 * channel] = value
  cells[at + 2 + 2 * channel] = Number.isNaN(value) ? Number.NaN : step
  return closed
}
