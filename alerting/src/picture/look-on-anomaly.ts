import { anomalyDetector, severityWanted, type AnomalyConfig } from '../detect/anomaly.ts'
import { alarmAt, contributionsOf, recentBand, timeOfDayBand } from '../detect/anomaly/explain-point.ts'
import { PANEL_SUM, stateOf } from '../detect/anomaly/point-state.ts'
import { rowsUntilLive } from '../detect/anomaly/watch-point.ts'
import { NO_BAND, type Onlooker } from './look-on.ts'

/** The panel of lenses: the band is that of the lens of the value among the last readings, or of the time of day where that family is the most surprised. */
export const lookOnAnomaly = (config: AnomalyConfig): Onlooker => {
  const { panel, severity } = config
  const detector = anomalyDetector(config)
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  const state = () => stateOf(cells, panel)
  return {
    meaning: 'surprise',
    alarmAt: () => alarmAt(state(), severityWanted(severity, state())),
    take: (input, time, value, quality) => {
      if (input !== 0 || Number.isNaN(value)) return undefined
      const live = rowsUntilLive(state()) === 0
      const bands = [recentBand(state()) ?? NO_BAND, timeOfDayBand(state()) ?? NO_BAND]
      detector.read(cells, 0, time, value, quality)
      return { time, values: [value, value], bands, score: live ? state().wide[PANEL_SUM]! : Number.NaN }
    },
    reason: () => {
      const contributions = rowsUntilLive(state()) > 0 ? [] : contributionsOf(state()).map(({ lens, family, share }) => ({ name: lens, family, tag: null, share, change: null }))
      const bySeason = mostOf(contributions) === 'season'
      return { contributions, findings: [], course: null, series: [bySeason ? 1 : 0], expectedBy: bySeason ? 'time_of_day' : 'recent' }
    },
  }
}

/** @returns the family with the largest share together. */
const mostOf = (contributions: readonly { family: string | null; share: number }[]): string | undefined => {
  const sums = new Map<string, number>()
  for (const { family, share } of contributions) sums.set(family ?? '', (sums.get(family ?? '') ?? 0) + share)
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0]
}
