import { describe, expect, it } from 'vitest'
import { playTable, type TableReading, type Told } from '../testing/play-rule.ts'

describe('out of range', () => {
  const inside = { low: 0, high: 100 }
  const loop = { low: 3.6, high: 21 }
  it.each<[string, object, TableReading[], Told[]]>([
    ['the bounds are inside', inside, [[0, 0], [1, 100]], []],
    ['just above', inside, [[0, 100.001], [1, 100]], [['raised', 0, 100.001], ['cleared', 1]]],
    ['just below', inside, [[0, -0.001], [1, 0]], [['raised', 0, -0.001], ['cleared', 1]]],
    ['the deadband acts on coming back', { ...inside, deadband: 2 }, [[0, 101], [1, 98], [2, 97.9]], [['raised', 0, 101], ['cleared', 2]]],
    ['one bound alone', { high: 100 }, [[0, -1e30], [1, 101]], [['raised', 1, 101]]],
    ['the sender says so', inside, [[0, 50, { q: 'out_of_range' }], [1, 50]], [['raised', 0, 50], ['cleared', 1]]],
    ['a 4–20 mA loop: 3.6 and 21 are still inside', loop, [[0, 3.6], [1, 21]], []],
    ['a 4–20 mA loop: a broken wire', loop, [[0, 12], [1, 3.59]], [['raised', 1, 3.59]]],
    ['a 4–20 mA loop: beyond 21', loop, [[0, 21.01]], [['raised', 0, 21.01]]],
    ['a faulty reading says nothing about the range', inside, [[0, 500, { q: 'fault' }]], []],
    ['without bounds and without a range of the point only the sender can say it', {}, [[0, 1e30], [1, 1, { q: 'out_of_range' }]], [['raised', 1, 1]]],
  ])('%s', (_, rule, table, expected) => { expect(playTable({ kind: 'range', ...rule }, table)).toEqual(expected) })
})
