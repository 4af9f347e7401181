import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import { parseSelector } from '@hazardwatch/shared/point-selector'
import { ruleKinds } from '@hazardwatch/shared/rule-parameters'
import { describe, expect, it } from 'vitest'
import { attributeValues, mayBeOnMany, namesMany, repointed, selectedPoints, withCondition } from './selected-points.ts'

const point = (tag: string, quantity: string, unit: string, source = 'S1') =>
  Point.parse({ enterprise: 'E', tag, source, name: tag, quantity, unit, rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })
const points = [point('GD-10', 'concentration', '[ppm]'), point('GD-9', 'concentration', '[ppm]', 'S2'), point('GD-X', 'concentration', '%{LEL}'), point('TT-1', 'temperature', 'Cel'), point('ODD*', 'state', '1')]
const rule = AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'GD-*', kind: 'H', limit: 25, unit: '[ppm]', priority: 'red' })

describe('selectedPoints', () => {
  it.each<[string, string[]]>([['GD-*', ['GD-9', 'GD-10', 'GD-X']], ['{source=S2}', ['GD-9']], ['XX-*', []]])('%s means %j', (text, tags) => {
    expect(selectedPoints(text, points, undefined).watched.map(({ tag }) => tag)).toEqual(tags)
  })
  it('tells those that the figures do not fit, with the reason', () => {
    const { watched, excluded } = selectedPoints('*', points, rule)
    expect(watched.map(({ tag }) => tag)).not.toContain('TT-1')
    expect(excluded.find(({ point: { tag } }) => tag === 'TT-1')?.reason.en).toContain('does not become')
  })
  it('says why a selector cannot be read', () => {
    expect(selectedPoints('GD-*{gas=NH3}', points, undefined).fault?.en).toContain('quantity')
  })
})

it.each<[string | undefined, boolean]>([['GD-*', true], ['{unit=Cel}', true], ['GD-9', false], ['ODD*', false], [undefined, false]])('%s names many: %s', (text, many) => {
  expect(namesMany(text, points)).toBe(many)
})

it.each<[string, string, string, string | undefined]>([
  ['H', 'HH', 'GD-9', 'GD-9'], ['H', 'video', 'GD-9', undefined], ['video', 'gateway', '44', undefined], ['gateway', 'H', 'PLC', undefined], ['H', 'vote', 'GD-9', 'GD-9'], ['H', 'vote', 'GD-*', undefined], ['H', 'rate', 'GD-*', 'GD-*'],
])('from %s to %s on %s: %s', (from, to, tag, left) => {
  expect(repointed({ kind: to, point: tag }, { kind: from, point: tag }, points).point).toBe(left)
})

it('knows the kinds that watch many points', () => {
  expect(ruleKinds.filter((kind) => !mayBeOnMany(kind))).toEqual(['vote', 'combination', 'video', 'drift', 'multivariate', 'gateway'])
})

it('offers what tells points apart, the most frequent first', () => {
  expect(attributeValues(points).slice(0, 3)).toEqual([{ attribute: 'quantity', value: 'concentration', count: 3 }, { attribute: 'quantity', value: 'temperature', count: 1 }, { attribute: 'quantity', value: 'state', count: 1 }])
  expect(attributeValues(points.slice(3, 4))).toEqual([])
})

describe('withCondition', () => {
  it.each<[string, string, string]>([
    ['', 'S1', '{source=S1}'], ['GD-*', 'S1', 'GD-*{source=S1}'], ['GD-*{unit=[ppm]}', 'S1', 'GD-*{unit=[ppm], source=S1}'], ['{}', 'S1', '{source=S1}'], ['GD-*', 'HALL, west', 'GD-*{source="HALL, west"}'], ['', '', '{source=""}'],
  ])('%j and source %j is %j, and can be read', (text, value, selector) => {
    expect(withCondition(text, 'source', value)).toBe(selector)
    expect(typeof parseSelector(selector)).toBe('object')
  })
})
