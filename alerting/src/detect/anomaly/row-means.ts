/**
 * Makes rows of readings that come faster than a detector is to look: the mean of each stretch of event time, as soon as a reading of a later
 * stretch has come. Stretches without a reading make no row.
 */
export class RowMeans {
  readonly size = 4
  private readonly everyMs: number
  private readonly from: number

  /** @param from index of the first of the `size` cells that are its own */
  constructor(everyMs: number, from: number) {
    this.everyMs = everyMs
    this.from = from
  }

  /** Takes a reading; event times never step back. @returns the mean of the stretch that it ended; NaN when the stretch goes on. */
  take(cells: Float64Array, time: number, value: number): number {
    const { from } = this
    const stretch = Math.floor(time / this.everyMs)
    const [before, sum, count] = [cells[from]!, cells[from + 1]!, cells[from + 2]!]
    if (stretch === before) {
      cells[from + 1] = sum + value
      cells[from + 2] = count + 1
      return Number.NaN
    }
    cells[from] = stretch
    cells[from + 1] = value
    cells[from + 2] = 1
    cells[from + 3] = before
    return sum / count
  }

  /** @returns event time (epoch ms) at which the stretch of the last row ended. */
  rowTime(cells: Float64Array): number { return (cells[this.from + 3]! + 1) * this.everyMs }
}
