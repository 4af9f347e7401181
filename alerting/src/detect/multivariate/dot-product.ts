/** @returns the value, no further from zero than the largest. */
export const clip = (value: number, largest: number): number => Math.max(-largest, Math.min(value, largest))

/** Scalar product of n numbers of a from `atA` on with those of b from `atB` on. Four sums, because each addition otherwise waits for the one before. */
export const dot = (a: Float64Array, atA: number, b: Float64Array, atB: number, n: number): number => {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  for (; k + 3 < n; k += 4) {
    s0 += a[atA + k]! * b[atB + k]!
    s1 += a[atA + k + 1]! * b[atB + k + 1]!
    s2 += a[atA + k + 2]! * b[atB + k + 2]!
    s3 += a[atA + k + 3]! * b[atB + k + 3]!
  }
  for (; k < n; k++) s0 += a[atA + k]! * b[atB + k]!
  return s0 + s1 + (s2 + s3)
}

/**
 * Writes into `product` the scalar products of the rows of a matrix, n numbers each, one row after the other, with those of b from `atB` on.
 * Four rows at a time, so that each number of b is loaded once for them: half the time of one row after the other.
 */
export const multiply = (matrix: Float64Array, b: Float64Array, atB: number, n: number, product: Float64Array): void => {
  const rows = product.length
  let row = 0
  for (; row + 3 < rows; row += 4) {
    const r0 = row * n, r1 = r0 + n, r2 = r1 + n, r3 = r2 + n
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0
    for (let k = 0; k < n; k++) {
      const x = b[atB + k]!
      s0 += matrix[r0 + k]! * x
      s1 += matrix[r1 + k]! * x
      s2 += matrix[r2 + k]! * x
      s3 += matrix[r3 + k]! * x
    }
    product[row] = s0
    product[row + 1] = s1
    product[row + 2] = s2
    product[row + 3] = s3
  }
  for (; row < rows; row++) product[row] = dot(matrix, row * n, b, atB, n)
}
