import { addReading, createBatch, markRow, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { NewestReadings } from './newest-readings.ts'
import { DAY_MS, dayOf } from './utc-day.ts'

/** The rows of a batch that are of one day. */
export interface DayRows {
  day: number
  /** Later than all that is stored of their point: these cannot be duplicates. */
  fresh: ReadingBatch
  /** Resent, late or backfilled: they must be compared with what is stored. */
  suspects: ReadingBatch
  /** Where they stood in the batch. */
  suspectRows: number[]
}

/** Splits a batch and advances `newest` by it. Nearly every batch is of one day, so its columns are made for that. */
export const splitByDay = (batch: ReadingBatch, newest: NewestReadings): DayRows[] => {
  const days = new Map<number, DayRows>()
  let current: DayRows | undefined
  let start = 0
  const { marks } = batch
  for (let row = 0; row < batch.count; row++) {
    const time = batch.time[row] ?? 0
    if (current === undefined || time < start || time >= start + DAY_MS) {
      current = rowsOfDay(days, dayOf(time), batch)
      start = current.day * DAY_MS
    }
    const point = batch.point[row] ?? 0
    const value = batch.value[row] ?? Number.NaN
    const quality = batch.quality[row] ?? 0
    const isFresh = newest.advance(point, time, value, quality)
    const rows = isFresh ? current.fresh : current.suspects
    addReading(rows, point, time, value, quality)
    if (!isFresh) current.suspectRows.push(row)
    if (marks !== null && marks[row] !== 0) markRow(rows, rows.count - 1, marks[row] ?? 0)
  }
  return [...days.values()]
}

const rowsOfDay = (days: Map<number, DayRows>, day: number, { count, arrivedAt }: ReadingBatch): DayRows => {
  const known = days.get(day)
  if (known !== undefined) return known
  const rows = { day, fresh: createBatch(days.size === 0 ? count : 0, arrivedAt), suspects: createBatch(0, arrivedAt), suspectRows: [] }
  days.set(day, rows)
  return rows
}
