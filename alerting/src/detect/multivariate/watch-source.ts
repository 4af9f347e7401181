import { BaselineRefused, type Baseline, type DetectorKind } from '../streaming-detector.ts'
import { FitRefused, fitSource } from './fit-source.ts'
import { ADAPTING_MULTIVARIATE, type SourceModel } from './source-model.ts'
import { SourceScorer } from './source-scorer.ts'

/**
 * All columns together as one source: learnt on the baseline, then followed; beyond that it only gets used, slowly, to
 * what goes on undisturbed (`ADAPTING_MULTIVARIATE`; a rule of the engine does not).
 * The score is s / (s + 1), s in limits: 0.5 at the limit, and comparable between files that share a baseline.
 */
export const multivariateKind: DetectorKind = {
  needsBaseline: true,
  start: (columns, baseline) => {
    if (baseline === undefined) throw new BaselineRefused('the detector "multivariate" needs healthy rows to learn from')
    const model = learn(columns, baseline)
    const scorer = new SourceScorer(model)
    const cells = new Float64Array(scorer.size).fill(Number.NaN)
    const continues = replay(scorer, cells, columns.length, baseline)
    let first = true
    return {
      step: (timeMs, values, verdict) => {
        if (first && !continues(timeMs, model.intervalMs)) cells.fill(Number.NaN)
        first = false
        const score = scorer.step(cells, timeMs, values)
        verdict.score = score / (1 + score)
        verdict.alarm = scorer.inAlarm(cells)
        verdict.severity = verdict.alarm ? verdict.score : 0
      },
    }
  },
}

const learn = (columns: readonly string[], { times, values }: Baseline): SourceModel => {
  try {
    return fitSource({ times, values, channels: columns.length }, ADAPTING_MULTIVARIATE)
  } catch (error) {
    throw error instanceof FitRefused ? new BaselineRefused(error.message) : error
  }
}

/** Runs over the baseline, so that a stream which goes on from it is in its stride. @returns whether a row goes on from there. */
const replay = (scorer: SourceScorer, cells: Float64Array, channels: number, { rows, times, values }: Baseline) => {
  for (let row = 0; row < rows; row++) {
    scorer.step(cells, times[row]!, values.subarray(row * channels, (row + 1) * channels))
    // On its own rows it has nothing to get used to.
    scorer.forgetAdaptation(cells)
  }
  const last = times[rows - 1] ?? Number.NaN
  return (timeMs: number, intervalMs: number): boolean => timeMs > last && timeMs - last <= 10 * intervalMs
}
