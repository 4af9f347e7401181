import { followIncident } from './anomaly/follow-incident.ts'
import { stateOf, stateSize, type Panel } from './anomaly/point-state.ts'
import { rowsUntilLive, watchPoint } from './anomaly/watch-point.ts'
import type { Detector } from './detector.ts'

/** China has one time zone and no summer time: the lenses of the time of day begin a day at midnight there. */
const OFFSET_S = 28_800

/**
 * Whether a point behaves as it never did, without any limit set: the panel of docs/detection.md. The signal is the severity of the incident that is
 * going on, 0.5 to 1, else 0; nothing is said in the first 600 readings. Evidence, not a safeguard: it raises no more than the rule's own priority.
 */
export const anomalyDetector = (panel: Panel): Detector => ({
  size: stateSize(panel),
  limit: 0.5,
  deadband: 0,
  shows: 'reading',
  keptSeldom: true,
  read: (cells, _input, time, value) => {
    if (!Number.isFinite(value)) return Number.NaN
    const state = stateOf(cells, panel)
    const warming = rowsUntilLive(state) > 0
    const score = watchPoint(state, time / 1000 + OFFSET_S, value)
    return warming ? Number.NaN : followIncident(state, score)
  },
})
