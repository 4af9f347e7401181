import { SEASON } from './lenses.ts'
import { DAY_SLOTS, ROWS, SEASON_FROM, SLOT, SLOT_ROWS, SLOT_S, SLOT_SUM, WEEK_SLOTS, type PointState } from './point-state.ts'
import { sortedMedian } from './sorted-window.ts'

/**
 * Lenses of the time of day, in 48 half hours: against the habit of this half hour, and the distance to the nearest of what was usual
 * around now one, two and seven days ago (each half hour and its two neighbours). Where another season was learnt (`learn-season.ts`),
 * it stands for the day.
 * @param time seconds of local time since an epoch that begins at midnight.
 */
export const seeSeason = (state: PointState, time: number, value: number, seen: Float64Array): void => {
  const { wide, cells, layout } = state
  const rows = wide[ROWS]!
  const slot = Math.floor(time / wide[SLOT_S]!)
  enterSlot(state, slot)
  const habit = layout.day + wrap(slot, DAY_SLOTS)
  const usual = cells[habit]!
  const error = Number.isNaN(usual) ? 0 : value - usual
  const best = nearestOfSeason(state, slot, value)
  const recent = rows === 0 ? best : Math.abs(value - sortedMedian(cells, layout.sorted12, Math.min(rows, 12)))
  cells[layout.dayErrors + (rows & 7)] = error
  cells[layout.distances + (rows % 60)] = best
  cells[layout.nearDistances + (rows & 7)] = Math.min(best, recent)
  seen[SEASON] = error
  seen[SEASON + 1] = mean(cells, layout.dayErrors, Math.min(rows + 1, 8))
  seen[SEASON + 2] = meanLast24(cells, layout.distances, rows)
  seen[SEASON + 3] = mean(cells, layout.distances, Math.min(rows + 1, 60))
  seen[SEASON + 4] = mean(cells, layout.nearDistances, Math.min(rows + 1, 8))
  // In the first cycle of a season that was learnt there is no habit yet.
  if (time < wide[SEASON_FROM]!) seen.fill(Number.NaN, SEASON, SEASON + 5)
  learn(state, slot, habit, value, error)
}

/** A new half hour: the means of those in between, when time leapt forward, are not known. */
const enterSlot = ({ wide, cells, layout }: PointState, slot: number): void => {
  const before = wide[SLOT]!
  if (slot === before) return
  if (slot > before + 1) {
    const skipped = Math.min(slot - before - 1, WEEK_SLOTS)
    for (let k = 1; k <= skipped; k++) cells[layout.week + wrap(slot - k, WEEK_SLOTS)] = Number.NaN
  }
  wide[SLOT] = slot
  wide[SLOT_ROWS] = 0
  wide[SLOT_SUM] = 0
}

const nearestOfSeason = ({ cells, layout }: PointState, slot: number, value: number): number => {
  let best = Number.POSITIVE_INFINITY
  for (let beside = -1; beside <= 1; beside++) {
    best = nearer(best, cells[layout.day + wrap(slot + beside, DAY_SLOTS)]!, value)
    best = nearer(best, cells[layout.week + wrap(slot + beside - DAY_SLOTS, WEEK_SLOTS)]!, value)
    best = nearer(best, cells[layout.week + wrap(slot + beside - 2 * DAY_SLOTS, WEEK_SLOTS)]!, value)
  }
  // Of the week before, the half hours up to now are overwritten; the next one is still there.
  best = nearer(best, cells[layout.week + wrap(slot + 1, WEEK_SLOTS)]!, value)
  return best === Number.POSITIVE_INFINITY ? 0 : best
}

/** An unknown mean (NaN) is never nearer. */
const nearer = (best: number, known: number, value: number): number => {
  const distance = Math.abs(value - known)
  return distance < best ? distance : best
}

const learn = ({ wide, cells, layout }: PointState, slot: number, habit: number, value: number, error: number): void => {
  wide[SLOT_ROWS] = wide[SLOT_ROWS]! + 1
  wide[SLOT_SUM] = wide[SLOT_SUM]! + value
  cells[layout.week + wrap(slot, WEEK_SLOTS)] = wide[SLOT_SUM] / wide[SLOT_ROWS]
  const usual = cells[habit]!
  cells[habit] = Number.isNaN(usual) ? value : usual + 0.25 * error
}

const wrap = (slot: number, size: number): number => ((slot % size) + size) % size

const mean = (a: Float32Array, base: number, count: number): number => {
  let sum = 0
  for (let i = base; i < base + count; i++) sum += a[i]!
  return sum / count
}

const meanLast24 = (a: Float32Array, base: number, rows: number): number => {
  const count = Math.min(rows + 1, 24)
  let place = rows % 60
  let sum = 0
  for (let k = 0; k < count; k++) {
    sum += a[base + place]!
    place = place === 0 ? 59 : place - 1
  }
  return sum / count
}
