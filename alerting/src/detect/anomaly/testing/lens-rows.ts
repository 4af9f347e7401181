import fc from 'fast-check'
import { expect } from 'vitest'
import { FULL, lenses } from '../lenses.ts'
import { newPointState, ORIGIN } from '../point-state.ts'
import { passRow, seeRow } from '../watch-point.ts'

/** What one lens sees at every row of a series, one value every `stepS` seconds. Levels come as they are, not relative to the origin. */
export const lensRows = (name: string, series: readonly number[], stepS = 300): number[] => {
  const lens = lenses.findIndex((each) => each.name === name)
  const state = newPointState('full')
  const seen = new Float64Array(FULL)
  const isLevel = ['value', 'mean8', 'mean60', 'median25'].includes(name)
  return series.map((value, i) => {
    seeRow(state, i * stepS, value, seen)
    passRow(state, i * stepS, value)
    return seen[lens]! + (isLevel ? state.wide[ORIGIN]! : 0)
  })
}

/** Series as sensors give them: stretches of noise, of steps and of a stuck value; float32, so that the reference sees the same numbers. */
export const series = (maxStretches: number): fc.Arbitrary<number[]> => {
  const stretch = fc.record({ level: fc.integer({ min: -20, max: 20 }), noise: fc.constantFrom(0, 0, 1, 5), digits: fc.constantFrom(0, 2), rows: fc.integer({ min: 1, max: 90 }), seed: fc.integer({ min: 1, max: 1e6 }) })
  return fc.array(stretch, { minLength: 1, maxLength: maxStretches }).map((stretches) => stretches.flatMap(({ level, noise, digits, rows, seed }) =>
    Array.from({ length: rows }, (_, i) => Math.fround(Number((level + noise * Math.sin(seed * (i + 1))).toFixed(digits))))))
}

export const last = <T>(all: readonly T[], i: number, count: number): readonly T[] => all.slice(Math.max(0, i + 1 - count), Math.max(0, i + 1))
export const mean = (a: readonly number[]): number => a.reduce((sum, v) => sum + v, 0) / a.length
export const median = (a: readonly number[]): number => {
  const sorted = [...a].sort((x, y) => x - y)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
export const deviation = (a: readonly number[]): number => Math.sqrt(mean(a.map((v) => (v - mean(a)) ** 2)))

/** Equal but for rounding, or both not known: `expect(seen).toEqual(close(reference, 4))`. */
export const close = (reference: number, digits: number): unknown => (Number.isNaN(reference) ? reference : expect.closeTo(reference, digits))
