import { histogramOf, lenses } from './lenses.ts'
import { ALARM_ROW, ALARM_SUM, CELLS, HABIT, MEANS, PANEL_SUM, ROWS, WARM_ROWS, WEIGHT, type PointState } from './point-state.ts'
import { cellOf, scaleAt, settleHistogram, surpriseOf } from './surprise.ts'

/** At this row at the latest a lens takes what it has seen for its history. */
const WARM_END = 600
const FORGETTING = 1 / (1 - 1 / 4000)
const HEAVY = 1000
/** The panel sum at which an alarm is raised in a point without a past. */
const THRESHOLD = 8
const NORM = 1.25
const DEAD_ROWS = 80
const UPGRADE = 2
const HABIT_STEP = 0.1
const HABIT_DECAY = Math.exp(-1 / 1200)

/**
 * Weighs what the lenses saw: each surprise beyond what the age of the point makes common, summed over the panel.
 * @returns the score: 0.5 and above on the row of an alarm, 0 elsewhere.
 */
export const judgeRow = (state: PointState, seen: Float64Array): number => {
  const { wide, cells, layout } = state
  const bar = 0.5 + 0.75 * Math.log10(Math.min(Math.max(wide[ROWS]!, 200), 20_000) / 1000)
  let sum = 0
  for (let l = 0; l < layout.lenses; l++) {
    const y = seen[l]!
    const evidence = Number.isNaN(y) ? 0 : weigh(state, l, y, bar)
    cells[layout.evidence + l] = evidence
    if (evidence > 0) sum += evidence ** NORM
  }
  if (state.warm !== undefined) endWarmUp(state)
  grow(state)
  const total = sum ** (1 / NORM)
  wide[PANEL_SUM] = total
  return decide(state, total)
}

/** One lens of a row: how surprising beyond the bar, before the row becomes history itself. */
const weigh = (state: PointState, l: number, y: number, bar: number): number => {
  const h = histogramOf[l]!
  if (!lenses[l]!.signed) return Math.max(0, meet(state, h, Math.max(0, y), bar) - bar)
  const { wide } = state
  const mean = wide[MEANS + l]!
  const d = Number.isNaN(mean) ? 0 : y - mean
  wide[MEANS + l] = Number.isNaN(mean) ? y : mean + Math.max(0.001, 1 / (wide[ROWS]! + 1)) * d
  const up = meet(state, h, Math.max(0, d), bar + 0.3)
  const down = meet(state, h + 1, Math.max(0, -d), bar + 0.3)
  return Math.max(0, Math.max(up, down) - 0.3 - bar)
}

/** A number meets its histogram: judged first, then added. */
const meet = (state: PointState, h: number, f: number, bar: number): number => {
  const { cells, wide, layout } = state
  const mass = cells[layout.masses + h]!
  // While a histogram warms up, its mass counts the rows, below zero.
  if (mass <= 0) return warmUp(state, h, f, -mass)
  let off = cells[layout.scales + h]!
  if (f > 0 && Number.isNaN(off)) {
    off = scaleAt(f)
    cells[layout.scales + h] = off
  }
  const cell = f > 0 ? cellOf(f, off) : 0
  const surprise = surpriseOf(state, h, f, cell, 10 ** -bar)
  const place = layout.counts + h * CELLS + cell
  cells[place] = cells[place]! + wide[WEIGHT]!
  cells[layout.masses + h] = mass + wide[WEIGHT]!
  return surprise
}

const warmUp = (state: PointState, h: number, f: number, count: number): number => {
  const { warm, cells, layout } = state
  if (warm === undefined) return 0
  warm[h * WARM_ROWS + count] = f
  cells[layout.masses + h] = -(count + 1)
  if (count + 1 === WARM_ROWS) settleHistogram(state, h, warm.subarray(h * WARM_ROWS, (h + 1) * WARM_ROWS))
  return 0
}

const endWarmUp = (state: PointState): void => {
  const { cells, layout, warm, wide } = state
  const late = wide[ROWS]! >= WARM_END
  for (let h = 0; h < layout.histograms; h++) {
    const mass = cells[layout.masses + h]!
    if (mass > 0) continue
    if (!late) return
    settleHistogram(state, h, (warm ?? new Float32Array(0)).slice(h * WARM_ROWS, h * WARM_ROWS - mass))
  }
  state.warm = undefined
}

/** A new row weighs a little more than the one before: that is how the histograms forget. Now and then all is scaled back. */
const grow = (state: PointState): void => {
  const { wide, cells, layout } = state
  wide[WEIGHT] = wide[WEIGHT]! * FORGETTING
  if (wide[WEIGHT] < HEAVY) return
  const shrink = 1 / wide[WEIGHT]
  wide[WEIGHT] = 1
  for (let h = 0; h < layout.histograms; h++) {
    if (cells[layout.masses + h]! <= 0) continue
    let mass = 0
    for (let k = layout.counts + h * CELLS; k < layout.counts + (h + 1) * CELLS; k++) {
      cells[k] = cells[k]! * shrink < 1e-9 ? 0 : cells[k]! * shrink
      mass += cells[k]!
    }
    cells[layout.masses + h] = Math.max(mass, 1e-9)
  }
}

/** One alarm an incident: none for 80 rows after an alarm unless twice as strong, and each makes the next one a little dearer for a while. */
const decide = ({ wide }: PointState, total: number): number => {
  const habit = wide[HABIT]! * HABIT_DECAY
  wide[HABIT] = habit
  const ratio = total / (THRESHOLD * Math.exp(habit))
  if (ratio < 1) return 0
  if (wide[ROWS]! - wide[ALARM_ROW]! <= DEAD_ROWS && total < UPGRADE * wide[ALARM_SUM]!) return 0
  wide[HABIT] = habit + HABIT_STEP
  wide[ALARM_ROW] = wide[ROWS]!
  wide[ALARM_SUM] = total
  return ratio / (1 + ratio)
}
