import { followIncident } from './anomaly/follow-incident.ts'
import { newPointState, type Panel } from './anomaly/point-state.ts'
import { watchPoint } from './anomaly/watch-point.ts'
import { BELIEVED, changeMemorySize, RECENT_ROWS, watchChange } from './changepoint/watch-change.ts'
import type { DetectorKind, Verdict } from './streaming-detector.ts'

/** A detector of one series, in the middle of it: gives the score of a row, and then how grave what is going on is by now. */
interface SeriesWatch { score: (timeMs: number, value: number) => number, severity: (score: number) => number }

/** The univariate panel: an alarm from a score of 0.5 on. */
export const anomalyKind = (panel: Panel): DetectorKind => onEachColumn(0.5, () => {
  const state = newPointState(panel)
  return { score: (timeMs, value) => watchPoint(state, timeMs / 1000, value), severity: (score) => followIncident(state, score) }
})

/** Change points: the score is the probability that a new regime has begun. */
export const changepointKind: DetectorKind = onEachColumn(BELIEVED, () => {
  const memory = new Float64Array(changeMemorySize).fill(Number.NaN)
  const recent = { belief: 0, left: 0 }
  return {
    score: (_, value) => watchChange(memory, value),
    severity: (score) => {
      recent.left = score >= BELIEVED ? RECENT_ROWS : Math.max(0, recent.left - 1)
      if (score >= BELIEVED) recent.belief = score
      return recent.left > 0 ? recent.belief : 0
    },
  }
})

/** A missing value says nothing: what is going on goes on. The worst column counts. */
const judge = (watch: SeriesWatch, timeMs: number, value: number, verdict: Verdict): void => {
  if (!Number.isFinite(value)) return
  const score = watch.score(timeMs, value)
  verdict.score = Math.max(verdict.score, score)
  verdict.severity = Math.max(verdict.severity, watch.severity(score))
}

/** Each column by itself; a row's score is the highest of its columns. A baseline is seen first, in silence. */
function onEachColumn(alarmFrom: number, begin: () => SeriesWatch): DetectorKind {
  return {
    needsBaseline: false,
    start: (columns, baseline) => {
      const watches = columns.map(begin)
      const unheard: Verdict = { score: 0, alarm: false, severity: 0 }
      for (let row = 0; row < (baseline?.rows ?? 0); row++) {
        watches.forEach((watch, c) => judge(watch, baseline!.times[row]!, baseline!.values[row * columns.length + c]!, unheard))
      }
      return {
        step: (timeMs, values, verdict) => {
          verdict.score = 0
          verdict.severity = 0
          for (let c = 0; c < watches.length; c++) judge(watches[c]!, timeMs, values[c]!, verdict)
          verdict.alarm = verdict.score >= alarmFrom
        },
      }
    },
  }
}
