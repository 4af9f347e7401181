import { describe, expect, it } from 'vitest'
import { formatDayTime, formatDuration, formatMoment, formatSeconds, formatTimeOfDay } from './duration.ts'

describe('formatDuration', () => {
  it.each([
    ['a clock that runs ahead', -5_000, '00:00'],
    ['just raised', 999, '00:00'],
    ['seconds', 42_000, '00:42'],
    ['minutes', 11 * 60_000 + 52_000, '11:52'],
    ['hours', 3_723_000, '1:02:03'],
    ['a day and more', 86_400_000 * 3 + 4 * 3_600_000 + 5 * 60_000, '3d 04:05'],
  ])('%s', (_name, ms, text) => {
    expect(formatDuration(ms, 'd')).toBe(text)
  })
})

describe('times', () => {
  const local = new Date(2026, 10, 22, 3, 12, 45).getTime()

  it('shows ages with one decimal and never below zero', () => {
    expect([formatSeconds(449), formatSeconds(12_000), formatSeconds(-1)]).toEqual(['0.4', '12.0', '0.0'])
  })

  it('shows wall time in the zone of the browser', () => {
    expect(formatTimeOfDay(local)).toBe('03:12:45')
    expect(formatDayTime(local)).toBe('11-22 03:12:45')
  })

  it('adds the day only when it is not today any more', () => {
    expect(formatMoment(local, local + 3_600_000)).toBe('03:12:45')
    expect(formatMoment(local, local + 2 * 86_400_000)).toBe('11-22 03:12:45')
  })
})
