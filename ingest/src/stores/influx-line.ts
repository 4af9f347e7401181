import { GOOD } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { InfluxDirectory } from './influx-directory.ts'
import type { Measurement } from './influx-names.ts'
import { writeNumber } from './influx-number.ts'
import type { RowGroups } from './influx-rows.ts'

/** Room for a line's prefix, and for one field with its value, beyond their keys: a float of 24 characters, separators, the time. */
const VALUE_ROOM = 64
/** Longest key: a tag of 128 characters, each of at most 4 bytes or 3 where it is percent-encoded, and escapes. */
const KEY_ROOM = 1_024

const COMMA = 0x2c
const SPACE = 0x20
const LINE_FEED = 0x0a
const LETTER_I = 0x69

/**
 * Readings as InfluxDB's line protocol, time in ms: a line for each enterprise, source and time, with a field for each tag. Text is written
 * as bytes into one buffer that is used again: numbers of up to three decimals, almost all there are, without making a string of each.
 */
export class LineWriter {
  private readonly directory: InfluxDirectory
  private buffer = Buffer.allocUnsafe(1 << 20)
  private end = 0
  private timeText = new Uint8Array(0)
  private timeOfText = Number.NaN

  constructor(directory: InfluxDirectory) {
    this.directory = directory
  }

  /** The lines of groups `from` (inclusive) to `to` (exclusive). */
  write(batch: ReadingBatch, groups: RowGroups, from: number, to: number): string {
    this.end = 0
    for (let group = from; group < to; group++) this.writeGroup(batch, groups, group)
    return this.buffer.toString('utf8', 0, this.end)
  }

  private writeGroup(batch: ReadingBatch, { order, starts }: RowGroups, group: number): void {
    const first = starts[group] ?? 0
    const last = starts[group + 1] ?? 0
    const unusable = this.writeLine('good', batch, order, first, last)
    if (unusable > 0) {
      this.writeLine('quality', batch, order, first, last)
      this.writeLine('unusable', batch, order, first, last)
    }
    if (batch.marks !== null) this.writeLine('mark', batch, order, first, last)
  }

  /** @returns how many rows of the group are not for this measurement. */
  private writeLine(measurement: Measurement, batch: ReadingBatch, order: Int32Array, first: number, last: number): number {
    const head = order[first] ?? 0
    const prefix = this.directory.prefixesOf(this.directory.seriesNumberOf(batch.point[head] ?? -1))[measurement]
    const start = this.end
    this.reserve(prefix.length + VALUE_ROOM)
    this.buffer.set(prefix, start)
    this.end += prefix.length
    let left = 0
    for (let at = first; at < last; at++) {
      const row = order[at] ?? 0
      if (belongs(measurement, batch, row)) this.writeField(measurement, batch, row)
      else left++
    }
    if (left === last - first) this.end = start
    else this.writeTime(batch.time[head] ?? 0)
    return left
  }

  private writeField(measurement: Measurement, batch: ReadingBatch, row: number): void {
    this.reserve(KEY_ROOM + VALUE_ROOM)
    const { buffer } = this
    let at = this.directory.writeKey(batch.point[row] ?? 0, buffer, this.end)
    if (measurement === 'quality' || measurement === 'mark') {
      at = writeNumber((measurement === 'mark' ? batch.marks : batch.quality)?.[row] ?? 0, buffer, at)
      buffer[at++] = LETTER_I
    } else at = writeNumber(batch.value[row] ?? 0, buffer, at)
    buffer[at++] = COMMA
    this.end = at
  }

  /** In the place of the last comma. */
  private writeTime(time: number): void {
    if (time !== this.timeOfText) {
      this.timeText = Buffer.from(String(Math.floor(time)))
      this.timeOfText = time
    }
    this.reserve(VALUE_ROOM)
    this.buffer[this.end - 1] = SPACE
    this.buffer.set(this.timeText, this.end)
    this.end += this.timeText.length
    this.buffer[this.end++] = LINE_FEED
  }

  private reserve(bytes: number): void {
    if (this.end + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.end + bytes))
    larger.set(this.buffer.subarray(0, this.end))
    this.buffer = larger
  }
}

const belongs = (measurement: Measurement, { value, quality, marks }: ReadingBatch, row: number): boolean => {
  if (measurement === 'mark') return marks !== null && marks[row] !== 0
  const hasValue = Number.isFinite(value[row])
  const isUsable = hasValue && quality[row] === GOOD
  return measurement === 'good' ? isUsable : !isUsable && (measurement === 'quality' || hasValue)
}
