/** What a detector says of one row. */
export interface Verdict {
  /** 0 to 1. */
  score: number
  /** Whether an alarm is raised or standing in this row. */
  alarm: boolean
  /** How grave what is going on is by now, 0 to 1, as a rule of the engine follows it: it grows with the rows after the alarm, and is 0 when nothing is going on. */
  severity: number
}

/** A detector in the middle of a stream. It sees each row once, in order, and nothing of the rows to come. */
export interface StreamingDetector {
  /**
   * @param timeMs local time, in ms since an epoch that begins at midnight
   * @param values one number a column; NaN is a missing value
   * @param verdict is filled in
   */
  readonly step: (timeMs: number, values: Float64Array, verdict: Verdict) => void
}

/** Rows from which a detector learns what is normal. Row r of column c stands at `values[r * columns + c]`. */
export interface Baseline {
  readonly rows: number
  readonly times: Float64Array
  readonly values: Float64Array
}

/** A kind of detector as the command and the engine start it. */
export interface DetectorKind {
  /** Whether it must be given a baseline to learn from; the others take one as rows seen before. */
  readonly needsBaseline: boolean
  /** @throws {BaselineRefused} */
  readonly start: (columns: readonly string[], baseline: Baseline | undefined) => StreamingDetector
}

/** The baseline does not do; the message says why and what would. */
export class BaselineRefused extends Error {}
