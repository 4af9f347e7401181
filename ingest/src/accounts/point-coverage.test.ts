import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageRow, createPointCoverage, dropOldHoles, expectationOf, expectPoint, fillHole, forgetPoint, openHole, restoreCoverage, type PointCoverage } from './point-coverage.ts'

const P = 3
const T = Date.UTC(2026, 10, 25, 16)
const HOUR = 3_600_000

const hear = (coverage: PointCoverage, time: number): void => {
  if (time > (coverage.newest[P] ?? 0)) {
    openHole(coverage, P, time)
    coverage.newest[P] = time
  } else fillHole(coverage, P, time)
}
const after = (times: readonly number[], intervalS: number | null = 10, since = T): PointCoverage => {
  const coverage = createPointCoverage()
  expectPoint(coverage, P, intervalS, since)
  for (const time of times) hear(coverage, time)
  return coverage
}
const every = (ms: number, from: number, to: number): number[] => Array.from({ length: Math.ceil((to - from) / ms) }, (_, index) => from + index * ms)
const shareOf = (coverage: PointCoverage, start = T, end = T + HOUR): number | undefined => {
  const found = expectationOf(coverage, P, start, end)
  return found && found.received / found.expected
}

describe('what came of what was to be expected', () => {
  it.each<[name: string, times: number[], share: number]>([
    ['all of it', every(10_000, T, T + HOUR), 1],
    ['with a jitter of a quarter of the interval', every(10_000, T, T + HOUR).map((time, index) => time + [0, 2_000, -2_000, 2_500][index % 4]!), 1],
    ['more often than agreed', every(1_000, T, T + HOUR), 1],
    ['more often, with an outage of half an hour', [...every(1_000, T, T + HOUR / 4), ...every(1_000, T + 3 * HOUR / 4, T + HOUR)], 0.5],
    ['every second one', every(20_000, T, T + HOUR), 0.5],
    ['none at the beginning', every(10_000, T + HOUR / 2, T + HOUR), 0.5],
    ['none at the end', every(10_000, T, T + HOUR / 2), 0.5],
    ['none at all', [], 0],
    ['only from before', [T - HOUR], 0],
    ['an outage, filled from a buffer, oldest first', [...every(10_000, T, T + HOUR / 4), T + HOUR - 10_000, ...every(10_000, T + HOUR / 4, T + HOUR)], 1],
    ['the same, newest first', [...every(10_000, T, T + HOUR / 4), T + HOUR - 10_000, ...every(10_000, T + HOUR / 4, T + HOUR).reverse()], 1],
    ['an outage, half of it filled', [...every(10_000, T, T + HOUR / 4), T + HOUR - 10_000, ...every(10_000, T + HOUR / 4, T + 5 * HOUR / 8)], 0.625],
    ['all of it twice', [...every(10_000, T, T + HOUR), ...every(10_000, T, T + HOUR)], 1],
  ])('%s', (_, times, share) => { expect(shareOf(after(times))).toBeCloseTo(share, 1) })

  it('is exact to a reading or two for any part that is missing', () => {
    const part = fc.array(fc.boolean(), { minLength: 30, maxLength: 360 })
    fc.assert(fc.property(part, (present) => {
      const times = present.flatMap((there, index) => (there ? [T + index * 10_000] : []))
      const found = expectationOf(after(times), P, T, T + present.length * 10_000)
      expect(found?.expected).toBe(present.length)
      expect(Math.abs((found?.received ?? 0) - times.length)).toBeLessThanOrEqual(2)
    }))
  })

  it('is split at the end of a day, and the days are the whole', () => {
    const coverage = after([T, T + 4 * HOUR])
    const first = expectationOf(coverage, P, T, T + HOUR)
    const second = expectationOf(coverage, P, T + HOUR, T + 4 * HOUR)
    const whole = expectationOf(coverage, P, T, T + 4 * HOUR)
    expect((first?.received ?? 0) + (second?.received ?? 0)).toBe(whole?.received)
    expect((first?.expected ?? 0) + (second?.expected ?? 0)).toBe(whole?.expected)
  })

  it.each<[name: string, coverage: () => PointCoverage]>([
    ['without an interval', () => after([T, T + 1], null)],
    ['registered later', () => after([], 10, T + HOUR)],
    ['not registered any more', () => {
      const coverage = after([T])
      forgetPoint(coverage, P)
      return coverage
    }],
  ])('of a point %s nothing is said', (_, coverage) => { expect(shareOf(coverage())).toBeUndefined() })

  it('of a point that is always slower than agreed memory stays bounded, and the count right', () => {
    const coverage = after(every(30_000, T, T + 24 * HOUR))
    expect(shareOf(coverage, T, T + 24 * HOUR)).toBeCloseTo(1 / 3, 2)
    expect(coverage.holes.get(P)?.length).toBeLessThanOrEqual(64)
    expect(coverage.closed.get(P)?.length).toBeLessThanOrEqual(6)
  })

  it('goes on after a restart, and holes from long ago are forgotten', () => {
    const coverage = after([...every(30_000, T, T + HOUR / 2), ...every(10_000, T + HOUR / 2, T + HOUR)])
    const again = createPointCoverage()
    const row = Float64Array.from([...coverageRow(coverage, P, 7), 99])
    expect(restoreCoverage(again, row, 0, (owner) => owner + 1)).toBe(row.length - 1)
    expectPoint(again, P, 10, T + 5 * HOUR)
    expect([shareOf(again), again.owner[P]]).toEqual([shareOf(coverage), 8])
    dropOldHoles(again, P, T + 90 * HOUR)
    expect([again.holes.size, again.closed.size]).toEqual([0, 0])
  })
})
