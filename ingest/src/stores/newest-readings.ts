import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { StoredReading } from '@hazardwatch/shared/reading-store'
import { PointGaps } from './point-gaps.ts'

/**
 * The newest stored reading of each point, in columns indexed by point number (17 bytes a point; numbers are given out densely).
 * A row later than it cannot be a duplicate, which is what spares the store a look-up for almost every row.
 */
export class NewestReadings {
  private time = new Float64Array(1_024).fill(Number.NEGATIVE_INFINITY)
  private value = new Float64Array(1_024)
  private quality = new Uint8Array(1_024)
  private gaps: PointGaps | undefined

  /** While a backlog drains beside what is live its readings are new as well, although they are not later. */
  expectOlder(isExpected: boolean): void {
    this.gaps = isExpected ? new PointGaps(this.time) : undefined
  }

  /** Takes the reading if it is later than the point's newest. @returns whether it is surely not stored: it is later, or of a backlog that was passed over. */
  advance(point: number, time: number, value: number, quality: number): boolean {
    if (point >= this.time.length) this.reserve(point + 1)
    if (!(time > (this.time[point] ?? Number.NaN))) return this.gaps?.take(point, time) ?? false
    this.gaps?.advance(point, time)
    this.time[point] = time
    this.value[point] = value
    this.quality[point] = quality
    return true
  }

  get(point: number): StoredReading | undefined {
    const time = this.time[point]
    if (time === undefined || time === Number.NEGATIVE_INFINITY) return undefined
    const value = this.value[point] ?? Number.NaN
    return [time, Number.isNaN(value) ? null : value, this.quality[point] ?? 0]
  }

  /** One row for each point that has a reading. */
  toBatch(): ReadingBatch {
    const batch = createBatch(this.time.length, 0)
    for (let point = 0; point < this.time.length; point++) {
      const time = this.time[point] ?? Number.NEGATIVE_INFINITY
      if (time !== Number.NEGATIVE_INFINITY) addReading(batch, point, time, this.value[point] ?? Number.NaN, this.quality[point] ?? 0)
    }
    return batch
  }

  private reserve(points: number): void {
    const size = Math.max(points, this.time.length * 2)
    const time = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
    const value = new Float64Array(size)
    const quality = new Uint8Array(size)
    time.set(this.time)
    value.set(this.value)
    quality.set(this.quality)
    this.time = time
    this.value = value
    this.quality = quality
  }
}
