import { describe, expect, it } from 'vitest'
import { createFleet, dueAt } from './fleet-plan.ts'
import { allow, createPace, lagMs, sent, type Pace } from './pace.ts'

/** 100 messages a second. */
const fleet = createFleet({ enterprises: 100, points: 100, intervalMs: 1000, seed: 1, excursionsPerHour: 0, batch: 1, valuesPerMessage: 1 })
const START = 1_795_402_800_000

const send = (pace: Pace, now: number): number => {
  const count = allow(fleet, pace, now)
  for (let index = 0; index < count; index++) sent(pace)
  return count
}

describe('pace', () => {
  it.each([[10], [7], [33], [49.9]])('sends exactly what is due, without drift, at ticks of %f ms', (tick) => {
    const pace = createPace(fleet, START)
    let total = 0
    let worstLag = 0
    for (let now = START; now <= START + 3_600_000; now += tick) {
      total += send(pace, now)
      worstLag = Math.max(worstLag, lagMs(fleet, pace, now))
    }
    // A tick, and the time between two messages before the first allowance has grown.
    expect(worstLag).toBeLessThanOrEqual(tick + 10)
    expect(Math.abs(total - 360_000)).toBeLessThanOrEqual(5)
    expect(total).toBe(pace.next - createPace(fleet, START).next)
  })

  it('sends nothing before its time', () => {
    const pace = createPace(fleet, START)
    for (let now = START; now < START + 5_000; now += 3) {
      send(pace, now)
      expect(dueAt(fleet, pace.next - 1)).toBeLessThan(now + 1)
    }
  })

  it('catches up at twice the rate after a pause, never faster', () => {
    const pace = createPace(fleet, START)
    for (let now = START; now < START + 1_000; now += 10) send(pace, now)
    const resumed = START + 61_000
    const perSecond: number[] = []
    for (let second = 0; second < 70; second++) {
      let count = 0
      for (let now = resumed + second * 1000; now < resumed + (second + 1) * 1000; now += 10) count += send(pace, now)
      perSecond.push(count)
    }
    // What was saved up during the pause is a tenth of a second's worth.
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(200 + 20)
    expect(perSecond.slice(1, 59).every((count) => count >= 199 && count <= 201)).toBe(true)
    expect(perSecond.slice(62).every((count) => count >= 99 && count <= 101)).toBe(true)
  })

  it('a clock that is set back sends nothing until it is there again', () => {
    const pace = createPace(fleet, START)
    send(pace, START + 50)
    const { next } = pace
    expect(send(pace, START - 10_000)).toBe(0)
    expect(pace.next).toBe(next)
  })
})
