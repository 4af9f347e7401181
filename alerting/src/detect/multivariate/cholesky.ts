/**
 * Factors a symmetric positive definite matrix (n x n, row-major) in place: its lower triangle becomes L with A = L L'
 * (A.-L. Cholesky 1910; the upper triangle is left as it was).
 * @returns false where the matrix is not positive definite: the content is then of no use.
 */
export const factor = (a: Float64Array, n: number): boolean => {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = at(a, i * n + j)
      for (let k = 0; k < j; k++) sum -= at(a, i * n + k) * at(a, j * n + k)
      if (i === j) {
        if (!(sum > 0) || sum === Number.POSITIVE_INFINITY) return false
        a[j * n + j] = Math.sqrt(sum)
      } else a[i * n + j] = sum / at(a, j * n + j)
    }
  }
  return true
}

/** Solves A x = b in place of b, given the factor of A. `b` holds `columns` right sides, row-major (n x columns). */
export const solve = (factored: Float64Array, n: number, b: Float64Array, columns: number): void => {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtract(b, i, k, columns, at(factored, i * n + k))
    scale(b, i, columns, 1 / at(factored, i * n + i))
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtract(b, i, k, columns, at(factored, k * n + i))
    scale(b, i, columns, 1 / at(factored, i * n + i))
  }
}

/** @returns the inverse of A (n x n, row-major), given its factor. */
export const inverse = (factored: Float64Array, n: number): Float64Array<ArrayBuffer> => {
  const identity = new Float64Array(n * n)
  for (let i = 0; i < n; i++) identity[i * n + i] = 1
  solve(factored, n, identity, n)
  return identity
}

const subtract = (b: Float64Array, into: number, from: number, columns: number, weight: number): void => {
  if (weight === 0) return
  for (let column = 0; column < columns; column++) b[into * columns + column] = at(b, into * columns + column) - weight * at(b, from * columns + column)
}

const scale = (b: Float64Array, row: number, columns: number, weight: number): void => {
  for (let column = 0; column < columns; column++) b[row * columns + column] = at(b, row * columns + column) * weight
}

const at = (column: Float64Array, row: number): number => column[row] ?? Number.NaN
