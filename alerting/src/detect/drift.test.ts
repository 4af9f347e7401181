import { describe, expect, it } from 'vitest'
import { driftDetector } from './drift.ts'

const MINUTE = 60_000
const DAY = 1440
const START = Date.UTC(2026, 0, 1)
const noise = (minute: number) => ((Math.imul(minute + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1

/** Two instruments, a reading a minute each, the sibling half a minute later. @returns the last signal. */
const run = (minutes: number, own: (minute: number) => number, sibling: (minute: number) => number) => {
  const detector = driftDetector({ limit: 1, deadband: 0.2, windowMs: DAY * MINUTE })
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  let signal = Number.NaN
  for (let minute = 0; minute < minutes; minute++) {
    detector.read(cells, 0, START + minute * MINUTE, own(minute), 0)
    signal = detector.read(cells, 1, START + minute * MINUTE + 30_000, sibling(minute), 0)
  }
  return { signal, detector, cells }
}

const day = (minute: number) => 20 + 8 * Math.sin(minute / DAY * 2 * Math.PI) + 0.2 * noise(minute + 5000)

describe('drift against a sibling', () => {
  it.each<[string, (minute: number) => number, number, number]>([
    ['both see the same day', (minute) => day(minute) + 0.2 * noise(minute), 0, 0.3],
    ['a constant offset is no drift', (minute) => day(minute) + 5, 0, 0.3],
    ['two units a day upwards', (minute) => day(minute) + 0.2 * noise(minute) + 2 * minute / DAY, 1.7, 2.3],
    ['two units a day downwards', (minute) => day(minute) + 0.2 * noise(minute) - 2 * minute / DAY, 1.7, 2.3],
    ['a short excursion of one of them', (minute) => day(minute) + 0.2 * noise(minute) + (minute > 2000 && minute < 2120 ? 50 : 0), 0, 0.4],
  ])('%s', (_, own, least, most) => {
    const { signal } = run(2 * DAY, own, day)
    expect(signal).toBeGreaterThanOrEqual(least)
    expect(signal).toBeLessThanOrEqual(most)
  })

  it.each<[string, number, number]>([
    ['twice the limit in a window', 2, 840],
    ['five times the limit in a window', 5, 480],
  ])('that begins in the middle of a window is told soon: %s', (_, rate, latest) => {
    const detector = driftDetector({ limit: 1, deadband: 0.2, windowMs: DAY * MINUTE })
    const cells = new Float64Array(detector.size).fill(Number.NaN)
    let told = Number.POSITIVE_INFINITY
    for (let minute = 0; minute < 4 * DAY && told === Number.POSITIVE_INFINITY; minute++) {
      detector.read(cells, 0, START + minute * MINUTE, day(minute) + 0.2 * noise(minute) + Math.max(0, minute - 2 * DAY) / DAY * rate, 0)
      if (detector.read(cells, 1, START + minute * MINUTE + 30_000, day(minute), 0) >= 1) told = minute - 2 * DAY
    }
    expect(told).toBeGreaterThan(DAY / rate / 2)
    expect(told).toBeLessThanOrEqual(latest)
  })

  it('two that wander apart and together are not drifting, and a drift that goes on for weeks does not become the usual', () => {
    const detector = driftDetector({ limit: 1, deadband: 0.2, windowMs: DAY * MINUTE })
    const cells = new Float64Array(detector.size).fill(Number.NaN)
    let [apart, told, late] = [0, 0, 0]
    for (let minute = 0; minute < 40 * DAY; minute++) {
      // Wanders for about two hours, by as much as the limit.
      apart = 0.992 * apart + 0.08 * noise(minute)
      const drift = Math.max(0, minute - 20 * DAY) / DAY * 6
      detector.read(cells, 0, START + minute * MINUTE, day(minute) + apart + drift, 0)
      const alarmed = detector.read(cells, 1, START + minute * MINUTE + 30_000, day(minute), 0) >= 1
      if (alarmed && minute < 20 * DAY) told++
      if (alarmed && minute > 22 * DAY) late++
    }
    expect(told / (20 * DAY)).toBeLessThan(0.001)
    expect(late / (18 * DAY)).toBeGreaterThan(0.99)
  })

  it('says nothing before there are eight blocks of half an hour', () => {
    expect(run(200, day, day).signal).toBeNaN()
    expect(run(300, day, day).signal).not.toBeNaN()
  })

  it('does not compare with a sibling that has fallen silent', () => {
    const { detector, cells } = run(2 * DAY, day, day)
    detector.silent?.(cells, 1, START + 2 * DAY * MINUTE)
    expect(detector.read(cells, 0, START + (2 * DAY + 1) * MINUTE, 500, 0)).toBeNaN()
  })
})
