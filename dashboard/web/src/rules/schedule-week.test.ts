import { isScheduled } from '@hazardwatch/shared/rule-gate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { armedHours, armedSpans, dayRuns, readTime, toggleDay, windowReach } from './schedule-week.ts'

/** Monday, 00:00 in China. */
const MONDAY = Date.UTC(2026, 0, 4, 16)
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59)).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const windows = fc.array(fc.record({ days: fc.subarray([1, 2, 3, 4, 5, 6, 7]), from: time, to: time }), { minLength: 1, maxLength: 4 })

describe('armedSpans', () => {
  it('draws exactly the minutes in which the engine has the rule armed', () => {
    fc.assert(fc.property(windows, fc.integer({ min: 0, max: 7 * 1_440 - 1 }), (drafts, minute) => {
      const armed = isScheduled(drafts.map(({ days, ...rest }) => ({ ...rest, ...(days.length > 0 && { days }) })), MONDAY + minute * 60_000)
      const [day, within] = [Math.floor(minute / 1_440) + 1, minute % 1_440]
      expect(armedSpans(drafts).some((span) => span.day === day && within >= span.from && within < span.to)).toBe(armed)
    }), { numRuns: 1_000 })
  })

  it.each<[string, Parameters<typeof armedHours>[0], number]>([
    ['office hours', [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }], 50],
    ['every night', [{ days: [], from: '22:00', to: '06:00' }], 56],
    ['Sunday night goes into Monday', [{ days: [7], from: '22:00', to: '06:00' }], 8],
    ['a whole day', [{ days: [6], from: '00:00', to: '00:00' }], 24],
    ['what overlaps counts once', [{ days: [1], from: '08:00', to: '12:00' }, { days: [1], from: '10:00', to: '13:00' }], 5],
    ['a window that is not written yet', [{ days: [], from: '', to: '06:00' }], 0],
  ])('%s', (_name, drafts, hours) => {
    expect(armedHours(drafts)).toBe(hours)
  })
})

describe('readTime', () => {
  it.each([['8', '08:00'], ['08', '08:00'], ['830', '08:30'], ['0830', '08:30'], ['8:30', '08:30'], ['8：5', '08:05'], ['23.59', '23:59'], [' 7:00 ', '07:00'], ['25:00', '25:00'], ['8 Uhr', '8 Uhr'], ['', '']])('%j is %j', (text, expected) => {
    expect(readTime(text)).toBe(expected)
  })
})

describe('windowReach', () => {
  it.each([['08:00', '18:00', 'day'], ['22:00', '06:00', 'overnight'], ['00:00', '00:00', 'whole'], ['8', '18:00', 'unknown']])('%s to %s: %s', (from, to, reach) => {
    expect(windowReach({ days: [], from, to })).toBe(reach)
  })
})

describe('days', () => {
  it.each<[number[], [number, number][]]>([[[1, 2, 3, 4, 5], [[1, 5]]], [[7, 1, 3, 4], [[1, 1], [3, 4], [7, 7]]], [[], []]])('%j runs as %j', (days, runs) => {
    expect(dayRuns(days)).toEqual(runs)
  })
  it.each<[number[], number, number[]]>([[[], 3, [3]], [[1, 3], 3, [1]], [[5, 1], 2, [1, 2, 5]]])('%j with %i switched over', (days, day, after) => {
    expect(toggleDay(days, day)).toEqual(after)
  })
})
