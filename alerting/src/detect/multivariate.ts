import type { Detector } from './detector.ts'
import { gridSize, putInGrid } from './multivariate/row-grid.ts'
import type { SourceModel } from './multivariate/source-model.ts'
import { SourceScorer } from './multivariate/source-scorer.ts'

export interface MultivariateConfig {
  /** In limits of the model. */
  limit: number
  deadband: number
  /** The rows of the source lie this far apart. */
  everyMs: number
  /** Undefined: nothing was learnt yet, and nothing is said. */
  model: SourceModel | undefined
}

/** The joint state of a source: the signal is the score in limits of the model learnt on the agreed healthy window. Input 0 is the rule's point, 1 … its others. */
export const multivariateDetector = ({ limit, deadband, everyMs, model }: MultivariateConfig): Detector => {
  if (model === undefined) return { size: 0, limit, deadband, shows: 'signal', read: () => Number.NaN }
  const scorer = new SourceScorer(model)
  const row = new Float64Array(model.roles.length)
  const grid = scorer.size
  return {
    size: grid + gridSize(row.length),
    limit,
    deadband,
    shows: 'signal',
    read: (cells, input, time, value) => {
      const at = putInGrid(cells, grid, everyMs, input, time, value, row)
      return Number.isNaN(at) ? Number.NaN : scorer.step(cells, at, row)
    },
  }
}
