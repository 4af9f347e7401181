import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type Told } from '../testing/play-rule.ts'

describe('an instrument that says it has failed', () => {
  it.each<[string, object, TableReading[], Told[]]>([
    ['fault', {}, [[0, 1], [1, null, { q: 'fault' }], [2, 1]], [['raised', 1, 1], ['cleared', 2]]],
    ['a good reading without a value', {}, [[0, null]], [['raised', 0, 1]]],
    ['stopped', {}, [[0, 1, { q: 'stopped' }]], [['raised', 0, 1]]],
    ['out of range', {}, [[0, 120, { q: 'out_of_range' }]], [['raised', 0, 120]]],
    ['calibration is no failure', {}, [[0, 1, { q: 'calibration' }], [1, 1, { q: 'maintenance' }], [2, 1, { q: 'manual' }]], []],
    ['unless the rule says so', { qualities: ['calibration'] }, [[0, null, { q: 'fault' }], [1, 1, { q: 'calibration' }]], [['raised', 1, 1]]],
    ['a failure of a moment', { onDelayS: 5 }, [[0, null, { q: 'fault' }], [3, 1], [10, 1]], []],
  ])('%s', (_, rule, table, expected) => { expect(playTable({ kind: 'fault', ...rule }, table)).toEqual(expected) })
})
