/** One figure of a benchmark: printed as one JSON object a line, so that a script can read what a person reads. */
export interface BenchLine {
  bench: string
  value: number
  unit: string
  [more: string]: unknown
}

export const printLine = (line: BenchLine): void => { process.stdout.write(`${JSON.stringify(line)}\n`) }

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits
