import { THRESHOLD } from './judge-row.ts'
import { CALM_ROWS, PANEL_SUM, SEVERITY, type PointState } from './point-state.ts'

/** So many rows below half of the threshold in a row end an incident. */
const CALM = 12

/**
 * Groups what belongs together: an incident begins with an alarm, grows worse while the panel grows more surprised, and ends when it has been calm
 * for a while. Called after each row with its score.
 * @returns severity of the incident, 0.5 to 1; 0 when there is none.
 */
export const followIncident = ({ wide }: PointState, score: number): number => {
  const total = wide[PANEL_SUM]!
  if (score === 0 && wide[SEVERITY] === 0) return 0
  const calm = score === 0 && total < THRESHOLD / 2 ? wide[CALM_ROWS]! + 1 : 0
  wide[CALM_ROWS] = calm
  wide[SEVERITY] = calm >= CALM ? 0 : Math.max(wide[SEVERITY]!, score, total / (total + THRESHOLD))
  return wide[SEVERITY]
}
