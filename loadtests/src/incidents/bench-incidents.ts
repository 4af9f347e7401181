import { anomalyConfig } from '../../../alerting/src/detect/all-detectors.ts'
import { anomalyDetector } from '../../../alerting/src/detect/anomaly.ts'
import { printLine, round } from '../bench-line.ts'
import { chanceOf, type Chance } from '../chance.ts'
import { judgeWeek, readReleases, week } from '../metec/judge-week.ts'
import { scoreReleases } from '../metec/score-releases.ts'

/** From the first surprise of the panel on; graver; as a rule that does not say. */
const SEVERITIES = [0.5, 0.6, 0.7, undefined]
type Panel = 'cheap' | 'full'
const PANELS: readonly Panel[] = ['cheap', 'full']
/** A day of a point that is read every other second. */
const ROWS = 43_200
const EVERY_MS = 2000
const SEEDS = [1, 2, 3]

/** Points in which nothing ever happens: each incident in them is one of chance. */
const calm: Readonly<Record<string, (chance: Chance) => (row: number) => number>> = {
  'white noise': ({ normal }) => () => round(2.2 + 0.12 * normal()),
  'noise that hangs together': ({ normal }) => {
    let x = 0
    return () => (x = 0.95 * x + 0.1 * normal())
  },
  'a day and noise': ({ normal }) => (row) => 10 * Math.sin((2 * Math.PI * row * EVERY_MS) / 86_400_000) + normal(),
  'coarse steps': ({ normal }) => () => Math.round(2.2 + 0.5 * normal()),
}

/** What rules of kind anomaly cost in alarms of chance, and what they still find, by the severity from which they alarm. */
export const benchIncidents = (): Promise<void> => {
  for (const panel of PANELS) {
    for (const severity of SEVERITIES) {
      const by = { detector: 'anomaly', panel, severity: severity ?? 'as shipped' }
      const { releases, of, falseEpisodes, episodes } = scoreReleases(judgeWeek({ kind: 'anomaly', limit: null, panel, severity }), readReleases(), week())
      printLine({ bench: 'detection', value: releases, unit: `releases found of ${of}`, set: 'metec', ...by, episodes, falseEpisodes })
      const rates = Object.entries(calm).map(([name, series]) => [name, perThousand(series, panel, severity)] as const)
      printLine({ bench: 'detection', value: Math.max(...rates.map(([, rate]) => rate)), unit: 'incidents of chance in 1,000 readings, at most', set: 'calm points', ...by, ...Object.fromEntries(rates) })
    }
  }
  return Promise.resolve()
}

const perThousand = (series: (chance: Chance) => (row: number) => number, panel: Panel, severity: number | undefined): number =>
  round(SEEDS.reduce((sum, seed) => sum + incidents(series(chanceOf(seed)), panel, severity), 0) / (SEEDS.length * ROWS / 1000), 3)

const incidents = (valueAt: (row: number) => number, panel: Panel, severity: number | undefined): number => {
  const detector = anomalyDetector(anomalyConfig({ panel, severity }))
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  let count = 0
  let standing = false
  for (let row = 0; row < ROWS; row++) {
    const raised = detector.read(cells, 0, 1_700_000_000_000 + row * EVERY_MS, valueAt(row), 0) >= detector.limit
    if (raised && !standing) count++
    standing = raised
  }
  return count
}
