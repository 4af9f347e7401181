import { printLine, round } from '../bench-line.ts'
import { describedSource, type DescribedSettings } from './described-source.ts'
import { RIG_CHANNELS, rigRuns, rigs, type RigHabits } from './rig-series.ts'
import { scoreSkab, type JudgedFile } from './score-skab.ts'

const LEARNT = 400
/** Of the seeds that the habits of the rigs were searched on; the others differ from them as one set of 34 runs from another. */
const SEED = 1
const P = RIG_CHANNELS.length

/** F1 and false alarms (%) of SKAB as they were published for the described mechanism and for it without one of its parts. */
const published: Readonly<Record<string, { without: Partial<DescribedSettings>, f1: number, falsePercent: number }>> = {
  'as described': { without: {}, f1: 0.851, falsePercent: 10.95 },
  'no release band': { without: { release: 1 }, f1: 0.826, falsePercent: 7.9 },
  'no adaptation': { without: { adapt: 0 }, f1: 0.853, falsePercent: 16.8 },
  'no drift rule': { without: { drifting: 9 }, f1: 0.842, falsePercent: 24.5 },
  'no drift rule, no adaptation': { without: { drifting: 9, adapt: 0 }, f1: 0.834, falsePercent: 25.3 },
  'no forecast': { without: { ridge: 1e9 }, f1: 0.757, falsePercent: 10.5 },
  'no memory': { without: { memory: 1 }, f1: 0.615, falsePercent: 4.8 },
  'no cap': { without: { cap: 1e9 }, f1: 0.849, falsePercent: 11.5 },
  'T2 with memory': { without: { drifting: 9, ridge: 1e9, adapt: 0 }, f1: 0.767, falsePercent: 53.6 },
  T2: { without: { drifting: 9, ridge: 1e9, adapt: 0, memory: 1 }, f1: 0.76, falsePercent: 44.3 },
}

/** What the description leaves open was searched together with the habits of each rig. */
const plain: DescribedSettings = { lags: 2, drifting: 0.6, baselineRate: 0.1, ridge: 0.1, shrink: 0.1, memory: 0.1, cap: 10, limitFactor: 1.2, release: 0.9, adapt: 0.004, gate: 0.85 }
const settings: Readonly<Record<keyof typeof rigs, DescribedSettings>> = {
  imagined: plain,
  'like the ablations, slow valves': { ...plain, baselineRate: 0.075, ridge: 0.04, shrink: 0.094, limitFactor: 1.22, release: 0.893, adapt: 0.0053, gate: 0.787 },
  'like the ablations, fast valves': { ...plain, baselineRate: 0.063, ridge: 0.058, shrink: 0.057, limitFactor: 1.206, release: 0.906, adapt: 0.0063, gate: 0.8 },
}

/** How much a rig is like SKAB: the described mechanism loses on it what it was published to lose there, part by part. */
export const benchAblation = (): void => {
  for (const [rig, habits] of Object.entries(rigs)) {
    for (const [variant, { without, f1, falsePercent }] of Object.entries(published)) {
      const score = scoreSkab(judged(habits, { ...settings[rig as keyof typeof rigs], ...without }))
      printLine({ bench: 'detection', value: round(score.f1, 3), unit: 'F1 of rows', set: `rig: ${rig}`, detector: `described, ${variant}`, falsePercent: round(score.falsePercent), publishedOfSkab: f1, publishedFalsePercent: falsePercent })
    }
  }
}

const judged = (habits: RigHabits, setting: DescribedSettings): JudgedFile[] => rigRuns(SEED, habits).map(({ times, values, anomaly }) => {
  const table = Array.from(times, (_, row) => [...values.subarray(row * P, (row + 1) * P)])
  return { labels: anomaly, alarms: describedSource(table, LEARNT, setting).rows.map(({ alarm }, row) => Number(row >= LEARNT && alarm)), learnt: LEARNT }
})
