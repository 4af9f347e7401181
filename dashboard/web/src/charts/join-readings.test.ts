import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedReading } from '@hazardwatch/shared/feed-message'
import { joinReadings, rateOfChange, valueOf } from './join-readings.ts'

describe('joinReadings', () => {
  it('continues the history with what is newer and drops what is too old', () => {
    expect(
      joinReadings(
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        [
          [2, 9],
          [3, 9],
          [4, 4],
        ],
        2,
      ),
    ).toEqual([
      [2, 2],
      [3, 3],
      [4, 4],
    ])
  })

  it('is in time order without doubles, whatever overlaps', () => {
    const series = fc
      .uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 20 })
      .map((times) => times.sort((a, b) => a - b).map((time): FeedReading => [time, time]))
    fc.assert(
      fc.property(series, series, (history, live) => {
        const times = joinReadings(history, live, 10).map(([time]) => time)
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
        expect(times.every((time) => time >= 10)).toBe(true)
      }),
    )
  })
})

describe('valueOf', () => {
  it.each<[string, FeedReading, number | null]>([
    ['good without a word', [1, 5], 5],
    ['good', [1, 5, 'good'], 5],
    ['a fault with a value', [1, 5, 'fault'], null],
    ['nothing', [1, null, 'stopped'], null],
  ])('%s', (_name, reading, value) => {
    expect(valueOf(reading)).toBe(value)
  })
})

describe('rateOfChange', () => {
  const ramp = (count: number, perSecond: number): FeedReading[] => Array.from({ length: count }, (_, n) => [n * 1_000, 10 + n * perSecond])

  it('is per minute', () => {
    expect(rateOfChange(ramp(30, 0.5), 60_000)).toBeCloseTo(30)
  })

  it('looks at the window only, and not at readings of bad quality', () => {
    const readings: FeedReading[] = [[0, 900], ...ramp(10, 1).map(([time, value]): FeedReading => [time + 100_000, value]), [109_500, 5_000, 'fault']]
    expect(rateOfChange(readings, 60_000)).toBeCloseTo(60)
  })

  it.each([
    ['nothing', ramp(0, 1)],
    ['two readings', ramp(2, 1)],
    [
      'one instant',
      [
        [1, 1],
        [1, 2],
        [1, 3],
      ] as FeedReading[],
    ],
  ])('cannot tell from %s', (_name, readings) => {
    expect(rateOfChange(readings, 60_000)).toBeUndefined()
  })
})
