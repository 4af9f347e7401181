/**
 * For each point a range of time in which nothing is stored, both ends exclusive: from its newest reading when a backlog was passed over to the first
 * one stored after that. The backlog lies in there, so its readings are known as new without asking what is stored. In columns, 16 bytes a point.
 */
export class PointGaps {
  private low: Float64Array
  private high: Float64Array

  /** @param newest of each point, epoch ms; -Infinity where there is none. Points beyond it have no gap. */
  constructor(newest: Float64Array) {
    this.low = newest.slice()
    this.high = new Float64Array(newest.length).fill(Number.POSITIVE_INFINITY)
  }

  /** A point of which nothing later than `newest` is stored, as is found out only now. */
  open(point: number, newest: number): void {
    if (point >= this.low.length) this.reserve(point + 1)
    this.low[point] = newest
    this.high[point] = Number.POSITIVE_INFINITY
  }

  /** A reading later than all stored ones of its point is about to be stored. */
  advance(point: number, time: number): void {
    if (this.high[point] === Number.POSITIVE_INFINITY) this.high[point] = time
  }

  has(point: number, time: number): boolean {
    return time > (this.low[point] ?? Number.NaN) && time < (this.high[point] ?? Number.NaN)
  }

  /** A reading in the gap is about to be stored: what is left of the gap lies behind it. @returns false when it is in no gap */
  take(point: number, time: number): boolean {
    if (!this.has(point, time)) return false
    this.low[point] = time
    return true
  }

  private reserve(points: number): void {
    const size = Math.max(points, this.low.length * 2)
    const low = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
    const high = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
    low.set(this.low)
    high.set(this.high)
    this.low = low
    this.high = high
  }
}
