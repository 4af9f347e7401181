import { newPointState, type Panel } from './anomaly/point-state.ts'
import { watchPoint } from './anomaly/watch-point.ts'
import type { DetectorKind } from './streaming-detector.ts'

/** The univariate panel on each column by itself; a row's score is the highest of its columns. A baseline is seen first, in silence. */
export const anomalyKind = (panel: Panel): DetectorKind => ({
  needsBaseline: false,
  start: (columns, baseline) => {
    const states = columns.map(() => newPointState(panel))
    for (let row = 0; row < (baseline?.rows ?? 0); row++) {
      states.forEach((state, c) => watchPoint(state, baseline!.times[row]! / 1000, baseline!.values[row * columns.length + c]!))
    }
    return {
      step: (timeMs, values, verdict) => {
        let score = 0
        for (let c = 0; c < states.length; c++) score = Math.max(score, watchPoint(states[c]!, timeMs / 1000, values[c]!))
        verdict.score = score
        verdict.alarm = score >= 0.5
      },
    }
  },
})
