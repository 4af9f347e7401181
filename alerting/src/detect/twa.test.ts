import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type TableWait, type Told } from '../testing/play-rule.ts'

describe('time-weighted average', () => {
  const stel = { kind: 'twa', limit: 30, windowS: 900 }
  const each = (from: number, to: number, by: number, value: number): TableReading[] =>
    Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => [from + index * by, value])
  it.each<[string, object, (TableReading | TableWait)[], Told[]]>([
    ['the limit itself for the whole window', stel, each(0, 920, 10, 30), [['raised', 900, 30]]],
    ['twice the limit for half of it', stel, each(0, 460, 10, 60), [['raised', 450, 30]]],
    ['a short peak is averaged away', stel, [[0, 0], [100, 300], [189, 0], [900, 0]], []],
    ['one that is not short enough is not', stel, [[0, 0], [100, 300], [191, 0], [900, 0]], [['raised', 190, 30]]],
    ['by the clock, when nothing more comes', stel, [[0, 60], [453]], [['raised', 450, 30]]],
    ['over when the average has fallen', { ...stel, deadband: 3 }, [...each(0, 450, 10, 60), [460, 0], [1000, 0], [1010, 0]], [['raised', 450, 30], ['cleared', 1000]]],
    ['eight hours', { ...stel, limit: 20, windowS: 28_800 }, [...each(0, 14_400, 60, 40), [14_401, 0]], [['raised', 14_400, 20]]],
    ['a reading without a value lets the last one hold', stel, [[0, 60], [100, null, { q: 'fault' }], [460, 60]], [['raised', 450, 30]]],
    ['before the first value there was nothing', stel, [[0, null, { q: 'fault' }], [440, 60], [460, 0], [900, 0]], []],
  ])('%s', (_, rule, table, expected) => {
    const told = playTable(rule, table)
    expect(told.map(([event, at]) => [event, at])).toEqual(expected.map(([event, at]) => [event, at]))
    for (const [index, [, , value]] of expected.entries()) expect(told[index]?.[2] ?? 0).toBeCloseTo(value ?? 0)
  })
})
