import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrationOverdueMs, judgeBumpTest } from './bump-test.ts'
import { DEFAULT_HEALTH, HEALTH_CELLS, healthFindings, readHealth, type HealthConfig } from './instrument-health.ts'

const SECOND = 1000
const START = Date.UTC(2026, 0, 1)
const config: HealthConfig = { ...DEFAULT_HEALTH, rangeLow: 0, rangeHigh: 100 }
const noise = (i: number) => ((Math.imul(i + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1

const run = (count: number, value: (i: number) => number, change: Partial<HealthConfig> = {}) => {
  const cells = new Float64Array(HEALTH_CELLS).fill(Number.NaN)
  for (let i = 0; i < count; i++) readHealth({ ...config, ...change }, cells, START + i * SECOND, value(i))
  return healthFindings({ ...config, ...change }, cells)
}

describe('health of an instrument from its own readings', () => {
  it.each<[string, number, (i: number) => number, string[]]>([
    ['a level with its noise', 5000, (i) => 40 + noise(i), []],
    ['a steep ramp', 1200, (i) => i / 15 + 0.1 * noise(i), []],
    ['one value for an hour', 4000, (i) => (i < 300 ? 40 + noise(i) : 40), ['stuck']],
    ['one value, but not for long', 3000, (i) => (i < 300 ? 40 + noise(i) : 40), []],
    ['freed after an hour of one value', 6000, (i) => (i > 500 && i < 4500 ? 40 : 40 + noise(i)), []],
    ['five readings of one value in two hours are no proof', 4000, (i) => (i < 3800 ? 40 + noise(i) : 41 + noise(i)), []],
    ['six times the noise', 2000, (i) => 40 + (i > 1500 ? 7 : 1) * noise(i), ['noisy']],
    ['one spike', 2000, (i) => (i === 1990 ? 99 : 40 + noise(i)), []],
    ['at the upper end', 500, (i) => (i < 400 ? 40 + noise(i) : 99.9), ['saturated']],
    ['at the upper end for a moment', 430, (i) => (i < 400 ? 40 + noise(i) : 99.9), []],
    ['no gas: at the lower end', 3000, (i) => Math.max(0, 0.1 * noise(i)), []],
    ['above the range', 500, (i) => (i < 499 ? 40 + noise(i) : 102), ['over_range']],
    ['below the range', 500, (i) => (i < 499 ? 40 + noise(i) : -2), ['under_range']],
    ['within the tolerance of the range', 500, (i) => (i < 499 ? 40 + noise(i) : -0.9), []],
  ])('%s', (_, count, value, faults) => {
    expect(run(count, value).map(({ fault }) => fault)).toEqual(faults)
  })

  it('gives the numbers that show it', () => {
    expect(run(500, (i) => (i < 490 ? 40 + noise(i) : 105))).toEqual([{ fault: 'over_range', since: START + 490 * SECOND, value: 105, bar: 100, unit: 'unit of the point' }])
  })

  it('says nothing of a range that it does not know', () => {
    expect(run(500, (i) => 1e6 + noise(i), { rangeLow: null, rangeHigh: null })).toEqual([])
  })

  it('takes whatever comes without losing its numbers', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -5, max: 10_000 }), fc.oneof(fc.double(), fc.constantFrom(1e30, Number.NaN, 0)))), (readings) => {
      const cells = new Float64Array(HEALTH_CELLS).fill(Number.NaN)
      let time = START
      for (const [step, value] of readings) readHealth(config, cells, time += step, value)
      for (const finding of healthFindings(config, cells)) expect(Number.isNaN(finding.value)).toBe(false)
    }))
  })
})

describe('bump test', () => {
  const test = { appliedAt: 100, removedAt: 400, concentration: 50 }
  it.each([
    ['quick', [[90, 0], [110, 20], [130, 46]], 60, { passed: true, t90Ms: 30, reached: 0.92, reason: 'passed' }],
    ['slow', [[90, 0], [200, 46]], 60, { passed: false, t90Ms: 100, reason: 'slow' }],
    ['weak', [[90, 0], [200, 30], [300, 31]], 60, { passed: false, t90Ms: null, reason: 'low_response' }],
    ['dead', [[90, 2], [200, 2]], 60, { passed: false, t90Ms: null, reached: 0, reason: 'no_response' }],
    ['only after the gas was away', [[90, 0], [400, 50]], 60, { passed: false, reason: 'no_response' }],
    ['no reading at all', [], 60, { passed: false, reason: 'no_response' }],
    ['from an offset', [[90, 10], [120, 46]], 60, { passed: true, reached: 0.9 }],
  ] as const)('%s', (_, readings, longest, result) => {
    expect(judgeBumpTest(readings, test, longest)).toMatchObject(result)
  })

  it.each([
    ['never calibrated', null, null],
    ['in time', START - 89 * 86_400_000, 0],
    ['two days over', START - 92 * 86_400_000, 2 * 86_400_000],
  ])('calibration: %s', (_, lastAt, overdue) => {
    expect(calibrationOverdueMs(lastAt, 90, START)).toBe(overdue)
  })
})
