import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baselineDetector, type BaselineConfig } from './baseline.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 1)
const settings: BaselineConfig = { limit: 1, deadband: 0.3, direction: 'up', riseS: 43_200, fallS: 21_600, warmUpS: 1_800 }

const createSeries = (change: Partial<BaselineConfig> = {}) => {
  const series = baselineDetector({ ...settings, ...change })
  const cells = new Float64Array(series.size).fill(Number.NaN)
  let now = START
  return {
    cells,
    level: () => cells[0] ?? Number.NaN,
    /** Feeds a series, one value a minute. @returns the deviations. */
    feed: (values: readonly number[], everyMs = MINUTE) => values.map((value) => series.read(cells, 0, now += everyMs, value, 0)),
    wait: (ms: number) => { now += ms },
    repeatTime: (value: number) => series.read(cells, 0, now, value, 0),
  }
}

const steady = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('deviation from a learnt baseline', () => {
  it('says nothing before the warm-up of half an hour, then the distance from what was', () => {
    const series = createSeries()
    expect(series.feed(steady(31, 2)).every(Number.isNaN)).toBe(true)
    expect(series.feed([2, 3.5])).toEqual([0, 1.5])
  })

  it.each([
    ['a value a second', 1_000],
    ['a value each ten minutes', 600_000],
  ])('needs half an hour and ten readings: %s', (_, every) => {
    const series = createSeries()
    const quiet = series.feed(steady(4_000, 2), every).findIndex((deviation) => !Number.isNaN(deviation))
    expect(quiet * every).toBeGreaterThanOrEqual(1_800_000)
    expect(quiet).toBeGreaterThanOrEqual(10)
  })

  it('is mirrored where deviations below count', () => {
    const series = createSeries({ direction: 'down' })
    series.feed(steady(40, 2))
    expect(series.feed([1.25])).toEqual([0.75])
    expect(series.level()).toBeCloseTo(-2, 9)
  })

  it('follows a background that rises over a night, and lags by the rate times the rise time', () => {
    const series = createSeries()
    series.feed(steady(60, 2))
    const last = series.feed(Array.from({ length: 600 }, (_, minute) => 2 + 0.4 * minute / 600)).at(-1)
    expect(last).toBeGreaterThan(0.1)
    expect(last).toBeLessThan(0.3)
  })

  it('is pulled by a leak of any height by no more than a cap per rise time', () => {
    const small = createSeries()
    const large = createSeries()
    for (const [series, height] of [[small, 30], [large, 3000]] as const) series.feed([...steady(60, 2), ...steady(120, height)])
    expect(small.level()).toBeCloseTo(large.level(), 9)
    expect(large.level()).toBeLessThan(2 + 2 / 12 + 1e-9)
  })

  it('does not let two minutes of a zero check pull it down', () => {
    const series = createSeries()
    series.feed([...steady(60, 2), -5, -5, ...steady(10, 2)])
    expect(series.level()).toBeGreaterThan(1.98)
  })

  it('is learnt anew when it has stood above every reading for the warm-up time', () => {
    const series = createSeries()
    series.feed([...steady(60, 90), ...steady(90, 2)])
    expect(series.level()).toBeCloseTo(2, 1)
  })

  it('survives a wild reading, also as the first', () => {
    const series = createSeries()
    series.feed([1e30, ...steady(60, 2), -1e30, 2, 2, 1e30, 2, 2])
    expect(series.level()).toBeCloseTo(2, 6)
  })

  it('leaves out what is no number and what is not newer', () => {
    const series = createSeries()
    series.feed(steady(60, 2))
    expect(series.feed([Number.NaN, Number.POSITIVE_INFINITY]).every(Number.isNaN)).toBe(true)
    series.feed([2])
    expect(series.repeatTime(50)).toBeNaN()
    expect(series.level()).toBe(2)
  })

  it('gives one reading after a long gap no more weight than a twelfth of the rise time', () => {
    const series = createSeries()
    series.feed(steady(60, 2))
    series.wait(11 * 3_600_000)
    series.feed([2.9, 2.9])
    expect(series.level()).toBeLessThan(2 + 0.9 / 12)
  })

  it('is learnt anew after a silence longer than the rise time: no burst at the seam', () => {
    const series = createSeries()
    series.feed(steady(60, 2))
    series.wait(7 * 86_400_000)
    expect(series.feed(steady(31, 40)).every(Number.isNaN)).toBe(true)
    expect(series.feed([40])).toEqual([0])
  })

  it('never has a level that is no finite number, whatever comes', () => {
    const reading = fc.oneof(fc.double(), fc.constantFrom(1e30, -1e30, Number.NaN, 0, 1e308, -1e308))
    fc.assert(fc.property(fc.array(fc.tuple(reading, fc.integer({ min: -5, max: 1_000_000 })), { maxLength: 200 }), (readings) => {
      const series = createSeries()
      for (const [value, wait] of readings) { series.wait(wait); series.feed([value], 0) }
      expect(readings.some(([value]) => Number.isFinite(value))).toBe(Number.isFinite(series.level()))
    }))
  })
})
