import { expect, it } from 'vitest'
import { alarmUnit } from './alarm-unit.ts'
import { ruleKinds, type RuleKind } from './rule-parameters.ts'

it.each<[kind: RuleKind, parameters: object, unit: string]>([
  ['LL', {}, 'm'], ['L', {}, 'm'], ['H', {}, 'm'], ['HH', {}, 'm'],
  ['rate', { windowS: 1 }, 'm/s'], ['rate', { windowS: 60 }, 'm/min'], ['rate', { windowS: 300 }, 'm/(5.min)'], ['rate', { windowS: 90 }, 'm/(90.s)'], ['rate', { windowS: 3_600 }, 'm/h'], ['rate', { windowS: 172_800 }, 'm/(2.d)'],
  ['deviation', { setpoint: 5 }, 'm'], ['deviation', { setpoint: 5, percent: true }, '%'], ['deviation', { sibling: 'B', percent: false }, 'm'],
  ['silence', { afterS: 60 }, 's'], ['gateway', {}, 's'], ['accumulated', { windowS: 60 }, 's'], ['count', { windowS: 60 }, '1'], ['multivariate', {}, '1'], ['video', {}, '1'],
  ['flatline', { windowS: 60 }, 'm'], ['twa', { windowS: 900 }, 'm'], ['baseline', {}, 'm'], ['drift', { windowS: 60 }, 'm'], ['forecast', {}, 'm'], ['anomaly', {}, 'm'], ['health', {}, 'm'],
  ['fault', {}, 'm'], ['range', {}, 'm'], ['vote', {}, 'm'], ['combination', {}, 'm'], ['changepoint', {}, 'm'],
])('%s %o', (kind, parameters, unit) => { expect(alarmUnit({ kind, ...parameters }, 'm')).toBe(unit) })

it('a number without a unit', () => {
  expect(alarmUnit({ kind: 'rate', windowS: 60 }, '')).toBe('1/min')
  expect(alarmUnit({ kind: 'H' }, '')).toBe('')
})

it('every kind has one', () => {
  expect(ruleKinds.map((kind) => typeof alarmUnit({ kind, windowS: 60 }, 'm'))).toEqual(ruleKinds.map(() => 'string'))
})
