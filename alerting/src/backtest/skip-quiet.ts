import { GOOD } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { IDLE, LIMIT, OFF, SILENCE } from '../detect/limit-columns.ts'
import type { Engine } from '../engine-state.ts'
import { rememberTime, reservePoint } from '../point-memory.ts'

/** Between these, on a good reading, nothing can happen to any rule of a point. */
export interface QuietBand {
  above: number
  below: number
  /** Longest pause between readings that is no silence, ms. */
  gap: number
}

/** @returns the band of a point whose rules are limits and silences at rest; undefined when a reading has to be judged one by one. */
export const quietBand = ({ book }: Engine, point: number): QuietBand | undefined => {
  const band = { above: Number.NEGATIVE_INFINITY, below: Number.POSITIVE_INFINITY, gap: Number.POSITIVE_INFINITY }
  for (let row = book.firstOfPoint[point] ?? -1; row !== -1; row = book.nextOfRule[row] ?? -1) {
    const mode = book.configs.mode[row]
    if (mode === OFF) continue
    if ((mode !== LIMIT && mode !== SILENCE) || book.live.phase[row] !== IDLE) return undefined
    // The time of a silence stands where the on-delay of a limit does.
    if (mode === SILENCE) band.gap = Math.min(band.gap, book.configs.onDelay[row] ?? 0)
    if (mode === SILENCE) continue
    const limit = book.configs.limit[row] ?? 0
    if (book.configs.high[row] === 1) band.below = Math.min(band.below, limit)
    else band.above = Math.max(band.above, limit)
  }
  return band
}

/**
 * @param heardAt when the point was heard before the first of these rows; 0 = never
 * @returns the first row from `from` on that lies outside the band, is not good, has no value or comes after a silence; `to` when none does.
 */
export const quietUntil = ({ above, below, gap }: QuietBand, batch: ReadingBatch, from: number, to: number, heardAt: number): number => {
  const { time, value, quality } = batch
  let before = heardAt === 0 ? time[from] ?? 0 : heardAt
  for (let row = from; row < to; row++) {
    const read = value[row] ?? Number.NaN
    const at = time[row] ?? 0
    if (!(read > above && read < below) || quality[row] !== GOOD || at - before > gap) return row
    before = at
  }
  return to
}

/** What judging quiet rows would have left behind: the clock of the point, and nothing else. */
export const passQuiet = ({ memory: { points } }: Engine, point: number, batch: ReadingBatch, from: number, to: number): void => {
  if (to <= from) return
  reservePoint(points, point)
  const time = batch.time[to - 1] ?? 0
  rememberTime(points, point, time)
  points.judgedTo[point] = time
  points.liveAt[point] = time
  points.liveArrival[point] = time
  points.heardAt[point] = time
  points.quality[point] = GOOD
}
