import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newPointState, stateIn, stateSize, type Panel, type PointState } from './point-state.ts'
import { rowsUntilLive, watchPoint } from './watch-point.ts'

/** A seeded series: a daily wave with noise, a value every five minutes. */
const noise = (seed: number): (() => number) => {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 - 0.5
  }
}

const daily = (seed: number, rows: number): number[] => {
  const random = noise(seed)
  return Array.from({ length: rows }, (_, i) => 20 + 5 * Math.sin((i * 2 * Math.PI) / 288) + random())
}

const watch = (state: PointState, series: readonly number[], from = 0, stepS = 300): number[] => series.map((value, i) => watchPoint(state, (from + i) * stepS, value))

const alarmsOf = (scores: readonly number[]): number => scores.filter((score) => score >= 0.5).length

const panels: readonly Panel[] = ['full', 'cheap']

describe.each(panels)('the %s panel', (panel) => {
  test('takes the memory that was promised', () => {
    expect(stateSize(panel) * 8).toBeLessThan(panel === 'full' ? 40_000 : 14_000)
  })

  test('finds an outlier, a shift of level and a stuck value in a daily wave, and little else', () => {
    const plain = daily(2, 4000)
    expect(alarmsOf(watch(newPointState(panel), plain).slice(600))).toBeLessThanOrEqual(3)
    const changed = (change: (value: number, i: number) => number): number[] => watch(newPointState(panel), plain.map((v, i) => (i < 3000 ? v : change(v, i)))).slice(2990, 3150)
    expect(alarmsOf(changed((v, i) => (i === 3000 ? v + 30 : v)))).toBeGreaterThan(0)
    expect(alarmsOf(changed((v) => v + 8))).toBeGreaterThan(0)
    expect(alarmsOf(changed(() => plain[2999]!))).toBeGreaterThan(0)
  })

  test('goes on after a restart anywhere as if there had been none', () => {
    const series = daily(3, 900).map((v, i) => (i === 500 ? v + 40 : v))
    const straight = watch(newPointState(panel), series)
    for (const at of [0, 1, 77, 149, 150, 151, 499, 620, 899]) {
      const memory = new Float64Array(stateSize(panel)).fill(Number.NaN)
      const head = watch(stateIn(memory, panel), series.slice(0, at))
      const kept = new Float64Array(1000 + memory.length).subarray(1000)
      kept.set(memory)
      expect([...head, ...watch(stateIn(kept, panel), series.slice(at), at)]).toEqual(straight)
    }
  })

  test('whatever comes, the score is a number of 0 to 1', () => {
    const odd = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
      fc.double(),
      fc.constantFrom(0, 1e30, -1e30, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE, 5e-324, 9999),
    )
    const stretch = fc.record({ value: odd, rows: fc.integer({ min: 1, max: 200 }), wobble: fc.constantFrom(0, 0, 1e-9, 1), stepS: fc.constantFrom(1, 300, 3600, 86_400 * 9, -7200, 0) })
    fc.assert(fc.property(fc.array(stretch, { maxLength: 8 }), (stretches) => {
      const state = newPointState(panel)
      let time = 1e9
      for (const { value, rows, wobble, stepS } of stretches) {
        for (let i = 0; i < rows; i++) {
          time += stepS
          const score = watchPoint(state, time, value + wobble * Math.sin(i * i))
          expect(score >= 0 && score <= 1).toBe(true)
        }
      }
      expect(state.cells.subarray(state.layout.evidence, state.layout.evidence + state.layout.lenses).every(Number.isFinite)).toBe(true)
    }), { numRuns: 40 })
  })

  test('a missing value changes nothing', () => {
    const series = daily(4, 400)
    const state = newPointState(panel)
    const scores = series.flatMap((value, i) => {
      expect(watchPoint(state, i * 300, Number.NaN)).toBe(0)
      return [watchPoint(state, i * 300, value)]
    })
    expect(scores).toEqual(watch(newPointState(panel), series))
  })

  test('a constant series is calm for ever', () => {
    for (const value of [0, 0.1, -273.15, 1e30]) expect(alarmsOf(watch(newPointState(panel), Array.from({ length: 3000 }, () => value)))).toBe(0)
  })

  test('a glitch at the start does not cost the digits of all that follows', () => {
    const state = newPointState(panel)
    watch(state, [1e30, ...daily(5, 3000)])
    const value = state.cells[(3000) & state.layout.ringMask]! + state.wide[1]!
    expect(value).toBeCloseTo(daily(5, 3000)[2999]!, 4)
  })

  test('a week of silence, and a clock that leaps back, do not make a burst', () => {
    const series = daily(6, 4000)
    for (const leapS of [7 * 86_400, -3600, 7 * 86_400 + 1234 * 86_400]) {
      const state = newPointState(panel)
      watch(state, series.slice(0, 2016))
      const scores = series.slice(2016).map((value, i) => watchPoint(state, leapS + (2016 + i) * 300, value))
      expect(alarmsOf(scores.slice(0, 160))).toBeLessThanOrEqual(1)
    }
  })
})

test('a point says how many rows it still needs', () => {
  const state = newPointState('cheap')
  expect(rowsUntilLive(state)).toBe(600)
  watch(state, daily(7, 599))
  expect(rowsUntilLive(state)).toBe(1)
  watch(state, [20, 20])
  expect(rowsUntilLive(state)).toBe(0)
})
