import { describe, expect, it } from 'vitest'
import { AlarmRule } from './alarm-rule.ts'
import { Point } from './ledger.ts'
import { hasUnitFigures, notForMany, partId, partOn, partTag, ruleIdOf } from './rule-part.ts'
import { ruleKinds, type RuleKind } from './rule-parameters.ts'
import { saidInChinese } from './testing/said-in-chinese.ts'

const point = (unit: string) => Point.parse({ enterprise: 'E', tag: 'GD-01', source: 'S', name: 'GD-01', quantity: 'q', unit, rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })
const rule = (fields: object): AlarmRule => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'GD-*', kind: 'H', limit: 25, priority: 'red', ...fields })

describe('parts of a rule on many points', () => {
  it('a part has an id of its own, and the rule can be told from it', () => {
    const id = partId('a/b', 'GD-01')
    expect([ruleIdOf(id), partTag(id), ruleIdOf(rule({}).id), partTag('R')]).toEqual(['a/b', 'GD-01', 'R', undefined])
  })

  it.each<[string, object, string, object]>([
    ['a limit in another unit', { unit: '[ppm]', deadband: 5, stateLimits: { startup: 50 } }, '%', { limit: 0.0025, deadband: 0.0005, stateLimits: { startup: 0.005 }, unit: '%' }],
    ['a temperature is shifted, its deadband is not', { unit: 'Cel', deadband: 2 }, 'K', { limit: 298.15, deadband: 2 }],
    ['a rate is a difference', { kind: 'rate', windowS: 60, unit: 'Cel' }, 'K', { limit: 25 }],
    ['a deviation', { kind: 'deviation', setpoint: 20, unit: 'Cel' }, 'K', { limit: 25, setpoint: 293.15 }],
    ['a deviation in per cent', { kind: 'deviation', setpoint: 1, percent: true, deadband: 5, unit: 'MPa' }, 'kPa', { limit: 25, deadband: 5, setpoint: 1000 }],
    ['a number of excursions stays one', { kind: 'count', limit: 2, level: 1, windowS: 60, deadband: 0.1, unit: 'MPa' }, 'kPa', { limit: 2, level: 1000, deadband: 100 }],
    ['seconds stay seconds', { kind: 'accumulated', limit: 30, level: 1, windowS: 60, unit: 'MPa' }, 'kPa', { limit: 30, level: 1000 }],
    ['bounds', { kind: 'range', limit: null, low: 0, high: 100, deadband: 1, unit: 'Cel' }, 'K', { low: 273.15, high: 373.15, deadband: 1 }],
    ['a tolerance', { kind: 'flatline', limit: null, windowS: 60, tolerance: 0.1, unit: 'bar' }, 'kPa', { tolerance: 10 }],
    ['another word for the same unit', { unit: 'ppm' }, '[ppm]', { limit: 25 }],
    ['no unit: as it stands', {}, '%', { limit: 25 }],
    ['nothing that has a unit', { kind: 'silence', limit: null, afterS: 60, unit: 'kg' }, 'Cel', { afterS: 60 }],
  ])('%s', (_, fields, unit, expected) => { expect(partOn(rule(fields), point(unit))).toMatchObject({ ...expected, point: 'GD-01', id: partId('R', 'GD-01') }) })

  it('says why a figure does not convert', () => {
    expect(partOn(rule({ unit: '[ppm]' }), point('Cel'))).toEqual({
      en: expect.stringContaining('E/GD-01 is in Cel, the figures of rule R in [ppm], and one does not become the other'), zh: saidInChinese,
    })
  })

  const needed: Partial<Record<RuleKind, object>> = {
    LL: {}, L: {}, H: {}, HH: {}, twa: { windowS: 1 }, rate: { windowS: 1 }, deviation: { setpoint: 1 }, baseline: {}, count: { level: 1, windowS: 1 }, accumulated: { level: 1, windowS: 60 },
    range: { limit: null, low: 1 }, health: { limit: null, high: 1 }, forecast: { horizonS: 60 }, flatline: { limit: null, windowS: 1, tolerance: 1 },
  }
  it.each(ruleKinds.filter((kind) => needed[kind] !== undefined))('%s has figures in a unit', (kind) => { expect(hasUnitFigures(rule({ kind, ...needed[kind] }))).toBe(true) })

  it.each<[RuleKind, object]>([
    ['anomaly', {}], ['silence', { afterS: 60 }], ['fault', {}], ['range', {}], ['flatline', { windowS: 60 }], ['health', {}],
  ])('%s without figures has none', (kind, fields) => { expect(hasUnitFigures(rule({ kind, limit: null, ...fields }))).toBe(false) })

  it.each<[RuleKind, object]>([
    ['vote', { limit: null, level: 1, others: ['X'], need: 1 }], ['combination', { limit: null, when: { and: ['A', 'B'] } }], ['video', { limit: null, events: ['smoke'] }],
    ['drift', { windowS: 60, sibling: 'X' }], ['multivariate', { limit: null, others: ['X'], everyS: 1 }], ['deviation', { sibling: 'X' }], ['gateway', { limit: null }],
  ])('%s is not for many points', (kind, fields) => { expect(notForMany(rule({ kind, ...fields }))).toEqual({ en: expect.stringMatching(/name one tag|write one rule/), zh: saidInChinese }) })

  it.each(['H', 'silence', 'rate'] as const)('%s is', (kind) => { expect(notForMany(rule({ kind, limit: kind === 'silence' ? null : 1, ...(kind === 'silence' && { afterS: 1 }), ...(kind === 'rate' && { windowS: 1 }) }))).toBeUndefined() })
})
