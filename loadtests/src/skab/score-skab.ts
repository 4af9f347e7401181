/** One file of SKAB: what is labelled and what was alarmed, 0 or 1 a row, and after how many rows (those that were learnt from) judging began. */
export interface JudgedFile { readonly labels: ArrayLike<number>, readonly alarms: ArrayLike<number>, readonly learnt: number }

export interface SkabScore {
  /** Of all rows of all files together. Rows that were learnt from are healthy and never alarmed, so that they change nothing. */
  readonly f1: number
  /** Share of labelled rows without an alarm, per cent. */
  readonly missedPercent: number
  /** Share of healthy rows in alarm, per cent: of those that were judged, as in the published table, and of all. */
  readonly falsePercent: number
  readonly falsePercentOfAll: number
}

/**
 * The rule of the Skoltech Anomaly Benchmark for outliers: binary classification of rows, counted over all files (Katser & Kozitsin 2020,
 * https://doi.org/10.34740/KAGGLE/DSV/1693952). FAR = FP / (FP + TN), MAR = FN / (FN + TP).
 */
export const scoreSkab = (files: readonly JudgedFile[]): SkabScore => {
  const counts = { hit: 0, missed: 0, wrong: 0, calm: 0, learnt: 0 }
  for (const { labels, alarms, learnt } of files) {
    for (let row = 0; row < alarms.length; row++) {
      if (labels[row] === 1) counts[alarms[row] === 1 ? 'hit' : 'missed']++
      else if (alarms[row] === 1) counts.wrong++
      else counts[row < learnt ? 'learnt' : 'calm']++
    }
  }
  const { hit, missed, wrong, calm, learnt } = counts
  return {
    f1: hit / (hit + (missed + wrong) / 2), missedPercent: 100 * missed / (hit + missed),
    falsePercent: 100 * wrong / (wrong + calm), falsePercentOfAll: 100 * wrong / (wrong + calm + learnt),
  }
}
