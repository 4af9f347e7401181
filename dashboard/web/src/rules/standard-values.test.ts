import { kindParameters, ruleKinds } from '@hazardwatch/shared/rule-parameters'
import { expect, it } from 'vitest'
import type { RuleDraft, RuleField } from './rule-draft.ts'
import { standardValue, wantsMeans } from './standard-values.ts'

it.each<[RuleField, object, string]>([
  ['direction', { kind: 'rate' }, 'either'], ['direction', { kind: 'vote' }, 'up'], ['deadband', { kind: 'H' }, '0'], ['windowS', { kind: 'rate' }, ''], ['windowS', { kind: 'health' }, '3600'],
  ['windowS', { kind: 'forecast', horizonS: '600' }, '1200'], ['windowS', { kind: 'forecast' }, ''], ['reAlarmS', { kind: 'H' }, ''],
  ['limit', { kind: 'multivariate' }, '1.2'], ['limit', { kind: 'H' }, ''], ['severity', { kind: 'anomaly' }, '0.6'],
])('%s of %j: %j', (field, draft, standard) => {
  expect(standardValue(field, draft)).toBe(standard)
})

const fields = ruleKinds.flatMap((kind) => [...kindParameters[kind].required, ...kindParameters[kind].optional].map((field) => ({ kind, field, required: kindParameters[kind].required.includes(field) })))
const standing = /^(direction|panel|method|confidence|riseS|fallS|warmUpS|tolerance|minReadings|holdS|severity)$/

it.each(fields.filter(({ field, required }) => !required && standing.test(field)))('$kind says what counts where $field is left out', ({ kind, field }) => {
  expect(standardValue(field, { kind })).not.toBe('')
})

it.each(fields.filter(({ required }) => required))('$kind: nothing counts where $field is left out, it is required', ({ kind, field }) => {
  expect(standardValue(field, { kind })).toBe('')
})

it.each<[RuleDraft, number | null, boolean]>([
  [{ kind: 'anomaly' }, 2, true], [{ kind: 'anomaly' }, 10, true], [{ kind: 'anomaly' }, 60, false], [{ kind: 'anomaly' }, null, false],
  [{ kind: 'anomaly', everyS: '30' }, 2, false], [{ kind: 'multivariate' }, 2, false],
])('%j of a point that is read every %s s: means of a minute are suggested: %s', (draft, interval, suggested) => {
  expect(wantsMeans(draft, interval)).toBe(suggested)
})
