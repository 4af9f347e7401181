import type { Baseline } from '../detect/streaming-detector.ts'

/** Rows of numbers, gathered into the columns of a baseline. */
export const collectRows = (columns: number): { add: (time: number, values: Float64Array) => void, baseline: () => Baseline } => {
  const times: number[] = []
  const gathered: number[] = []
  return {
    add: (time, values) => {
      times.push(time)
      for (let c = 0; c < columns; c++) gathered.push(values[c]!)
    },
    baseline: () => ({ rows: times.length, times: Float64Array.from(times), values: Float64Array.from(gathered) }),
  }
}
