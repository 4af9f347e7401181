import { alarmUnit } from '@hazardwatch/shared/alarm-unit'
import { RuleKind } from '@hazardwatch/shared/rule-parameters'
import type { RuleDraft, RuleField } from './rule-draft.ts'

const ofPoint: ReadonlySet<RuleField> = new Set(['level', 'setpoint', 'low', 'high', 'tolerance'])
/** Here the deadband acts on the level, not on the limit. */
const byLevel: ReadonlySet<string> = new Set(['count', 'accumulated'])

/** @returns the unit in which a figure of the form is meant; empty: it has none. @param unit of the point, as it is shown */
export const fieldUnit = (field: RuleField, { kind, percent, windowS }: RuleDraft, unit: string): string => {
  if (ofPoint.has(field) || (field === 'deadband' && byLevel.has(kind ?? ''))) return unit
  const known = RuleKind.safeParse(kind).data
  if (known === undefined || (field !== 'limit' && field !== 'deadband' && field !== 'stateLimits')) return ''
  const window = Number(windowS)
  const text = alarmUnit({ kind: known, percent: percent === 'true', windowS: window > 0 ? window : undefined }, unit)
  return text === '1' ? '' : text
}
