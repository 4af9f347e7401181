import { describe, expect, it } from 'vitest'
import { createFleet, WINDOW_STEPS } from './fleet-plan.ts'
import { kindOf, type LimitKind } from './point-kind.ts'
import { excursionIn, valueAt } from './point-value.ts'

const POINTS = 40
const STEPS = 4_000
const START = 37_000_000
const fleetWith = (seed: number, excursionsPerHour = 300) =>
  createFleet({ enterprises: 1, points: POINTS, intervalMs: 48_000, seed, excursionsPerHour, batch: 1, valuesPerMessage: 500 })
const fleet = fleetWith(1)

const eachReading = function* (of: typeof fleet) {
  for (let point = 0; point < POINTS; point++) {
    for (let step = START; step < START + STEPS; step++) {
      const excursion = excursionIn(of, point, Math.floor(step / WINDOW_STEPS))
      const limit: LimitKind | 'none' = excursion !== undefined && step >= excursion.firstStep && step < excursion.endStep ? excursion.limit : 'none'
      yield { kind: kindOf(point), limit, value: valueAt(of, point, point, step) }
    }
  }
}

describe('valueAt', () => {
  it('stays between the release levels of all limits outside an excursion, and beyond its limit alone within one', () => {
    const seen = { none: 0, L: 0, H: 0, HH: 0 }
    const wrong: unknown[] = []
    for (const { kind, limit, value } of eachReading(fleet)) {
      seen[limit]++
      const fits = {
        none: value > kind.L + kind.deadband && value < kind.H - kind.deadband,
        L: value <= kind.L && value >= kind.rangeLow,
        H: value >= kind.H && value < kind.HH - kind.deadband,
        HH: value >= kind.HH && value <= kind.rangeHigh,
      }[limit]
      if (!fits) wrong.push({ kind, limit, value })
    }
    expect(wrong).toEqual([])
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100)
  })

  it('has as many excursions as were asked for', () => {
    let found = 0
    for (let point = 0; point < POINTS; point++) for (let window = 0; window < 10_000; window++) if (excursionIn(fleet, point, window) !== undefined) found++
    const hours = (10_000 * WINDOW_STEPS * 48) / 3600
    // Five standard deviations of a count.
    expect(Math.abs(found - 300 * hours)).toBeLessThan(5 * Math.sqrt(300 * hours))
  })

  it('remembers: neighbouring values are alike, those of different days are not', () => {
    const calm = fleetWith(1, 0)
    const DAY_STEPS = 1_800
    /** Of one time of each day and `steps` before: a day apart the swing is the same, so that only the noise differs. */
    const differences = (steps: number): number[] => Array.from({ length: STEPS }, (_, day) => {
      const step = START + day * DAY_STEPS
      return valueAt(calm, 3, 0, step) - valueAt(calm, 3, 0, step - steps)
    })
    const spread = (values: number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)
    // AR(1) with 0.6: neighbours differ by sqrt(1 - 0.6) = 0.63 of what strangers do.
    expect(spread(differences(1)) / spread(differences(DAY_STEPS))).toBeCloseTo(0.63, 1)
  })

  it('is the same for the same seed and another for another', () => {
    const first = [...eachReading(fleetWith(5))].map(({ value }) => value)
    expect([...eachReading(fleetWith(5))].map(({ value }) => value)).toEqual(first)
    const other = [...eachReading(fleetWith(6))].map(({ value }) => value)
    expect(other.filter((value, index) => value === first[index]).length).toBeLessThan(first.length / 100)
  })
})
