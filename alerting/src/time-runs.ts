/**
 * Event times remembered in little room: a run is a first time, a step and a last time, so that a point that reports regularly fills one run in a year,
 * and one whose times jitter still has its last `2 × RUNS`. Runs lie in a ring; cells are first, step, last.
 */
const RUNS = 8
export const RUN_CELLS = RUNS * 3

/** @returns whether the time is in one of the runs. @param start first cell of the ring */
export const inRuns = (cells: Float64Array, start: number, time: number): boolean => {
  for (let run = start; run < start + RUN_CELLS; run += 3) {
    const first = cells[run] ?? Number.NaN
    const step = cells[run + 1] ?? 0
    if (time === first) return true
    if (step === 0 || Number.isNaN(first)) continue
    const steps = (time - first) / step
    if (steps >= 0 && steps <= ((cells[run + 2] ?? 0) - first) / step && Number.isInteger(steps)) return true
  }
  return false
}

/** Remembers a time, which goes on the newest run when it fits. @param newest the newest run @returns the newest run after it */
export const addToRuns = (cells: Float64Array, start: number, newest: number, time: number): number => {
  const run = start + newest * 3
  const step = cells[run + 1] ?? 0
  const distance = time - (cells[run + 2] ?? Number.NaN)
  if (distance === step && step !== 0) {
    cells[run + 2] = time
    return newest
  }
  if (step === 0 && !Number.isNaN(distance)) {
    cells[run + 1] = distance
    cells[run + 2] = time
    return newest
  }
  const next = Number.isNaN(distance) ? newest : (newest + 1) % RUNS
  const begun = start + next * 3
  cells[begun] = time
  cells[begun + 1] = 0
  cells[begun + 2] = time
  return next
}

/** @returns the runs as [first, step, last], oldest first. */
export const runsOf = (cells: Float64Array, start: number, newest: number): [first: number, step: number, last: number][] => {
  const runs: [number, number, number][] = []
  for (let age = RUNS - 1; age >= 0; age--) {
    const run = start + ((newest - age + RUNS) % RUNS) * 3
    const first = cells[run] ?? Number.NaN
    if (!Number.isNaN(first)) runs.push([first, cells[run + 1] ?? 0, cells[run + 2] ?? first])
  }
  return runs
}

/** Puts runs back, oldest first. @returns the newest run */
export const putRuns = (cells: Float64Array, start: number, runs: readonly (readonly number[])[]): number => {
  runs.slice(-RUNS).forEach(([first = Number.NaN, step = 0, last = first], index) => { cells.set([first, step, last], start + index * 3) })
  return Math.max(0, Math.min(runs.length, RUNS) - 1)
}
