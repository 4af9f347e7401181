import { newPointState, type Panel } from './anomaly/point-state.ts'
import { watchPoint } from './anomaly/watch-point.ts'
import { changeMemorySize, watchChange } from './changepoint/watch-change.ts'
import type { DetectorKind } from './streaming-detector.ts'

/** A detector of one series, in the middle of it: gives the score of a row. */
type SeriesWatch = (timeMs: number, value: number) => number

/** The univariate panel: an alarm from a score of 0.5 on. */
export const anomalyKind = (panel: Panel): DetectorKind => onEachColumn(0.5, () => {
  const state = newPointState(panel)
  return (timeMs, value) => watchPoint(state, timeMs / 1000, value)
})

/** Change points: the score is the probability that a new regime has begun. */
export const changepointKind: DetectorKind = onEachColumn(0.9, () => {
  const memory = new Float64Array(changeMemorySize).fill(Number.NaN)
  return (_, value) => watchChange(memory, value)
})

/** Each column by itself; a row's score is the highest of its columns. A baseline is seen first, in silence. */
function onEachColumn(alarmFrom: number, begin: () => SeriesWatch): DetectorKind {
  return {
    needsBaseline: false,
    start: (columns, baseline) => {
      const watches = columns.map(begin)
      for (let row = 0; row < (baseline?.rows ?? 0); row++) {
        watches.forEach((watch, c) => watch(baseline!.times[row]!, baseline!.values[row * columns.length + c]!))
      }
      return {
        step: (timeMs, values, verdict) => {
          let score = 0
          for (let c = 0; c < watches.length; c++) score = Math.max(score, watches[c]!(timeMs, values[c]!))
          verdict.score = score
          verdict.alarm = score >= alarmFrom
        },
      }
    },
  }
}
