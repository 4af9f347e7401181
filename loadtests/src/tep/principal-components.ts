/** Largest number of components looked for, and rounds of the iteration that finds them. */
const MOST = 60
const ROUNDS = 300

/**
 * What plants usually have: the squared distance of a row from the plane of the principal components of the healthy rows (Q or SPE, Jackson & Mudholkar 1979),
 * with `lags` rows of the past stacked to each (dynamic PCA, Ku, Storer & Georgakis 1995). Components count whose variance is larger than chance gives as many
 * independent columns in as many rows: the upper edge of Marchenko & Pastur (1967), which stands for Horn's parallel analysis (1965).
 * @returns scores of a run; a row without a full past has the score 0
 */
export const learnPrincipal = (healthy: readonly number[][], lags: number): ((run: readonly number[][]) => number[]) => {
  const rows = stacked(healthy, lags)
  const columns = (rows[0] ?? []).map((_, i) => rows.map((row) => row[i]!))
  const mean = columns.map((column) => average(column))
  const deviation = columns.map((column, i) => Math.sqrt(average(column.map((value) => (value - mean[i]!) ** 2))) || 1)
  const standardised = (row: readonly number[]): number[] => row.map((value, i) => (value - mean[i]!) / deviation[i]!)
  const axes = principalAxes(correlation(rows.map(standardised)), (1 + Math.sqrt(columns.length / rows.length)) ** 2)
  return (run) => [...run.slice(0, lags).map(() => 0), ...stacked(run, lags).map((row) => residual(standardised(row), axes))]
}

const stacked = (run: readonly number[][], lags: number): number[][] => run.slice(lags).map((_, t) => Array.from({ length: lags + 1 }, (__, lag) => run[t + lags - lag]!).flat())

const correlation = (rows: readonly number[][]): number[][] => {
  const sums = (rows[0] ?? []).map((_, __, row) => row.map(() => 0))
  for (const row of rows) row.forEach((value, i) => { for (let j = 0; j < row.length; j++) sums[i]![j]! += value * row[j]! / rows.length })
  return sums
}

/** Orthonormal axes whose variance exceeds `edge`, by orthogonal iteration (Rutishauser 1969). */
const principalAxes = (matrix: readonly number[][], edge: number): number[][] => {
  let axes = orthonormal(Array.from({ length: Math.min(MOST, matrix.length) }, (_, k) => matrix.map((__, i) => (i === k ? 1 : 1 / (2 + ((i * 7 + k * 13) % 11))))))
  for (let round = 0; round < ROUNDS; round++) axes = orthonormal(axes.map((axis) => times(matrix, axis)))
  return axes.filter((axis) => dot(axis, times(matrix, axis)) > edge)
}

/** Gram-Schmidt, each axis freed from those before it. */
const orthonormal = (axes: readonly number[][]): number[][] => {
  const found: number[][] = []
  for (const axis of axes) {
    const rest = [...axis]
    for (const other of found) subtract(rest, other, dot(rest, other))
    const length = Math.sqrt(dot(rest, rest))
    if (length > 1e-12) found.push(rest.map((value) => value / length))
  }
  return found
}

const residual = (row: readonly number[], axes: readonly number[][]): number => {
  const rest = [...row]
  for (const axis of axes) subtract(rest, axis, dot(rest, axis))
  return dot(rest, rest)
}

const subtract = (from: number[], axis: readonly number[], amount: number): void => { for (let i = 0; i < from.length; i++) from[i] = from[i]! - amount * axis[i]! }
const times = (matrix: readonly number[][], axis: readonly number[]): number[] => matrix.map((row) => dot(row, axis))
const dot = (a: readonly number[], b: readonly number[]): number => { let sum = 0; for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!; return sum }
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
