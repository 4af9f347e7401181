import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type Told } from '../testing/play-rule.ts'

describe('deviation', () => {
  const fixed = { kind: 'deviation', limit: 5, setpoint: 100 }
  const between = { kind: 'deviation', limit: 5, sibling: 'P1' }
  it.each<[string, object, TableReading[], Told[]]>([
    ['above the set-point', fixed, [[0, 104], [1, 105]], [['raised', 1, 5]]],
    ['below it', fixed, [[0, 96], [1, 94]], [['raised', 1, 6]]],
    ['only upwards', { ...fixed, direction: 'up' }, [[0, 90], [1, 106]], [['raised', 1, 6]]],
    ['only downwards', { ...fixed, direction: 'down' }, [[0, 110], [1, 90]], [['raised', 1, 10]]],
    ['per cent of the set-point', { ...fixed, setpoint: 200, percent: true }, [[0, 209], [1, 210]], [['raised', 1, 5]]],
    ['per cent of a negative set-point', { ...fixed, setpoint: -200, percent: true }, [[0, -209], [1, -210]], [['raised', 1, 5]]],
    ['the deadband acts on clearing', { ...fixed, deadband: 2 }, [[0, 105], [1, 103], [2, 102.9]], [['raised', 0, 5], ['cleared', 2]]],
    ['from another point, whose value holds', between, [[0, 20, { of: 1 }], [1, 22], [2, 25]], [['raised', 2, 5]]],
    ['the other point moves away', between, [[0, 20, { of: 1 }], [1, 22], [2, 16, { of: 1 }], [3, 20, { of: 1 }]], [['raised', 2, 6], ['cleared', 3]]],
    ['nothing is known before both have spoken', between, [[0, 99], [1, 99]], []],
    ['a faulty reference holds', between, [[0, 20, { of: 1 }], [1, 0, { of: 1, q: 'fault' }], [2, 21]], []],
    ['something of nothing is more than any per cent', { ...between, percent: true }, [[0, 0, { of: 1 }], [1, 0], [2, 0.1]], [['raised', 2, 1e13]]],
  ])('%s', (_, rule, table, expected) => {
    const told = playTable(rule, table)
    expect(told.map(([event, at]) => [event, at])).toEqual(expected.map(([event, at]) => [event, at]))
    for (const [index, [, , value]] of expected.entries()) expect(told[index]?.[2] ?? 0).toBeCloseTo(value ?? 0)
  })
})
