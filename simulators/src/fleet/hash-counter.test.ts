import { expect, it } from 'vitest'
import { uniformAt } from './hash-counter.ts'

const COUNT = 20_000
const numbers = (of: (index: number) => number): number[] => Array.from({ length: COUNT }, (_, index) => of(index))
const correlation = (a: readonly number[], b: readonly number[]): number =>
  (12 / COUNT) * a.reduce((sum, value, index) => sum + (value - 0.5) * ((b[index] ?? 0) - 0.5), 0)

it.each([
  ['counters', (index: number) => uniformAt(1, 1, index)],
  ['streams', (index: number) => uniformAt(1, index, 1)],
  ['seeds', (index: number) => uniformAt(index, 1, 1)],
  ['counters beyond 2^32', (index: number) => uniformAt(1, 1, (index + 1) * 2 ** 32)],
])('neighbouring %s give evenly spread numbers that know nothing of each other', (_name, of) => {
  const drawn = numbers(of)
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true)
  const tenths = Array.from({ length: 10 }, (_, tenth) => drawn.filter((value) => Math.floor(value * 10) === tenth).length)
  // Chi square with nine degrees of freedom: 27.9 is passed once in a thousand.
  expect(tenths.reduce((sum, count) => sum + (count - COUNT / 10) ** 2 / (COUNT / 10), 0)).toBeLessThan(27.9)
  expect(Math.abs(correlation(drawn, numbers((index) => of(index + 1))))).toBeLessThan(0.03)
})
