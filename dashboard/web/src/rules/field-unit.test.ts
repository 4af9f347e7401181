import { expect, it } from 'vitest'
import type { RuleDraft, RuleField } from './rule-draft.ts'
import { fieldUnit } from './field-unit.ts'

it.each<[RuleField, RuleDraft, string]>([
  ['limit', { kind: 'H' }, 'ppm'], ['deadband', { kind: 'H' }, 'ppm'], ['limit', { kind: 'rate', windowS: '60' }, 'ppm/min'], ['limit', { kind: 'rate', windowS: '' }, 'ppm'],
  ['limit', { kind: 'deviation', percent: 'true' }, '%'], ['setpoint', { kind: 'deviation', percent: 'true' }, 'ppm'], ['limit', { kind: 'count' }, ''], ['deadband', { kind: 'count' }, 'ppm'],
  ['level', { kind: 'count' }, 'ppm'], ['limit', { kind: 'accumulated' }, 's'], ['limit', { kind: 'video' }, ''], ['onDelayS', { kind: 'H' }, ''], ['limit', { kind: 'new' }, ''], ['stateLimits', { kind: 'accumulated' }, 's'],
])('%s of %j is in %j', (field, draft, unit) => {
  expect(fieldUnit(field, draft, 'ppm')).toBe(unit)
})
