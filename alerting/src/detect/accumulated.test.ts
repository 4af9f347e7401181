import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type TableWait, type Told } from '../testing/play-rule.ts'

describe('time beyond a level within a window', () => {
  const minute = { kind: 'accumulated', limit: 60, level: 10, windowS: 600 }
  it.each<[string, object, (TableReading | TableWait)[], Told[]]>([
    ['in one piece, to the moment', minute, [[0, 5], [7, 12], [100, 12]], [['raised', 67, 60]]],
    ['in several pieces', minute, [[0, 12], [30, 5], [100, 12], [150, 5]], [['raised', 130, 60]]],
    ['by the clock, when nothing more comes', minute, [[0, 12], [63]], [['raised', 60, 60]]],
    ['not before', minute, [[0, 12], [60, 5]], [['raised', 60, 60]]],
    ['too short', minute, [[0, 12], [59, 5], [300, 5]], []],
    ['what has left the window counts no more', minute, [[0, 12], [50, 5], [640, 12], [660, 5], [700, 5]], []],
    ['over when too little is left in the window', minute, [[0, 12], [61, 5], [599, 5], [605, 5]], [['raised', 60, 60], ['cleared', 605]]],
    ['below the level', { ...minute, direction: 'down' }, [[0, 5], [61, 5]], [['raised', 60, 60]]],
    ['the deadband holds it beyond', { ...minute, deadband: 2 }, [[0, 12], [10, 8], [61, 8]], [['raised', 60, 60]]],
    ['a reading without a value lets the last one hold', minute, [[0, 12], [10, null, { q: 'fault' }], [61, 12]], [['raised', 60, 60]]],
    ['nothing is known before the first value', minute, [[0, null, { q: 'fault' }], [100, null, { q: 'fault' }], [101, 12], [150, 5]], []],
  ])('%s', (_, rule, table, expected) => {
    const told = playTable(rule, table)
    expect(told.map(([event, at]) => [event, at])).toEqual(expected.map(([event, at]) => [event, at]))
    for (const [index, [, , value]] of expected.entries()) expect(told[index]?.[2] ?? 0).toBeCloseTo(value ?? 0)
  })
})
