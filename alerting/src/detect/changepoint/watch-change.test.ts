import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { studentLogDensity } from './student-density.ts'
import { BELIEVED, changeMemorySize, watchChange } from './watch-change.ts'

/** Normal numbers, always the same for a seed. */
const normal = (seed: number): (() => number) => {
  let state = seed
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const fresh = (): Float64Array => new Float64Array(changeMemorySize).fill(Number.NaN)
const rowsOf = (series: readonly number[], memory = fresh()): number[] => {
  const scores = series.map((value) => watchChange(memory, value))
  return scores.flatMap((score, i) => (score >= BELIEVED ? [i] : []))
}

const white = (seed: number, rows: number): number[] => {
  const next = normal(seed)
  return Array.from({ length: rows }, next)
}

/** First-order autoregression: wanders for about 20 rows. */
const wandering = (seed: number, rows: number): number[] => {
  let x = 0
  return white(seed, rows).map((e) => (x = 0.95 * x + e))
}

test.each([
  // By hand: t with 2 degrees at 0 is 1 / sqrt 8; with 3 at 1 is 2 / (pi sqrt 3) (1 + 1/3)^-2; with 4 at 0 is 3/8; scale 4 halves it.
  [0, 2, 1, 1 / Math.sqrt(8)],
  [1, 3, 1, (2 / (Math.PI * Math.sqrt(3))) * (4 / 3) ** -2],
  [0, 4, 1, 3 / 8],
  [0, 4, 4, 3 / 16],
  [0, 5000, 1, 1 / Math.sqrt(2 * Math.PI)],
])('Student density at %d with %d degrees and scale %d', (x, freedom, scale, density) => { expect(Math.exp(studentLogDensity(x, freedom, scale))).toBeCloseTo(density, 4) })

describe.each([1, 2, 3, 4])('series %d', (seed) => {
  test.each([
    ['a shift of level', (v: number) => v + 3],
    ['a shift of level down', (v: number) => v - 3],
    ['three times the spread', (v: number) => 3 * v],
    ['a third of the spread', (v: number) => v / 3],
  ])('%s is found once, soon', (_, change) => {
    const found = rowsOf(white(seed, 1500).map((v, i) => (i < 1000 ? v : change(v))))
    expect(found.filter((row) => row >= 1000 && row < 1060)).toHaveLength(1)
    expect(found.length).toBeLessThanOrEqual(2)
  })

  test('an outlier, noise and wandering are no change', () => {
    expect(rowsOf(white(seed, 3000).map((v, i) => (i % 700 === 699 ? 40 : v))).length).toBeLessThanOrEqual(1)
    expect(rowsOf(wandering(seed, 3000)).length).toBeLessThanOrEqual(2)
  })

  test('goes on after a restart as if there had been none', () => {
    const series = wandering(seed, 900).map((v, i) => (i < 600 ? v : v + 30))
    const memory = fresh()
    const head = series.slice(0, 610).map((v) => watchChange(memory, v))
    const kept = memory.slice()
    const straight = fresh()
    expect([...head, ...series.slice(610).map((v) => watchChange(kept, v))]).toEqual(series.map((v) => watchChange(straight, v)))
  })
})

test('whatever comes, the answer is a probability; a constant series never changes', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, 1e30, Number.NaN, Number.MAX_VALUE, 5e-324))
  fc.assert(fc.property(fc.array(fc.tuple(odd, fc.integer({ min: 1, max: 120 })), { maxLength: 8 }), (stretches) => {
    const memory = fresh()
    for (const [value, rows] of stretches) {
      for (let i = 0; i < rows; i++) {
        const score = watchChange(memory, value)
        expect(score >= 0 && score <= 1).toBe(true)
      }
    }
  }))
  expect(rowsOf(Array.from({ length: 2000 }, () => 0.1))).toEqual([])
})
