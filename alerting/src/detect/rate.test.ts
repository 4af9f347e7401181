import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type Told } from '../testing/play-rule.ts'

describe('rate of change', () => {
  const rising = { kind: 'rate', limit: 5, windowS: 60, direction: 'up' }
  it.each<[string, object, TableReading[], Told[]]>([
    ['as much as the limit within the window', rising, [[0, 10], [30, 12], [60, 15]], [['raised', 60, 5]]],
    ['the same over a longer time is slow', rising, [[0, 10], [30, 12], [60, 13], [90, 15]], []],
    ['the least of the window counts, not the oldest', rising, [[0, 14], [20, 10], [40, 15]], [['raised', 40, 5]]],
    ['falling is no rise', rising, [[0, 20], [30, 10]], []],
    ['falling', { ...rising, direction: 'down' }, [[0, 20], [30, 14]], [['raised', 30, 6]]],
    ['either way', { ...rising, direction: 'either' }, [[0, 20], [10, 14], [80, 14], [90, 20]], [['raised', 10, 6], ['cleared', 80], ['raised', 90, 6]]],
    ['over when the window has passed the step', rising, [[0, 10], [10, 16], [40, 16], [60, 16], [80, 16]], [['raised', 10, 6], ['cleared', 80]]],
    ['the deadband acts on clearing', { ...rising, deadband: 2 }, [[0, 10], [1, 15], [2, 13], [3, 12.9]], [['raised', 1, 5], ['cleared', 3]]],
    ['after a gap longer than the window nothing is known', rising, [[0, 10], [61, 90], [62, 90]], []],
    ['a reading without a value changes nothing', rising, [[0, 10], [30, null, { q: 'fault' }], [40, 15]], [['raised', 40, 5]]],
    ['the on-delay follows', { ...rising, onDelayS: 5 }, [[0, 10], [10, 16], [20, 16]], [['raised', 15, 6]]],
  ])('%s', (_, rule, table, expected) => { expect(playTable(rule, table)).toEqual(expected) })
})
