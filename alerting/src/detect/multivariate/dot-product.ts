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
