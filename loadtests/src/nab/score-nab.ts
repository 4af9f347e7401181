/**
 * The scoring rule of the Numenta Anomaly Benchmark: Lavin & Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms",
 * https://arxiv.org/abs/1510.03336, with the details of the benchmark's published scorer (probation, positions, optimised threshold).
 * A detection is a row whose score reaches the threshold. In a window only the best placed detection counts; every one outside costs.
 */
export interface NabSeries {
  readonly timestamps: readonly string[]
  readonly scores: readonly number[]
  /** First and last timestamp of each labelled window, in order. */
  readonly windows: readonly (readonly [string, string])[]
}

export interface NabProfile {
  readonly name: string
  readonly truePositive: number
  readonly falsePositive: number
  readonly falseNegative: number
}

export const nabProfiles: readonly NabProfile[] = [
  { name: 'standard', truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  { name: 'low-FP', truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  { name: 'low-FN', truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
]

export interface NabScore {
  /** 100 for every window found at its first row and nothing else, 0 for a detector that says nothing. */
  readonly score: number
  readonly threshold: number
  readonly windows: number
  readonly found: number
  readonly falsePositives: number
}

/** A row that could be a detection: what it is worth before the weights, and in which window (-1: outside). */
interface Candidate {
  readonly score: number
  readonly worth: number
  readonly window: number
}

/** Rows at the head of a series that are not scored: 15 %, at most 750. */
export const probationRows = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750)

/** 1 far left, 0 at the right edge of a window (position 0), -1 from three widths behind it. */
export const scaledSigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)

/** @returns the score of all series together at one threshold. */
export const scoreNab = (all: readonly NabSeries[], profile: NabProfile, threshold: number): NabScore => {
  const places = all.map(candidates)
  return total(places, countWindows(all), profile, threshold)
}

/** The benchmark itself reports the score at the one threshold, for all series, that suits a detector best. */
export const bestNabScore = (all: readonly NabSeries[], profile: NabProfile): NabScore => {
  const places = all.map(candidates)
  const thresholds = [...new Set(places.flatMap((rows) => rows.map(({ score }) => score)).filter((score) => score > 0)), 1.1]
  return thresholds.map((threshold) => total(places, countWindows(all), profile, threshold)).reduce((best, each) => (each.score > best.score ? each : best))
}

const countWindows = (all: readonly NabSeries[]): number => all.reduce((sum, { windows }) => sum + windows.length, 0)

const total = (places: readonly (readonly Candidate[])[], windows: number, profile: NabProfile, threshold: number): NabScore => {
  let raw = -windows * profile.falseNegative
  let found = 0
  let falsePositives = 0
  for (const rows of places) {
    const best = new Map<number, number>()
    for (const { score, worth, window } of rows) {
      if (score < threshold) continue
      if (window === -1) {
        raw += worth * profile.falsePositive
        falsePositives++
      } else best.set(window, Math.max(best.get(window) ?? Number.NEGATIVE_INFINITY, worth))
    }
    for (const worth of best.values()) raw += profile.falseNegative + worth * profile.truePositive
    found += best.size
  }
  const silent = -windows * profile.falseNegative
  return { score: (100 * (raw - silent)) / (windows * profile.truePositive - silent), threshold, windows, found, falsePositives }
}

/** The rows of a series that a threshold could make a detection: those above zero, past the probation. */
const candidates = ({ timestamps, scores, windows }: NabSeries): Candidate[] => {
  const limits = windows.map(([from, to]) => [timestamps.indexOf(from), timestamps.indexOf(to)] as const)
  const missing = limits.findIndex(([from, to]) => from < 0 || to < from)
  if (missing !== -1) throw new Error(`the window ${windows[missing]!.join(' to ')} does not begin and end at rows of the series`)
  const found: Candidate[] = []
  for (let row = probationRows(scores.length); row < scores.length; row++) {
    const score = scores[row]!
    if (score > 0) found.push({ score, ...place(row, limits) })
  }
  return found
}

const place = (row: number, limits: readonly (readonly [number, number])[]): { worth: number, window: number } => {
  const window = limits.findIndex(([from, to]) => row >= from && row <= to)
  if (window !== -1) {
    const [from, to] = limits[window]!
    return { window, worth: scaledSigmoid(-(to - row + 1) / (to - from + 1)) / scaledSigmoid(-1) }
  }
  const before = limits.findLast(([, to]) => to < row)
  return { window, worth: before === undefined ? -1 : scaledSigmoid((row - before[1]) / (before[1] - before[0])) }
}
