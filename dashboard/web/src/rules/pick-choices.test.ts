import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point } from '@hazardwatch/shared/ledger'
import { describe, expect, it } from 'vitest'
import { findChoices, MOST_SHOWN, pointChoices, ruleChoices } from './pick-choices.ts'

const choice = (value: string, label = '', detail = '') => ({ value, label, detail })

describe('findChoices', () => {
  const choices = [choice('XGD-7', '氨浓度', 'ppm'), choice('GD-70', '氨浓度 东', 'ppm'), choice('GD-7', '氨浓度 西', 'ppm'), choice('TT-1', '温度', '°C')]
  it.each([
    ['', ['XGD-7', 'GD-70', 'GD-7', 'TT-1']],
    ['gd-7', ['GD-7', 'GD-70', 'XGD-7']],
    ['氨 ppm', ['XGD-7', 'GD-70', 'GD-7']],
    ['东 gd', ['GD-70']],
    ['none', []],
  ])('%j finds %j', (text, values) => {
    expect(findChoices(choices, text).found.map(({ value }) => value)).toEqual(values)
  })
  it('says how many it left off', () => {
    const { found, more } = findChoices(Array.from({ length: MOST_SHOWN + 3 }, (_, index) => choice(`P${index}`)), 'p')
    expect([found.length, more]).toEqual([MOST_SHOWN, 3])
  })
})

const point = (tag: string, fields: object = {}) =>
  Point.parse({ enterprise: 'E', tag, source: 'S1', name: tag, quantity: 'concentration', unit: '[ppm]', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null, ...fields })

describe('pointChoices', () => {
  const own = point('GD-1')
  const points = [own, point('TT-1', { unit: 'Cel', quantity: 'temperature' }), point('GD-10', { source: 'S2' }), point('GD-9'), point('GD-2')]
  it.each([
    ['measure', ['GD-2', 'GD-9', 'GD-10', 'TT-1']],
    ['source', ['GD-2', 'GD-9', 'TT-1', 'GD-10']],
  ] as const)('puts what is like it by its %s first, and never the own point', (by, values) => {
    const made = pointChoices(points, own, by, { name: ({ name }) => name, unit: ({ unit }) => unit })
    expect(made.map(({ value }) => value)).toEqual(values)
    expect(made[0]?.detail).toBe('[ppm] · S1')
  })
})

describe('ruleChoices', () => {
  it('offers every rule but the own one', () => {
    const rules = ['A', 'B'].map((id) => AlarmRule.parse({ id, enterprise: 'E', point: 'P', kind: 'H', limit: 1, priority: 'red' }))
    expect(ruleChoices(rules, 'A', { name: ({ id }) => `rule ${id}`, detail: ({ kind }) => kind })).toEqual([choice('B', 'rule B', 'H')])
  })
})
