import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { describe, expect, it } from 'vitest'
import { watchRule } from './count-alarms.ts'

const rule = (fields: object) => AlarmRule.parse({ id: 'r', enterprise: 'E', point: 'P', kind: 'H', limit: 10, priority: 'red', ...fields })

describe('counting raises', () => {
  it.each([
    { name: 'H raises at the limit', fields: {}, values: [9, 10, 11], raisedAt: [1] },
    { name: 'the deadband holds until below it', fields: { deadband: 2 }, values: [10, 8, 10, 7.9, 10], raisedAt: [0, 4] },
    { name: 'L is mirrored', fields: { kind: 'L', deadband: 2 }, values: [11, 10, 12, 10, 12.1, 10], raisedAt: [1, 5] },
    { name: 'the on-delay needs the condition throughout', fields: { onDelayS: 2 }, values: [10, 10, 9, 10, 10, 10], raisedAt: [5] },
    { name: 'the off-delay joins what follows within it', fields: { offDelayS: 2 }, values: [10, 9, 10, 9, 9, 9, 10], raisedAt: [0, 6] },
  ])('$name', ({ fields, values, raisedAt }) => {
    const watch = watchRule(rule(fields))
    expect(values.flatMap((value, second) => (watch.see(second * 1000, value) ? [second] : []))).toEqual(raisedAt)
  })
})
