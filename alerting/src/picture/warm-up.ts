import { isEvidence, type EvidenceKind } from '@hazardwatch/shared/alarm-mark'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { WarmUp } from '@hazardwatch/shared/model-picture'
import { ruleIdOf } from '@hazardwatch/shared/rule-part'
import { FEWEST_HEALTHY_ROWS } from '@hazardwatch/shared/source-model'
import { baselineConfig, forecastConfig, sourceConfig } from '../detect/all-detectors.ts'
import { stateIn } from '../detect/anomaly/point-state.ts'
import { LIVE_ROWS, rowsUntilLive } from '../detect/anomaly/watch-point.ts'
import { baselineLearnt } from '../detect/baseline.ts'
import { changeRows, ROWS_BEFORE } from '../detect/changepoint/watch-change.ts'
import { driftMean } from '../detect/drift.ts'
import { forecastMean, SMOOTHER } from '../detect/forecast.ts'
import { NOISE_WARM_UP, readingsHeard } from '../detect/health/instrument-health.ts'
import { SourceScorer } from '../detect/multivariate/source-scorer.ts'
import { BLOCKS } from '../detect/trend/block-means.ts'
import { FEWEST_STEPS, stepsTaken } from '../detect/trend/damped-holt.ts'
import { FEWEST_VALUES } from '../detect/trend/robust-slope.ts'

type Progress = Pick<WarmUp, 'seen' | 'needed' | 'unit'>

/**
 * How far the detector of a rule has come before it says anything, by what it remembers.
 * @param memory what it remembers; undefined = nothing yet. It is not changed.
 * @param storedRows of a source that was not learnt: rows that are stored and could be learnt from
 */
export const warmUpOf = (rule: AlarmRule, memory: Float64Array | undefined, storedRows = 0): WarmUp | undefined => {
  if (!isEvidence(rule.kind)) return undefined
  const progress = memory === undefined ? undefined : progressOf(rule, memory)
  const agreed = rule.kind !== 'multivariate' || sourceConfig(rule).model !== undefined
  const { seen, needed, unit } = agreed ? progress ?? { seen: 0, needed: 1, unit: 'readings' } : { seen: storedRows, needed: FEWEST_HEALTHY_ROWS, unit: 'rows' as const }
  return { rule: ruleIdOf(rule.id), kind: rule.kind, ready: agreed && seen >= needed, seen: Math.min(seen, needed), needed, unit, agreed }
}

const progressOf = (rule: AlarmRule, memory: Float64Array): Progress | undefined => {
  switch (rule.kind as EvidenceKind) {
    case 'anomaly':
      return anomalyRows(rule, memory)
    case 'baseline':
      return { seen: orZero(baselineLearnt(memory)) / 1000, needed: baselineConfig(rule).warmUpS, unit: 'seconds' }
    case 'drift':
      return stretches((age) => driftMean(memory, age), FEWEST_VALUES, (rule.windowS ?? 0) / BLOCKS)
    case 'forecast': {
      const { method, windowMs } = forecastConfig(rule)
      const blockS = windowMs / BLOCKS / 1000
      return method === 'holt' ? { seen: orZero(stepsTaken(memory, SMOOTHER)) * blockS, needed: FEWEST_STEPS * blockS, unit: 'seconds' } : stretches((age) => forecastMean(memory, age), FEWEST_VALUES, blockS)
    }
    case 'health':
      return { seen: orZero(readingsHeard(memory)), needed: NOISE_WARM_UP, unit: 'readings' }
    case 'changepoint':
      return { seen: changeRows(memory), needed: ROWS_BEFORE, unit: 'readings' }
    case 'multivariate': {
      const { model } = sourceConfig(rule)
      return model === undefined ? undefined : { seen: Number(memory.length >= new SourceScorer(model).size && new SourceScorer(model).hasSeen(memory)), needed: 1, unit: 'rows' }
    }
  }
}

/** A copy of the memory is read: what cannot be read is made new in place. */
const anomalyRows = ({ panel = 'cheap', everyS }: AlarmRule, memory: Float64Array): Progress => {
  const seen = LIVE_ROWS - rowsUntilLive(stateIn(memory.slice(), panel))
  return everyS === undefined ? { seen, needed: LIVE_ROWS, unit: 'readings' } : { seen: seen * everyS, needed: LIVE_ROWS * everyS, unit: 'seconds' }
}

/** So many finished stretches of a window have a mean. */
const stretches = (mean: (age: number) => number, needed: number, stretchS: number): Progress => {
  let seen = 0
  for (let age = 0; age < BLOCKS; age++) if (Number.isFinite(mean(age))) seen++
  return { seen: seen * stretchS, needed: needed * stretchS, unit: 'seconds' }
}

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)
