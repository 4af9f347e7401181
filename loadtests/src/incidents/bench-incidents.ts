import { anomalyConfig } from '../../../alerting/src/detect/all-detectors.ts'
import { anomalyDetector } from '../../../alerting/src/detect/anomaly.ts'
import { printLine, round } from '../bench-line.ts'
import { chanceOf, type Chance } from '../chance.ts'
import { judgeWeek, readReleases, week } from '../metec/judge-week.ts'
import { scoreReleases } from '../metec/score-releases.ts'

/** From the first surprise of the panel on, then the default of a rule, then graver. */
const SEVERITIES = [0.5, 0.6, 0.7]
const PANELS = ['cheap', 'full'] as const
/** Two days of a point that is read every other second. */
const ROWS = 86_400
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
    const ofChance = Object.entries(calm).map(([name, series]) => [name, perThousand(series, panel)] as const)
    SEVERITIES.forEach((severity, at) => {
      const { releases, of, falseEpisodes, episodes } = scoreReleases(judgeWeek({ kind: 'anomaly', limit: null, panel, severity }), readReleases(), week())
      printLine({ bench: 'detection', value: releases, unit: `releases found of ${of}`, set: 'metec', detector: 'anomaly', panel, severity, episodes, falseEpisodes })
      const counts = ofChance.map(([name, rates]) => [name, rates[at] ?? Number.NaN] as const)
      printLine({ bench: 'detection', value: Math.max(...counts.map(([, rate]) => rate)), unit: 'incidents of chance in 1,000 readings, at most', set: 'calm points', detector: 'anomaly', panel, severity, ...Object.fromEntries(counts) })
    })
  }
  return Promise.resolve()
}

const perThousand = (series: (chance: Chance) => (row: number) => number, panel: 'cheap' | 'full'): number[] => {
  const counts = SEEDS.map((seed) => incidents(series(chanceOf(seed)), panel))
  return SEVERITIES.map((_, at) => round(counts.reduce((sum, each) => sum + each[at]!, 0) / (SEEDS.length * ROWS / 1000), 3))
}

/** @returns how often each severity was reached. */
const incidents = (valueAt: (row: number) => number, panel: 'cheap' | 'full'): number[] => {
  const detector = anomalyDetector(anomalyConfig({ panel }))
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  const counts = SEVERITIES.map(() => 0)
  let before = 0
  for (let row = 0; row < ROWS; row++) {
    const signal = detector.read(cells, 0, 1_700_000_000_000 + row * EVERY_MS, valueAt(row), 0)
    if (Number.isNaN(signal)) continue
    SEVERITIES.forEach((severity, at) => { if (signal >= severity && before < severity) counts[at] = counts[at]! + 1 })
    before = signal
  }
  return counts
}
