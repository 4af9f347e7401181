import { histogramOf, lenses, SEASON, VALUE } from './lenses.ts'
import { THRESHOLD } from './judge-row.ts'
import { CELLS, countsFrom, DAY_SLOTS, HABIT, MEANS, ORIGIN, PANEL_SUM, ROWS, SEVERITY, SLOT, type PointState } from './point-state.ts'
import { sortedMedian } from './sorted-window.ts'
import { upperValueAt } from './surprise.ts'
import { rowsUntilLive } from './watch-point.ts'

/** A range in the unit of the point within which all but one reading in a hundred are expected, and its middle. */
export interface ExpectedBand {
  readonly low: number
  readonly expected: number
  readonly high: number
}

/** Why a point is thought usual or unusual: made for a picture, off the path of the readings. */
export interface PointExplanation {
  /** Readings that are still needed before it is judged; 0 when it is live. */
  readonly rowsUntilLive: number
  /** How surprised the panel was by the last reading, and from what on it raises an alarm. */
  readonly surprise: number
  readonly alarmAt: number
  /** Of the incident that is going on, 0.5 to 1; 0 without one. */
  readonly severity: number
  /** For the next reading: by the last half hour of readings, and by the habit of this half hour of the day. Null while not known. */
  readonly byRecent: ExpectedBand | null
  readonly byTimeOfDay: ExpectedBand | null
  /** Lenses that were surprised by the last reading, the most surprised first; shares add up to 1. */
  readonly contributions: readonly { readonly lens: string, readonly family: string, readonly evidence: number, readonly share: number }[]
}

/** Beyond the band on either side: one reading in two hundred. */
const TAIL = 0.005

export const explainPoint = (state: PointState): PointExplanation => {
  const { wide, cells, layout } = state
  const rows = wide[ROWS]!
  const usual = cells[layout.day + (((wide[SLOT]! % DAY_SLOTS) + DAY_SLOTS) % DAY_SLOTS)]
  return {
    rowsUntilLive: rowsUntilLive(state),
    surprise: wide[PANEL_SUM]!,
    alarmAt: THRESHOLD * Math.exp(wide[HABIT]!),
    severity: wide[SEVERITY]!,
    byRecent: bandAround(state, sortedMedian(cells, layout.sorted30, Math.min(rows, 30)), VALUE + 1),
    byTimeOfDay: bandAround(state, usual ?? Number.NaN, SEASON),
    contributions: contributionsOf(state),
  }
}

/** The band of a lens that sees the value less a reference: what it saw until now, put around that reference. */
const bandAround = (state: PointState, reference: number, l: number): ExpectedBand | null => {
  const middle = state.wide[ORIGIN]! + reference + state.wide[MEANS + l]!
  const base = state.layout.counts + countsFrom[l]!
  const above = upperValueAt(state, histogramOf[l]!, base, TAIL)
  const below = upperValueAt(state, histogramOf[l]! + 1, base + CELLS, TAIL)
  return Number.isNaN(middle + above + below) ? null : { low: middle - below, expected: middle, high: middle + above }
}

const contributionsOf = ({ cells, layout }: PointState): PointExplanation['contributions'] => {
  const evidence = Array.from(cells.subarray(layout.evidence, layout.evidence + layout.lenses))
  const sum = evidence.reduce((total, each) => total + each, 0)
  return lenses.slice(0, layout.lenses).map(({ name, family }, l) => ({ lens: name, family, evidence: evidence[l]!, share: evidence[l]! / sum }))
    .filter((each) => each.evidence > 0).sort((a, b) => b.evidence - a.evidence)
}
