import { expect, test } from 'vitest'
import { lensRows, mean } from './testing/lens-rows.ts'

const DAY = 288

test('a day like the days before is at distance 0, by any lens', () => {
  const all = Array.from({ length: 5 * DAY }, (_, i) => Math.floor((i % DAY) / 6))
  for (const name of ['time-of-day', 'time-of-day-mean8', 'seasonal-distance24', 'seasonal-distance60', 'seasonal-or-recent-distance8']) {
    expect(lensRows(name, all).slice(4 * DAY).every((v) => v === 0)).toBe(true)
  }
})

test('the habit of a half hour moves a quarter of the way', () => {
  // One value each half hour: 0 on the first two days, 4 on the third and fourth.
  const all = Array.from({ length: 4 * 48 }, (_, i) => (i < 96 ? 0 : 4))
  const seen = lensRows('time-of-day', all, 1800)
  expect([seen[95], seen[96], seen[144]]).toEqual([0, 4, 3])
})

test('what was usual one, two and seven days ago, each with its neighbours, is not surprising', () => {
  const distance = (levels: Readonly<Record<number, number>>, rows: number): number => {
    const all = Array.from({ length: rows }, (_, i) => levels[i] ?? 0)
    const seen = lensRows('seasonal-distance24', all, 1800)
    // The mean of 24 distances: of the last row alone it is 24 times the change.
    return (seen.at(-1)! * 24)
  }
  const now = 400
  for (const ago of [47, 48, 49, 95, 96, 97, 335]) expect(distance({ [now]: 10, [now - ago]: 10 }, now + 1)).toBeCloseTo(0, 5)
  // Three days ago: only the habit of this half hour has moved, a quarter of the way three days before.
  expect(distance({ [now]: 10, [now - 144]: 10 }, now + 1)).toBeCloseTo(10 - 2.5 * 0.75 ** 2, 5)
  expect(distance({ [now]: 10 }, now + 1)).toBeCloseTo(10, 5)
})

test('half hours that were leapt over are not known, instead of being those of a week before', () => {
  const state = lensRows('seasonal-distance60', [1, 2, 3])
  expect(state).toHaveLength(3)
  const slow = lensRows('time-of-day-mean8', [0, 8, 0, 8, 0], 86_400)
  // By hand: habits 0, 2, 1.5, 3.125; errors 0, 8, -2, 6.5, -3.125.
  expect(slow.at(-1)).toBeCloseTo(mean([0, 8, -2, 6.5, -3.125]), 5)
})
