import { histogramOf, lenses } from './lenses.ts'
import { ALARM_ROW, ALARM_SUM, CELLS, countsFrom, HABIT, MEANS, PANEL_SUM, ROWS, WEIGHT, type PointState } from './point-state.ts'
import { addTo, cellWithin, surpriseOf } from './surprise.ts'
import { warmUp } from './warm-up.ts'

const FORGETTING = 1 / (1 - 1 / 4000)
const HEAVY = 1000
/** The panel sum at which an alarm is raised in a point without a past. */
export const THRESHOLD = 8
const NORM = 1.25
/** A signed lens looks up and down and so is surprised twice as often: log10 2. */
const SIGNED_COST = 0.3
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
  // Probabilities above these cannot reach the bar.
  const common = 10 ** -bar
  const commonSigned = 10 ** -(bar + SIGNED_COST)
  let sum = 0
  for (let l = 0; l < layout.lenses; l++) {
    const y = seen[l]!
    const evidence = Number.isNaN(y) ? 0 : weigh(state, l, y, bar, lenses[l]!.signed ? commonSigned : common)
    cells[layout.evidence + l] = evidence
    if (evidence > 0) sum += evidence ** NORM
  }
  grow(state)
  const total = sum ** (1 / NORM)
  wide[PANEL_SUM] = total
  return decide(state, total)
}

/** One lens of a row: how surprising beyond the bar, before the row becomes history itself. */
const weigh = (state: PointState, l: number, y: number, bar: number, common: number): number => {
  const h = histogramOf[l]!
  const { signed } = lenses[l]!
  const d = signed ? fromMean(state, l, y) : Math.max(0, y)
  // While a lens warms up, the mass of its histogram counts its rows, below zero.
  if (state.cells[state.layout.masses + h]! <= 0) {
    warmUp(state, l, d)
    return 0
  }
  const base = state.layout.counts + countsFrom[l]!
  if (!signed) return Math.max(0, meet(state, h, base, d, common) - bar)
  const up = meet(state, h, base, Math.max(0, d), common)
  const down = meet(state, h + 1, base + CELLS, Math.max(0, -d), common)
  return Math.max(0, Math.max(up, down) - SIGNED_COST - bar)
}

const fromMean = ({ wide }: PointState, l: number, y: number): number => {
  const mean = wide[MEANS + l]!
  const d = Number.isNaN(mean) ? 0 : y - mean
  wide[MEANS + l] = Number.isNaN(mean) ? y : mean + Math.max(0.001, 1 / (wide[ROWS]! + 1)) * d
  return d
}

/** A number meets its histogram: judged first, then added. */
const meet = (state: PointState, h: number, base: number, f: number, common: number): number => {
  const cell = cellWithin(state.cells, state.layout.scales + h, f)
  const surprise = surpriseOf(state, h, base, f, cell, common)
  addTo(state, h, base + cell)
  return surprise
}

/** A new row weighs a little more than the one before: that is how the histograms forget. Now and then all is scaled back. */
const grow = (state: PointState): void => {
  const { wide, layout } = state
  wide[WEIGHT] = wide[WEIGHT]! * FORGETTING
  if (wide[WEIGHT] < HEAVY) return
  const shrink = 1 / wide[WEIGHT]
  wide[WEIGHT] = 1
  for (let l = 0; l < layout.lenses; l++) {
    shrinkHistogram(state, histogramOf[l]!, layout.counts + countsFrom[l]!, shrink)
    if (lenses[l]!.signed) shrinkHistogram(state, histogramOf[l]! + 1, layout.counts + countsFrom[l]! + CELLS, shrink)
  }
}

const shrinkHistogram = ({ cells, layout }: PointState, h: number, base: number, shrink: number): void => {
  if (cells[layout.masses + h]! <= 0) return
  let mass = 0
  for (let k = base; k < base + CELLS; k++) {
    cells[k] = cells[k]! * shrink < 1e-9 ? 0 : cells[k]! * shrink
    mass += cells[k]!
  }
  cells[layout.masses + h] = Math.max(mass, 1e-9)
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
