import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dot, multiply } from './dot-product.ts'

const number = fc.integer({ min: -50, max: 50 })

it('a matrix times a vector is the sum of products of each row, for any number of rows and columns', () => {
  const shapes = fc.record({ rows: fc.integer({ min: 0, max: 11 }), columns: fc.integer({ min: 0, max: 9 }), from: fc.integer({ min: 0, max: 3 }) })
  fc.assert(fc.property(shapes.chain((shape) => fc.record({
    shape: fc.constant(shape),
    matrix: fc.array(number, { minLength: shape.rows * shape.columns, maxLength: shape.rows * shape.columns }),
    vector: fc.array(number, { minLength: shape.from + shape.columns, maxLength: shape.from + shape.columns + 4 }),
  })), ({ shape: { rows, columns, from }, matrix, vector }) => {
    const product = new Float64Array(rows)
    multiply(Float64Array.from(matrix), Float64Array.from(vector), from, columns, product)
    const plain = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_value, k) => matrix[row * columns + k]! * vector[from + k]!).reduce((sum, each) => sum + each, 0))
    expect([...product].map((each) => each + 0)).toEqual(plain.map((each) => each + 0))
  }))
})

it('a scalar product begins where it is told to, in both', () => {
  expect(dot(Float64Array.of(9, 1, 2, 3, 4, 5), 1, Float64Array.of(9, 9, 10, 20, 30, 40, 50), 2, 5)).toBe(550)
})
