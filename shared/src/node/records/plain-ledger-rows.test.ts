import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AlarmRule } from '../../alarm-rule.ts'
import { Point } from '../../ledger.ts'
import { plainLimit, plainPoint } from './plain-ledger-rows.ts'

const figure = fc.constantFrom(-1, 0, 1, 59, 60, 86_400, 86_401, 604_801, Number.NaN, Number.POSITIVE_INFINITY, null, 'x')
const text = fc.constantFrom('', 'E1', 'a/b', 'a\nb', 'x'.repeat(64), 'x'.repeat(129), 'x'.repeat(201), null, 7)
const any = <T>(arbitrary: fc.Arbitrary<unknown>, usual: T): fc.Arbitrary<T> => fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: arbitrary as fc.Arbitrary<T> })

const ruleRow = fc.record({
  id: any(text, 'r'), enterprise: any(text, 'E1'), point: any(text, 'T/1'), kind: any(fc.constantFrom('HH', 'rate', 'X'), 'H'), limit_value: any(figure, 60), deadband: any(figure, 1),
  on_delay_s: any(figure, 0), off_delay_s: any(figure, 0), priority: any(fc.constant('grey'), 'orange'), enabled: fc.constantFrom(0, 1), ack_required: fc.constantFrom(0, 1),
  latching: fc.constantFrom(0, 1), re_alarm_s: any(figure, null), parameters: any(fc.constantFrom('{"low":1}', 'x'), '{}'), retired: fc.constant(0),
})

const pointRow = fc.record({
  number: fc.constant(3), enterprise: any(text, 'E1'), tag: any(text, 'T/1'), source: any(text, 'S'), name: any(text, '温度'), name_en: any(text, null), quantity: any(text, 'temperature'),
  unit: any(text, 'Cel'), range_low: any(figure, 0), range_high: any(figure, 100), expected_interval_s: any(figure, 5), max_rate_per_s: any(figure, null),
  lon: any(figure, null), lat: any(figure, null), retired: fc.constant(0),
})

describe('what is read without the schema', () => {
  test('is a rule that the schema takes, and the same', () => {
    fc.assert(fc.property(ruleRow, (row) => {
      const rule = plainLimit(row)
      expect(rule && AlarmRule.parse({ ...rule })).toEqual(rule)
    }), { numRuns: 2_000 })
  })

  test('is a point that the schema takes, and the same', () => {
    fc.assert(fc.property(pointRow, (row) => {
      const point = plainPoint(row)
      expect(point && { number: 3, ...Point.parse(point) }).toEqual(point)
    }), { numRuns: 2_000 })
  })

  test('is the usual limit and the usual point', () => {
    fc.assert(fc.property(fc.constantFrom('LL', 'L', 'H', 'HH'), (kind) => {
      const row = { id: 'r', enterprise: 'E1', point: 'T/1', kind, limit_value: 60, deadband: 1, on_delay_s: 0, off_delay_s: 0, priority: 'red', enabled: 1, ack_required: 1, latching: 0, re_alarm_s: null, parameters: '{}', retired: 0 }
      expect(plainLimit(row)).toMatchObject({ kind, limit: 60, priority: 'red', enabled: true, latching: false, reAlarmS: null })
    }))
    const row = { number: 3, enterprise: 'E1', tag: 'T', source: 'S', name: 'n', name_en: null, quantity: 'q', unit: '', range_low: null, range_high: 1, expected_interval_s: null, max_rate_per_s: null, lon: null, lat: null, retired: 0 }
    expect(plainPoint(row)).toMatchObject({ number: 3, rangeLow: null, location: null })
  })
})
