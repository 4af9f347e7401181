import type { AnomalyModel } from '@hazardwatch/shared/point-model'
import { ruleIdOf } from '@hazardwatch/shared/rule-part'
import { anomalyConfig } from './detect/all-detectors.ts'
import { severityWanted } from './detect/anomaly.ts'
import { explainPoint } from './detect/anomaly/explain-point.ts'
import { stateOf } from './detect/anomaly/point-state.ts'
import type { Engine } from './engine-state.ts'
import { rulesOfPoint } from './rule-book.ts'

/** @returns what the rules of kind anomaly on a point think of it now; made when it is asked for. */
export const anomalyModels = ({ book }: Pick<Engine, 'book'>, point: number): AnomalyModel[] => rulesOfPoint(book, point).flatMap((row) => {
  const rule = book.rules.get(row)
  const detection = book.detections[row]
  if (rule?.kind !== 'anomaly' || !rule.enabled || detection === undefined) return []
  const { panel, severity } = anomalyConfig(rule)
  const state = stateOf(detection.own, panel)
  return [{ rule: ruleIdOf(rule.id), panel, ...explainPoint(state, severityWanted(severity, state)) }]
})
