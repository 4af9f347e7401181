import type { AnomalyModel } from '@hazardwatch/shared/point-model'
import { histogramOf, lenses, SEASON, VALUE } from './lenses.ts'
import { THRESHOLD } from './judge-row.ts'
import { CELLS, countsFrom, DAY_SLOTS, HABIT, MEANS, ORIGIN, PANEL_SUM, ROWS, SEVERITY, SLOT, type PointState } from './point-state.ts'
import { recentMedian } from './recent-median.ts'
import { upperValueAt } from './surprise.ts'
import { rowsUntilLive } from './watch-point.ts'

/** Why a point is thought usual or unusual: made for a picture, off the path of the readings. */
export type PointExplanation = Omit<AnomalyModel, 'rule' | 'panel'>

/** Beyond the band on either side: one reading in two hundred. */
const TAIL = 0.005

/** @param severity of the incident from which the rule alarms */
export const explainPoint = (state: PointState, severity: number): PointExplanation => {
  const { wide } = state
  return {
    rowsUntilLive: rowsUntilLive(state),
    surprise: wide[PANEL_SUM]!,
    alarmAt: alarmAt(state, severity),
    severity: wide[SEVERITY]!,
    byRecent: recentBand(state),
    byTimeOfDay: timeOfDayBand(state),
    contributions: contributionsOf(state),
  }
}

/** The panel sum at which a rule alarms: each incident makes the next one a little dearer for a while, and it must be as grave as the rule wants. */
export const alarmAt = ({ wide }: PointState, severity: number): number => THRESHOLD * Math.max(Math.exp(wide[HABIT]!), severity / (1 - severity))

/** What is expected of the next reading by the last thirty. */
export const recentBand = (state: PointState): PointExplanation['byRecent'] =>
  bandAround(state, recentMedian(state, state.wide[ROWS]!, 30), VALUE + 1)

/** What is expected of it by what is usual at this time of the day. */
export const timeOfDayBand = (state: PointState): PointExplanation['byTimeOfDay'] => {
  const { wide, cells, layout } = state
  return bandAround(state, cells[layout.day + (((wide[SLOT]! % DAY_SLOTS) + DAY_SLOTS) % DAY_SLOTS)] ?? Number.NaN, SEASON)
}

/** The band of a lens that sees the value less a reference: what it saw until now, put around that reference. */
const bandAround = (state: PointState, reference: number, l: number): PointExplanation['byRecent'] => {
  const middle = state.wide[ORIGIN]! + reference + state.wide[MEANS + l]!
  const base = state.layout.counts + countsFrom[l]!
  const above = upperValueAt(state, histogramOf[l]!, base, TAIL)
  const below = upperValueAt(state, histogramOf[l]! + 1, base + CELLS, TAIL)
  return Number.isNaN(middle + above + below) ? null : { low: middle - below, expected: middle, high: middle + above }
}

export const contributionsOf = ({ cells, layout }: PointState): PointExplanation['contributions'] => {
  const evidence = Array.from(cells.subarray(layout.evidence, layout.evidence + layout.lenses))
  const sum = evidence.reduce((total, each) => total + each, 0)
  return lenses.slice(0, layout.lenses).map(({ name, family }, l) => ({ lens: name, family, evidence: evidence[l]!, share: evidence[l]! / sum }))
    .filter((each) => each.evidence > 0).sort((a, b) => b.evidence - a.evidence)
}
