import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factor, inverse, solve } from './cholesky.ts'

it('solves a small system by hand', () => {
  const a = Float64Array.of(4, 2, 2, 3)
  const b = Float64Array.of(2, 1)
  expect(factor(a, 2)).toBe(true)
  solve(a, 2, b, 1)
  expect([...b]).toEqual([0.5, 0])
})

it.each([
  ['indefinite', [1, 2, 2, 1]],
  ['zero', [0, 0, 0, 0]],
  ['not a number', [Number.NaN, 0, 0, 1]],
  ['infinite', [Number.POSITIVE_INFINITY, 0, 0, 1]],
])('refuses a matrix that is %s', (_, cells) => {
  expect(factor(Float64Array.from(cells), 2)).toBe(false)
})

it('inverts whatever is positive definite', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(fc.constant(n), fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n * n, maxLength: n * n }))), ([n, g]) => {
    const a = Float64Array.from({ length: n * n }, (_, cell) => {
      const row = Math.floor(cell / n)
      const column = cell % n
      return g.slice(row * n, row * n + n).reduce((sum, value, k) => sum + value * (g[column * n + k] ?? 0), row === column ? 1 : 0)
    })
    const factored = Float64Array.from(a)
    expect(factor(factored, n)).toBe(true)
    const inverted = inverse(factored, n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let product = 0
        for (let k = 0; k < n; k++) product += (a[i * n + k] ?? 0) * (inverted[k * n + j] ?? 0)
        expect(product).toBeCloseTo(i === j ? 1 : 0, 6)
      }
    }
  }))
})
