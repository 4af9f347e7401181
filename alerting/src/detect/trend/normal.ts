/** Probability that a standard normal number is below z (Abramowitz & Stegun 1964, 26.2.17; error below 1e-7). NaN stays NaN. */
export const normalBelow = (z: number): number => {
  if (z < 0) return 1 - normalBelow(-z)
  const t = 1 / (1 + 0.231_641_9 * z)
  const series = t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
  return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series
}
