/** One figure of a benchmark: printed as one JSON object a line, so that a script can read what a person reads. */
export interface BenchLine {
  bench: string
  value: number
  unit: string
  [more: string]: unknown
}

export const printLine = (line: BenchLine): void => { process.stdout.write(`${JSON.stringify(line)}\n`) }

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits

/** @returns the smallest value that the share of them does not exceed, to one digit; 0 of none */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0, 1)
}
