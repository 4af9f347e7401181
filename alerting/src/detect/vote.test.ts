import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type TableWait, type Told } from '../testing/play-rule.ts'

describe('N of M', () => {
  const of3 = { kind: 'vote', level: 10, need: 2, others: ['P1', 'P2'] }
  const of2 = { kind: 'vote', level: 10, others: ['P1'] }
  const all = (at: number, ...values: number[]): TableReading[] => values.map((value, of) => [at, value, { of }])
  const bad = { q: 'fault' } as const
  it.each<[string, object, (TableReading | TableWait)[], Told[]]>([
    ['2oo3: one is not enough', of3, [...all(0, 5, 5, 5), [1, 12]], []],
    ['2oo3: two are', of3, [...all(0, 5, 5, 5), [1, 12], [2, 13, { of: 2 }]], [['raised', 2, 13]]],
    ['2oo3: over when one of them returns', of3, [...all(0, 5, 5, 5), [1, 12], [2, 13, { of: 2 }], [3, 5]], [['raised', 2, 13], ['cleared', 3]]],
    ['1oo2: either', { ...of2, need: 1 }, [...all(0, 5, 5), [1, 12, { of: 1 }]], [['raised', 1, 12]]],
    ['2oo2: both', { ...of2, need: 2 }, [...all(0, 5, 5), [1, 12], [2, 12, { of: 1 }]], [['raised', 2, 12]]],
    ['low side', { ...of2, need: 1, direction: 'down' }, [...all(0, 15, 15), [1, 10]], [['raised', 1, 10]]],
    ['the deadband is of each channel', { ...of2, need: 1, deadband: 2 }, [...all(0, 5, 5), [1, 12], [2, 8], [3, 7.9]], [['raised', 1, 12], ['cleared', 3]]],
    ['a bad channel votes for the alarm: 2oo3 becomes 1oo2', of3, [...all(0, 5, 5, 5), [1, null, { ...bad, of: 1 }], [2, 12]], [['raised', 2, 12]]],
    ['two bad channels alarm by themselves', of3, [...all(0, 5, 5, 5), [1, null, { ...bad, of: 1 }], [2, null, { ...bad, of: 2 }]], [['raised', 2, 1]]],
    ['a bad channel votes against: 2oo3 becomes 2oo2', { ...of3, badVote: 'healthy' }, [...all(0, 5, 5, 5), [1, null, { ...bad, of: 1 }], [2, 12], [3, 12, { of: 2 }]], [['raised', 3, 12]]],
    ['left out: 2oo3 becomes 2oo2', { ...of3, badVote: 'exclude' }, [...all(0, 5, 5, 5), [1, null, { ...bad, of: 1 }], [2, 12], [3, 12, { of: 2 }]], [['raised', 3, 12]]],
    ['two left out: the last one decides', { ...of3, badVote: 'exclude' }, [...all(0, 5, 5, 5), [1, null, { ...bad, of: 1 }], [2, null, { ...bad, of: 2 }], [3, 12]], [['raised', 3, 12]]],
    ['none left: what was goes on', { ...of2, need: 1, badVote: 'exclude' }, [...all(0, 12, 5), [1, null, bad], [2, null, { ...bad, of: 1 }]], [['raised', 0, 12], ['cleared', 1]]],
    ['a bypassed channel is left out', of3, [...all(0, 5, 5, 5), [1, 99, { q: 'maintenance', of: 1 }], [2, 12], [3, 12, { of: 2 }]], [['raised', 3, 12]]],
    ['a bypassed channel that counts as an alarm', { ...of3, bypassVote: 'alarm' }, [...all(0, 5, 5, 5), [1, 99, { q: 'calibration', of: 1 }], [2, 12]], [['raised', 2, 12]]],
    ['beyond its range on the high side it votes', of3, [...all(0, 5, 5, 5), [1, 120, { q: 'out_of_range', of: 1 }], [2, 12]], [['raised', 2, 12]]],
    ['beyond its range on the other side it is bad', { ...of3, badVote: 'exclude' }, [...all(0, 5, 12, 5), [1, -9, { q: 'out_of_range', of: 2 }]], []],
    ['never heard is not counted', { ...of3, need: 2 }, [[0, 12]], [['raised', 0, 12]]],
    ['a silent channel is bad', { ...of3, afterS: 30 }, [...all(0, 5, 5, 5), [20, 12], [20, 5, { of: 1 }], [31]], [['raised', 30, 1]]],
    ['until it speaks again', { ...of3, afterS: 30 }, [...all(0, 5, 5, 5), [20, 12], [20, 5, { of: 1 }], [31], [33, 5, { of: 2 }]], [['raised', 30, 1], ['cleared', 33]]],
  ])('%s', (_, rule, table, expected) => { expect(playTable(rule, table)).toEqual(expected) })
})
