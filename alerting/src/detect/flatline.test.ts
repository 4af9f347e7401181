import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type Told } from '../testing/play-rule.ts'

describe('a stuck instrument', () => {
  const stuck = { kind: 'flatline', windowS: 60, minReadings: 3 }
  it.each<[string, object, TableReading[], Told[]]>([
    ['the same for the whole time', stuck, [[0, 7], [30, 7], [59, 7], [60, 7]], [['raised', 60, 7]]],
    ['any change is a change without a tolerance', stuck, [[0, 7], [30, 7.001], [60, 7.001], [89, 7.001]], []],
    ['within the tolerance it has not moved', { ...stuck, tolerance: 0.1 }, [[0, 7], [30, 7.1], [60, 7.05]], [['raised', 60, 7.05]]],
    ['a slow drift leaves the tolerance', { ...stuck, tolerance: 0.1 }, [[0, 7], [20, 7.05], [40, 7.1], [60, 7.15], [80, 7.2]], []],
    ['too few readings prove nothing', stuck, [[0, 7], [100, 7]], []],
    ['enough of them do', stuck, [[0, 7], [100, 7], [200, 7]], [['raised', 200, 7]]],
    ['over with the first change', stuck, [[0, 7], [30, 7], [60, 7], [61, 8]], [['raised', 60, 7], ['cleared', 61]]],
    ['a reading without a value is none', stuck, [[0, 7], [30, null, { q: 'fault' }], [60, 7]], []],
  ])('%s', (_, rule, table, expected) => { expect(playTable(rule, table)).toEqual(expected) })
})
