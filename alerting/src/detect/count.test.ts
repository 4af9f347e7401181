import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type TableWait, type Told } from '../testing/play-rule.ts'

describe('excursions within a window', () => {
  const thrice = { kind: 'count', limit: 3, level: 10, windowS: 60 }
  const spikes = (...at: number[]): TableReading[] => at.flatMap((second): TableReading[] => [[second, 12], [second + 1, 5]])
  it.each<[string, object, (TableReading | TableWait)[], Told[]]>([
    ['as many as the limit', thrice, spikes(0, 20, 40), [['raised', 40, 3]]],
    ['one that lasts is one', thrice, [[0, 12], [10, 13], [20, 14], [30, 15]], []],
    ['the same in a longer time', thrice, spikes(0, 30, 60), []],
    ['over when the oldest that was needed has left the window', thrice, [...spikes(0, 20, 40), [70, 5]], [['raised', 40, 3], ['cleared', 60]]],
    ['over by the clock', thrice, [...spikes(0, 20, 40), [100]], [['raised', 40, 3], ['cleared', 60]]],
    ['goes on while others follow', thrice, [...spikes(0, 20, 40, 55), [79, 5]], [['raised', 40, 3]]],
    ['and is over with the fourth', thrice, [...spikes(0, 20, 40, 55), [81, 5]], [['raised', 40, 3], ['cleared', 80]]],
    ['the deadband joins excursions', { ...thrice, deadband: 4 }, [[0, 12], [10, 7], [20, 12], [30, 7], [40, 12]], []],
    ['below the level', { ...thrice, direction: 'down', limit: 2 }, [[0, 5], [1, 15], [2, 10]], [['raised', 2, 2]]],
    ['one is enough', { ...thrice, limit: 1 }, [[0, 12], [10, 5], [61, 5]], [['raised', 0, 1], ['cleared', 60]]],
    ['a reading without a value ends no excursion', thrice, [[0, 12], [1, null, { q: 'fault' }], [2, 12], [3, null, { q: 'fault' }], [4, 12]], []],
  ])('%s', (_, rule, table, expected) => { expect(playTable(rule, table)).toEqual(expected) })
})
