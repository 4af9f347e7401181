import { RowMeans } from './anomaly/row-means.ts'
import { followIncident } from './anomaly/follow-incident.ts'
import { stateOf, stateSize, type Panel, type PointState } from './anomaly/point-state.ts'
import { isYoung, rowsUntilLive, watchPoint } from './anomaly/watch-point.ts'
import type { Detector } from './detector.ts'

export interface AnomalyConfig {
  panel: Panel
  /** Of the incident, from which the rule alarms: 0.5 is the panel's own alarm. `young` while the panel has seen little. */
  severity: { young: number; grown: number }
  /** A row of the panel is the mean of so long; undefined = each reading is a row. */
  everyMs: number | undefined
}

/** @returns the severity from which a rule alarms on a point as it is now. */
export const severityWanted = ({ young, grown }: AnomalyConfig['severity'], state: PointState): number => (isYoung(state) ? young : grown)

/** China has one time zone and no summer time: the lenses of the time of day begin a day at midnight there. */
const OFFSET_S = 28_800

/**
 * Whether a point behaves as it never did, without any limit set: the panel of docs/detection.md. The signal is the severity of the incident that is
 * going on, 0.5 to 1, else 0; nothing is said in the first 600 rows, and in the first 2,000 only what is grave. Evidence, not a safeguard: it raises no more than the rule's own priority.
 */
export const anomalyDetector = ({ panel, severity, everyMs }: AnomalyConfig): Detector => {
  const means = everyMs === undefined ? undefined : new RowMeans(everyMs, stateSize(panel))
  const seeRow = (cells: Float64Array, time: number, value: number): number => {
    const state = stateOf(cells, panel)
    const warming = rowsUntilLive(state) > 0
    const score = watchPoint(state, time / 1000 + OFFSET_S, value)
    if (warming) return Number.NaN
    const now = followIncident(state, score)
    return now >= severityWanted(severity, state) ? now : 0
  }
  return {
    size: stateSize(panel) + (means?.size ?? 0),
    limit: severity.grown,
    deadband: 0,
    shows: 'reading',
    keptSeldom: true,
    read: (cells, _input, time, value) => {
      if (!Number.isFinite(value)) return Number.NaN
      if (means === undefined) return seeRow(cells, time, value)
      const row = means.take(cells, time, value)
      return Number.isNaN(row) ? Number.NaN : seeRow(cells, means.rowTime(cells), row)
    },
  }
}
