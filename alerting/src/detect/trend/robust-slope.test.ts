import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_CELLS, blockMean, BLOCKS, putInBlock } from './block-means.ts'
import { normalBelow } from './normal.ts'
import { createLine, fitLine, slopeExceeds } from './robust-slope.ts'

/** Oldest first, as one writes a series down. */
const fit = (values: readonly number[]) => {
  const line = createLine()
  const series = (age: number) => values[values.length - 1 - age] ?? Number.NaN
  return { fitted: fitLine(series, values.length, line), line, exceeds: (bar: number) => slopeExceeds(series, values.length, bar, line) }
}

const ramp = (count: number, slope: number, noise: (i: number) => number = () => 0) => Array.from({ length: count }, (_, i) => 5 + slope * i + noise(i))

describe('a robust line', () => {
  it('is exact on a ramp, and its level is that of the newest value', () => {
    const { line } = fit(ramp(20, 0.5))
    expect(line.slope).toBeCloseTo(0.5, 12)
    expect(line.level).toBeCloseTo(14.5, 12)
  })

  it('is not bent by a quarter of wild values, nor by gaps', () => {
    const { line } = fit(ramp(40, 0.5, (i) => (i % 4 === 0 ? 1e30 : i % 7 === 0 ? Number.NaN : 0)))
    expect(line.slope).toBeCloseTo(0.5, 1)
  })

  it('says that seven values are too few', () => {
    expect(fit(ramp(7, 1)).fitted).toBe(false)
    expect(fit(ramp(8, 1)).fitted).toBe(true)
  })

  it.each([
    ['a clear ramp rises', ramp(30, 1, (i) => (i % 2 === 0 ? 0.5 : -0.5)), 0, 0.99, 1],
    ['it does not rise twice as fast', ramp(30, 1, (i) => (i % 2 === 0 ? 0.5 : -0.5)), 2, 0, 0.01],
    ['nothing rises', ramp(30, 0, (i) => Math.sin(i * 2.4)), 0, 0.2, 0.8],
    ['a wave of one period is no certain trend', ramp(48, 0, (i) => Math.sin(i / 48 * 2 * Math.PI)), -0.01, 0.1, 0.9],
  ])('%s', (_, values, bar, least, most) => {
    const confidence = fit(values).exceeds(bar)
    expect(confidence).toBeGreaterThanOrEqual(least)
    expect(confidence).toBeLessThanOrEqual(most)
  })

  it('turns with its series, whatever it is', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 48 }), (values) => {
      expect(fit(values.map((value) => -value)).line.slope).toBeCloseTo(-fit(values).line.slope, 9)
    }))
  })
})

describe('a window of block means', () => {
  const collect = (readings: readonly (readonly [time: number, value: number])[]) => {
    const cells = new Float64Array(BLOCK_CELLS).fill(Number.NaN)
    const finished = readings.filter(([time, value]) => putInBlock(cells, 0, 10, time, value)).length
    return { finished, means: Array.from({ length: BLOCKS }, (_, age) => blockMean(cells, 0, age)) }
  }

  it('has the means of the finished blocks, the newest first', () => {
    const { finished, means } = collect([[1, 2], [9, 4], [10, 7], [25, 1], [30, 0]])
    expect(finished).toBe(3)
    expect(means.slice(0, 4)).toEqual([1, 7, 3, Number.NaN])
  })

  it('has nothing for skipped blocks, however many', () => {
    expect(collect([[1, 2], [40, 3], [50, 0]]).means.slice(0, 6)).toEqual([3, Number.NaN, Number.NaN, Number.NaN, 2, Number.NaN])
    expect(collect([[1, 2], [12, 2], [9_000, 3], [9_010, 0]]).means.filter((mean) => !Number.isNaN(mean))).toEqual([3])
  })

  it('keeps 48 blocks', () => {
    const { means } = collect(Array.from({ length: 100 }, (_, block) => [block * 10, block] as const))
    expect(means).toEqual(Array.from({ length: BLOCKS }, (_, age) => 98 - age))
  })
})

it.each([[0, 0.5], [1.645, 0.95], [-1.96, 0.025], [8, 1], [Number.NEGATIVE_INFINITY, 0]])('normal probability below %s', (z, probability) => {
  expect(normalBelow(z)).toBeCloseTo(probability, 4)
})
