import type { Detector } from './detect/detector.ts'

/** Cells before those of the detector: the latest time it was given, then the latest of each input. */
const CLOCK = 0
const FIRST_INPUT = 1

/** One rule that makes a signal: its detector, the points it hears, and what it remembers. */
export interface Detection {
  readonly detector: Detector
  /** Point numbers; 0 = the rule's own. NONE where the ledger does not have the point (any more). */
  readonly inputs: readonly number[]
  /** Everything it remembers, as it is stored. */
  readonly cells: Float64Array
  /** The part of it that is the detector's. */
  readonly own: Float64Array
}

export const createDetection = (detector: Detector, inputs: readonly number[]): Detection =>
  detectionOf(detector, inputs, new Float64Array(FIRST_INPUT + inputs.length + detector.size).fill(Number.NaN))

/** A detection of the same detector that has heard nothing: for late readings. */
export const freshDetection = ({ detector, inputs }: Detection): Detection => createDetection(detector, inputs)

/** Event time between two storings of what is kept seldom. */
const SELDOM_MS = 600_000
const keptAt = new WeakMap<Detection, number>()
let firsts = 0

/** @returns whether what a detection remembers is to be stored now, though its condition has not changed; the answer yes is taken as done. */
export const isToKeep = (detection: Detection): boolean => {
  if (detection.detector.keptSeldom !== true) return true
  const clock = detection.cells[CLOCK] ?? Number.NaN
  const kept = keptAt.get(detection)
  if (kept !== undefined && clock - kept < SELDOM_MS) return false
  // Thousands that begin together must not all be stored together: the first times are spread evenly (golden ratio).
  keptAt.set(detection, kept === undefined ? clock - ((firsts++ * 0.618_034) % 1) * SELDOM_MS : clock)
  return kept !== undefined
}

/** Puts stored cells back; cells of another size are of another configuration, and nothing is remembered. */
export const restoreCells = (detection: Detection, cells: Float64Array): void => {
  if (cells.length === detection.cells.length) detection.cells.set(cells)
}

export const forgetCells = (detection: Detection): void => { detection.cells.fill(Number.NaN) }

/**
 * Takes note of a reading of an input.
 * @returns the time at which the rule judges it: never earlier than what it has judged before. NaN when this input has had this reading or a later one:
 * memory may be ahead of the point's clock after a restart, and the log is then replayed into it.
 */
export const admit = ({ cells }: Detection, input: number, time: number): number => {
  const heard = cells[FIRST_INPUT + input] ?? Number.NaN
  if (time <= heard) return Number.NaN
  cells[FIRST_INPUT + input] = time
  return passTo(cells, time)
}

/** @returns event time of the last reading of an input; NaN before the first. */
export const heardOf = ({ cells }: Detection, input: number): number => cells[FIRST_INPUT + input] ?? Number.NaN

/** @returns the time at which something that is no reading is judged. */
export const passTo = (cells: Float64Array, time: number): number => {
  const clock = cells[CLOCK] ?? Number.NaN
  const at = time > clock || Number.isNaN(clock) ? time : clock
  cells[CLOCK] = at
  return at
}

const detectionOf = (detector: Detector, inputs: readonly number[], cells: Float64Array): Detection =>
  ({ detector, inputs, cells, own: cells.subarray(FIRST_INPUT + inputs.length) })
