import { conditionIds, evaluateCondition, type RuleCondition } from '@hazardwatch/shared/rule-condition'
import type { Detector } from './detector.ts'

/** A boolean combination of the conditions of other rules, one cell each: 1 = raised. A rule that was never heard of is not. */
export const combinationDetector = (when: RuleCondition): Detector => {
  const ids = conditionIds(when)
  const cellOf = new Map(ids.map((id, index) => [id, index]))
  const signal = (cells: Float64Array): number => (evaluateCondition(when, (id) => cells[cellOf.get(id) ?? -1] === 1) ? 1 : 0)
  return {
    size: ids.length,
    limit: 0.5,
    deadband: 0,
    shows: 'reading',
    // The rule's own point says when it is time to look: `not` alone is true from its first reading on.
    read: signal,
    hear: (cells, index, raised) => {
      cells[index] = raised ? 1 : 0
      return signal(cells)
    },
  }
}
