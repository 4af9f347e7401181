import type { AnomalyModel } from '@hazardwatch/shared/point-model'
import { histogramOf, lenses, SEASON, VALUE } from './lenses.ts'
import { THRESHOLD } from './judge-row.ts'
import { CELLS, countsFrom, DAY_SLOTS, HABIT, MEANS, ORIGIN, PANEL_SUM, ROWS, SEVERITY, SLOT, type PointState } from './point-state.ts'
import { sortedMedian } from './sorted-window.ts'
import { upperValueAt } from './surprise.ts'
import { rowsUntilLive } from './watch-point.ts'

/** Why a point is thought usual or unusual: made for a picture, off the path of the readings. */
export type PointExplanation = Omit<AnomalyModel, 'rule' | 'panel'>

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
const bandAround = (state: PointState, reference: number, l: number): PointExplanation['byRecent'] => {
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
