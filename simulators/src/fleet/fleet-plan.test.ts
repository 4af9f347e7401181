import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFleet, dueAt, firstPointOf, firstStepOf, messageAt, PlanError, slotOf, timeOf, type FleetPlan } from './fleet-plan.ts'

const plan: FleetPlan = { enterprises: 7000, points: 440_000, intervalMs: 48_000, seed: 1, excursionsPerHour: 60, batch: 1, valuesPerMessage: 500 }

const plans = fc.record({
  enterprises: fc.integer({ min: 1, max: 40 }), more: fc.integer({ min: 0, max: 400 }), intervalMs: fc.double({ min: 1, max: 100_000, noNaN: true }),
  batch: fc.integer({ min: 1, max: 20 }), valuesPerMessage: fc.integer({ min: 1, max: 30 }),
}).map(({ enterprises, more, ...rest }) => createFleet({ ...plan, excursionsPerHour: 0, enterprises, points: enterprises + more, ...rest }))
const times = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 })

describe('createFleet', () => {
  it('works out the load', () => {
    const fleet = createFleet(plan)
    expect(fleet.slots).toBe(7000)
    expect(fleet.readingsPerS).toBeCloseTo(9166.7, 1)
    expect(fleet.messagesPerS).toBeCloseTo(145.8, 1)
  })

  it.each([
    ['too few points', { points: 6999 }, '6999 points are too few for 7000 enterprises'],
    ['times that coincide', { intervalMs: 0.5 }, 'a point would report every 0.50 ms'],
    ['no interval', { intervalMs: Number.NaN }, 'a point would report every NaN ms'],
    ['more excursions than room', { excursionsPerHour: 1e9 }, '440000 points have room for 4125000 an hour'],
  ])('refuses %s', (_name, change, message) => {
    expect(() => createFleet({ ...plan, ...change })).toThrow(PlanError)
    expect(() => createFleet({ ...plan, ...change })).toThrow(message)
  })
})

describe('slots', () => {
  it('hold each point exactly once, in order', () => {
    fc.assert(fc.property(plans, (fleet) => {
      const points = Array.from({ length: fleet.slots }, (_, index) => slotOf(fleet, index))
        .flatMap(({ enterprise, first, count }) => Array.from({ length: count }, (_, row) => firstPointOf(fleet, enterprise) + first + row))
      expect(points).toEqual(Array.from({ length: fleet.points }, (_, point) => point))
    }))
  })
})

describe('the timetable', () => {
  it('finds the first message that is due from a time on', () => {
    fc.assert(fc.property(plans, times, (fleet, at) => {
      const message = messageAt(fleet, at)
      expect(dueAt(fleet, message)).toBeGreaterThanOrEqual(at)
      expect(dueAt(fleet, message - 1)).toBeLessThan(at)
    }))
  })

  it('gives a point each step once, its interval apart, and nothing before its time', () => {
    fc.assert(fc.property(plans, times, fc.nat(), (fleet, at, any) => {
      const slot = any % fleet.slots
      const message = Math.floor(messageAt(fleet, at) / fleet.slots) * fleet.slots + slot
      const first = firstStepOf(fleet, message)
      for (let step = first; step < first + 2 * fleet.batch; step++) {
        const gap = timeOf(fleet, slot, step + 1) - timeOf(fleet, slot, step)
        // Whole milliseconds: rounding takes or gives one.
        expect(Math.abs(gap - fleet.intervalMs)).toBeLessThanOrEqual(1)
        expect(gap).toBeGreaterThan(0)
      }
      expect(timeOf(fleet, slot, first + fleet.batch - 1)).toBe(Math.floor(dueAt(fleet, message)))
    }))
  })
})
