import { describe, expect, it, test } from 'vitest'
import { fieldTime, judgeWindow, newestWindow, readFieldTime, windowSince } from './learn-window.ts'

const NOW = Date.UTC(2026, 10, 26, 12, 0, 30)
const MINUTE = 60_000

test.each([
  ['too short', 1_999, 1, 1_999, 'tooFew'],
  ['just enough', 2_000, 1, 2_000, null],
  ['of slow rows', 20_000, 10, 2_000, null],
  ['too long', 60_000, 1, 60_000, 'tooMany'],
  ['backwards', -100, 1, 0, 'tooFew'],
  ['not given', Number.NaN, 1, 0, 'empty'],
])('a window %s', (_, seconds, everyS, rows, fault) => {
  expect(judgeWindow({ from: NOW, to: NOW + seconds * 1000 }, everyS)).toEqual({ rows, fault })
})

test.each([1, 5, 60])('the newest window does, with rows every %i s', (everyS) => {
  const window = newestWindow(everyS, NOW)
  expect(judgeWindow(window, everyS).fault).toBeNull()
  expect(window.to).toBe(NOW - 30_000)
})

describe('what has run since work on a source', () => {
  it('begins at the first whole minute after it', () => {
    expect(windowSince(NOW - 50 * MINUTE, 1, NOW)).toEqual({ from: NOW - 49.5 * MINUTE, to: NOW - 0.5 * MINUTE })
  })

  it('is no longer than can be learnt', () => {
    expect(judgeWindow(windowSince(0, 1, NOW), 1).fault).toBeNull()
  })
})

it('goes into a field of date and time and comes back', () => {
  expect(readFieldTime(fieldTime(NOW - 30_000))).toBe(NOW - 30_000)
  expect(fieldTime(Number.NaN)).toBe('')
  expect(readFieldTime('')).toBeNaN()
})
