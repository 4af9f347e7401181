import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forecastDetector, projectionOf, type ForecastConfig } from './forecast.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 0, 1)
const config: ForecastConfig = { level: 100, direction: 'up', horizonMs: 2 * HOUR, windowMs: 4 * HOUR, confidence: 0.9, method: 'slope' }

/** A value a minute. @returns signals, and what is foretold at the end. */
const run = (change: Partial<ForecastConfig>, count: number, value: (minute: number) => number) => {
  const detector = forecastDetector({ ...config, ...change })
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  const signals = Array.from({ length: count }, (_, minute) => detector.read(cells, 0, START + minute * MINUTE, value(minute), 0))
  return { signals, first: signals.findIndex((signal) => signal >= detector.limit), projection: projectionOf(cells) }
}

/** Between -1 and 1, without pattern, always the same. */
const noise = (minute: number) => ((Math.imul(minute + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1

describe.each(['slope', 'holt'] as const)('forecast by %s', (method) => {
  it('is sure of a slow leak within its horizon, and says when', () => {
    const { first, projection } = run({ method }, 360, (minute) => 40 + minute / 8 + 0.5 * noise(minute))
    // 100 is reached after 480 minutes; the horizon of two hours begins at 360.
    expect(first).toBe(-1)
    const later = run({ method }, 440, (minute) => 40 + minute / 8 + 0.5 * noise(minute))
    expect(later.first).toBeGreaterThan(340)
    expect(later.first).toBeLessThan(430)
    expect(projection.reachesInMs).toBeGreaterThan(90 * MINUTE)
    expect(later.projection.reachesInMs / MINUTE).toBeGreaterThan(20)
    expect(later.projection.reachesInMs / MINUTE).toBeLessThan(80)
  })

  it('says nothing of a level that fluctuates, nor of one that goes the other way', () => {
    expect(run({ method }, 1440, (minute) => 60 + 3 * noise(minute)).first).toBe(-1)
    expect(run({ method }, 1440, (minute) => 99 - minute / 60).first).toBe(-1)
  })

  it('looks down as it looks up', () => {
    const { first } = run({ method, direction: 'down', level: 10 }, 440, (minute) => 70 - minute / 8 + 0.5 * noise(minute))
    expect(first).toBeGreaterThan(340)
  })

  it('is not turned by a wild value', () => {
    expect(run({ method }, 1440, (minute) => (minute === 700 ? 1e6 : 60 + noise(minute))).first).toBe(-1)
  })

  it('says nothing at the seam of a week of silence', () => {
    const detector = forecastDetector({ ...config, method })
    const cells = new Float64Array(detector.size).fill(Number.NaN)
    for (let minute = 0; minute < 500; minute++) detector.read(cells, 0, START + minute * MINUTE, 20 + minute / 10, 0)
    expect(detector.read(cells, 0, START + 7 * 24 * HOUR, 95, 0)).toBeNaN()
  })

  it('never has a confidence outside 0 to 1', () => {
    const value = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constantFrom(Number.NaN, 1e30, -1e30, 1e250, 0))
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: HOUR }), value), { maxLength: 150 }), (readings) => {
      const detector = forecastDetector({ ...config, method })
      const cells = new Float64Array(detector.size).fill(Number.NaN)
      let time = START
      for (const [step, reading] of readings) {
        const signal = detector.read(cells, 0, time += step, reading, 0)
        expect(Number.isNaN(signal) || (signal >= 0 && signal <= 1)).toBe(true)
      }
    }))
  })
})

it('a damped trend that fades never reaches what lies beyond it', () => {
  const { first, projection } = run({ method: 'holt' }, 1440, (minute) => 90 - 40 * Math.exp(-minute / 200))
  expect(first).toBe(-1)
  expect(projection.reachesInMs).toBe(Number.POSITIVE_INFINITY)
})
