import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between, createRng, gaussian, waitingTime } from './rng.ts'

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next)
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('seeded random numbers', () => {
  it('the same seed and stream give the same numbers, another seed or stream others', () => {
    const series = (seed: number, stream?: string) => draw(20, createRng(seed, stream))
    expect(series(7, 'a')).toEqual(series(7, 'a'))
    expect(series(7, 'a')).not.toEqual(series(8, 'a'))
    expect(series(7, 'a')).not.toEqual(series(7, 'b'))
    expect(series(1)).not.toEqual(series(1 + 2 ** 32))
  })

  it('is in [0, 1) for every seed', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), fc.string(), (seed, stream) => {
      expect(draw(50, createRng(seed, stream)).filter((value) => !(value >= 0 && value < 1))).toEqual([])
    }))
  })

  const rng = createRng(1)
  it.each([
    { name: 'uniform', next: rng, expected: 0.5 },
    { name: 'between', next: () => between(rng, 10, 20), expected: 15 },
    { name: 'gaussian', next: () => gaussian(rng), expected: 0 },
    { name: 'gaussian variance', next: () => gaussian(rng) ** 2, expected: 1 },
    { name: 'waiting time', next: () => waitingTime(rng, 40) / 40, expected: 1 },
  ])('$name has the mean $expected', ({ next, expected }) => {
    expect(Math.abs(mean(draw(20_000, next)) - expected)).toBeLessThan(0.1)
  })
})
