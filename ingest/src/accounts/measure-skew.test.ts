import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSkewMeter, delayOf, measureSkew, restoreSkew, skewOf, skewRow } from './measure-skew.ts'

const T = Date.UTC(2026, 10, 26)

/** Messages of a gateway in real time: one every `every` ms, `skew` behind our clock (negative = ahead), each delayed by `delay`. */
const live = (meter: ReturnType<typeof createSkewMeter>, { from = T, every, count, skew, delay }: { from?: number; every: number; count: number; skew: number; delay: (index: number) => number }): number => {
  for (let index = 0; index < count; index++) {
    const at = from + index * every
    measureSkew(meter, at - skew, at + delay(index))
  }
  return from + count * every
}
const steady = () => 20
const skews = fc.integer({ min: -280_000, max: 3_600_000 })
const paces = fc.constantFrom(250, 1_000, 5_000, 10_000, 48_000)
/** Milliseconds that each message takes, none less than 5. */
const delays = fc.array(fc.integer({ min: 5, max: 400 }), { minLength: 1, maxLength: 50 }).map((list) => (index: number) => list[index % list.length] ?? 5)

describe('the skew of a clock', () => {
  it('constant, ahead or behind, is found whatever the delays, and the delays are told apart', () => {
    fc.assert(fc.property(skews, paces, delays, (skew, every, delay) => {
      const meter = createSkewMeter()
      live(meter, { every, count: Math.max(20, Math.ceil(120_000 / every)), skew, delay })
      expect(skewOf(meter)).toBeGreaterThanOrEqual(skew + 5)
      expect(skewOf(meter)).toBeLessThanOrEqual(skew + 400)
    }))
  })

  it('is within the quickest messages when they come often', () => {
    const meter = createSkewMeter()
    live(meter, { every: 500, count: 600, skew: -60_000, delay: (index) => (index % 10 === 0 ? 10 : 300) })
    expect(skewOf(meter)).toBe(-59_990)
    expect(delayOf(meter)).toBeGreaterThan(200)
    expect(delayOf(meter)).toBeLessThan(300)
  })

  it('is not what a buffer that is emptied looks like: oldest first, quicker than time passes', () => {
    fc.assert(fc.property(skews, fc.integer({ min: 60_000, max: 7_200_000 }), fc.integer({ min: 1, max: 700 }), fc.boolean(), (skew, outage, pause, resumesLive) => {
      const meter = createSkewMeter()
      let now = live(meter, { every: 1_000, count: 120, skew, delay: steady }) + outage
      const from = now - outage
      for (let buffered = 0; buffered < outage; buffered += 1_000) {
        measureSkew(meter, from + buffered - skew, now)
        now += pause
      }
      if (resumesLive) live(meter, { from: now, every: 1_000, count: 30, skew, delay: steady })
      expect(Math.abs((skewOf(meter) ?? Number.NaN) - skew)).toBeLessThanOrEqual(300)
    }), { numRuns: 30 })
  })

  it('of what is sent again, older than what came, nothing is learnt', () => {
    const meter = createSkewMeter()
    const now = live(meter, { every: 1_000, count: 120, skew: 0, delay: steady })
    const before = skewRow(meter)
    for (let index = 0; index < 1_000; index++) measureSkew(meter, now - 1_000 - (index % 1_000), now + index)
    expect(skewRow(meter)).toEqual(before)
  })

  it('follows a clock that is set, forwards or back, within two minutes', () => {
    fc.assert(fc.property(skews, skews, (before, after) => {
      fc.pre(Math.abs(before - after) > 5_000)
      const meter = createSkewMeter()
      const now = live(meter, { every: 1_000, count: 300, skew: before, delay: steady })
      live(meter, { from: now, every: 1_000, count: 120, skew: after, delay: steady })
      expect(Math.abs((skewOf(meter) ?? Number.NaN) - after)).toBeLessThanOrEqual(100)
      expect(skewRow(meter).jumpedAt).toBeGreaterThan(now)
    }), { numRuns: 50 })
  })

  it('is not told before it has been heard for a while, and goes on after a restart', () => {
    const meter = createSkewMeter()
    live(meter, { every: 1_000, count: 15, skew: 5_000, delay: steady })
    expect([skewOf(meter), delayOf(meter)]).toEqual([undefined, undefined])
    live(meter, { from: T + 15_000, every: 1_000, count: 400, skew: 5_000, delay: steady })
    const again = createSkewMeter()
    restoreSkew(again, skewRow(meter))
    expect([skewOf(meter), skewOf(again)]).toEqual([5_020, 5_020])
  })
})
