import { studentLogDensity } from './student-density.ts'

/**
 * Change points of one series by Bayesian online detection (Adams & MacKay 2007, "Bayesian Online Changepoint Detection",
 * https://arxiv.org/abs/0710.3742, algorithm 1): every hypothesis "the present regime began r rows ago" has a weight; mean and variance of a
 * regime have a normal-inverse-gamma prior, so that a row is judged by a Student t density. Two things differ from the paper:
 * the rows are innovations, each value less what the one before lets expect (a first-order autoregression, estimated as it goes), as plant
 * signals wander; and an innovation counts at most 3.5 deviations, so that one outlier is not a new regime.
 * Only the most probable hypotheses are kept: memory and time a row are constant.
 */
const RUNS = 48
/** A regime is expected to last this many rows. */
const EXPECTED_ROWS = 2000
/** A new regime is believed at this probability, once it has shown this many rows, within this many of its onset. */
export const BELIEVED = 0.97
/** More can hardly be shown within the rows in which a regime is new. */
export const MOST_BELIEVED = 0.99
const PROOF_ROWS = 12
export const RECENT_ROWS = 60
const WARM_ROWS = 100
/** Rows that a series needs before anything is said of it. */
export const ROWS_BEFORE = WARM_ROWS + 2 * RECENT_ROWS
const CLIP = 3.5
const FARTHEST = 2.5
/** The prior of a variance weighs like this many rows. */
const PRIOR_ROWS = 2
const LONGEST = 5000

const ROWS = 0
const LAST = 1
const MEAN = 2
const LAG_PRODUCT = 3
const SQUARES = 4
const VARIANCE = 5
const COUNT = 6
const QUIET_UNTIL = 7
const LENGTHS = 8
const MEANS = LENGTHS + RUNS
const SPREADS = MEANS + RUNS
const WEIGHTS = SPREADS + RUNS

/** How many numbers a point's memory takes; NaN in all of them is a point not seen yet. */
export const changeMemorySize = WEIGHTS + RUNS

/**
 * @param memory `changeMemorySize` numbers, written in place
 * @param believed probability from which a new regime is believed
 * @returns probability that a new regime began within the last rows; from `believed` on it is believed, in one row of each change only.
 */
export const watchChange = (memory: Float64Array, value: number, believed = BELIEVED): number => {
  if (!Number.isFinite(value)) return 0
  const rows = Number.isNaN(memory[ROWS]!) ? begin(memory, value) : memory[ROWS]!
  const innovation = innovate(memory, rows, Math.min(Math.max(value, -1e100), 1e100))
  memory[ROWS] = rows + 1
  if (rows < WARM_ROWS) return 0
  const clipped = Math.min(Math.max(innovation, -CLIP), CLIP)
  weigh(memory, clipped)
  return believe(memory, rows, believed)
}

/** @returns how many values it has seen. */
export const changeRows = (memory: Float64Array): number => (Number.isNaN(memory[ROWS]!) ? 0 : memory[ROWS]!)

/** @returns what the value before lets expect of the next one, and the usual deviation from that; NaN while there is nothing. */
export const expectedValue = (memory: Float64Array): { expected: number, deviation: number } => ({
  expected: memory[MEAN]! + lagOf(memory) * (memory[LAST]! - memory[MEAN]!), deviation: Math.sqrt(memory[VARIANCE]!),
})

const lagOf = (memory: Float64Array): number => (memory[SQUARES]! > 0 ? Math.min(Math.max(memory[LAG_PRODUCT]! / memory[SQUARES]!, 0), 1) : 0)

const begin = (memory: Float64Array, value: number): number => {
  memory.fill(0)
  memory[LAST] = value
  memory[MEAN] = value
  return 0
}

/** The part of a value that the one before does not explain, in units of its usual deviation. */
const innovate = (memory: Float64Array, rows: number, value: number): number => {
  const before = memory[LAST]! - memory[MEAN]!
  const now = value - memory[MEAN]!
  const raw = now - lagOf(memory) * before
  const deviation = Math.sqrt(memory[VARIANCE]!)
  const innovation = deviation > 0 ? raw / deviation : 0
  // The estimates learn from what is not extreme; in the first rows from everything.
  const limit = rows < WARM_ROWS || deviation === 0 ? Number.POSITIVE_INFINITY : CLIP * deviation
  const learnt = Math.min(Math.max(raw, -limit), limit)
  learnLevel(memory, now, before, rows)
  memory[VARIANCE] = memory[VARIANCE]! + Math.max(0.001, 1 / (rows + 1)) * (learnt * learnt - memory[VARIANCE]!)
  memory[LAST] = value
  return innovation
}

/** Mean and lag-1 coefficient. What is farther off than usual by a factor counts as that far: a wild reading moves little, and a new level is reached nevertheless, as what is usual grows. */
const learnLevel = (memory: Float64Array, now: number, before: number, rows: number): void => {
  const rate = Math.max(0.005, 1 / (rows + 1))
  const reach = rows < WARM_ROWS || memory[SQUARES] === 0 ? Number.POSITIVE_INFINITY : FARTHEST * Math.sqrt(memory[SQUARES]!)
  const here = Math.min(Math.max(now, -reach), reach)
  const there = Math.min(Math.max(before, -reach), reach)
  memory[MEAN] = memory[MEAN]! + rate * here
  memory[LAG_PRODUCT] = memory[LAG_PRODUCT]! + rate * (here * there - memory[LAG_PRODUCT]!)
  memory[SQUARES] = memory[SQUARES]! + rate * (there * there - memory[SQUARES]!)
}

/** One step of the algorithm: every regime goes on or ends; the innovation updates weights and statistics. */
const weigh = (memory: Float64Array, x: number): void => {
  const count = memory[COUNT]!
  let newborn = count === 0 ? 1 : 0
  let total = 0
  for (let i = 0; i < count; i++) {
    const weight = memory[WEIGHTS + i]! * densityOf(memory, i, x)
    newborn += weight / EXPECTED_ROWS
    memory[WEIGHTS + i] = weight * (1 - 1 / EXPECTED_ROWS)
    total += memory[WEIGHTS + i]!
    learn(memory, i, x)
  }
  const place = count < RUNS ? count : leastOf(memory)
  if (count < RUNS) memory[COUNT] = count + 1
  else total -= memory[WEIGHTS + place]!
  memory[LENGTHS + place] = 0
  memory[MEANS + place] = 0
  memory[SPREADS + place] = PRIOR_ROWS
  memory[WEIGHTS + place] = newborn
  total += newborn
  if (!(total > 0)) {
    memory[COUNT] = 0
    return
  }
  for (let i = 0; i < memory[COUNT]!; i++) memory[WEIGHTS + i] = memory[WEIGHTS + i]! / total
}

/** Of a regime: mean with the weight of one row at 0, sum of squares with that of the prior. */
const densityOf = (memory: Float64Array, i: number, x: number): number => {
  const length = memory[LENGTHS + i]!
  const freedom = PRIOR_ROWS + length
  const scale = (memory[SPREADS + i]! / freedom) * (1 + 1 / (length + 1))
  return Math.exp(studentLogDensity(x - memory[MEANS + i]!, freedom, scale))
}

const learn = (memory: Float64Array, i: number, x: number): void => {
  const length = memory[LENGTHS + i]!
  const d = x - memory[MEANS + i]!
  memory[MEANS + i] = memory[MEANS + i]! + d / (length + 2)
  memory[SPREADS + i] = memory[SPREADS + i]! + (d * d * (length + 1)) / (length + 2)
  if (length < LONGEST) memory[LENGTHS + i] = length + 1
  else memory[SPREADS + i] = (memory[SPREADS + i]! * (PRIOR_ROWS + LONGEST)) / (PRIOR_ROWS + LONGEST + 1)
}

const leastOf = (memory: Float64Array): number => {
  let place = 0
  for (let i = 1; i < RUNS; i++) if (memory[WEIGHTS + i]! < memory[WEIGHTS + place]!) place = i
  return place
}

/** The weight of all regimes that began recently, but not so recently that they have shown nothing. */
const believe = (memory: Float64Array, rows: number, believed: number): number => {
  let recent = 0
  for (let i = 0; i < memory[COUNT]!; i++) {
    const length = memory[LENGTHS + i]!
    if (length >= PROOF_ROWS && length <= RECENT_ROWS) recent += memory[WEIGHTS + i]!
  }
  if (rows < ROWS_BEFORE || rows < memory[QUIET_UNTIL]!) return 0
  if (recent < believed) return Math.min(recent, believed - 1e-6)
  memory[QUIET_UNTIL] = rows + 2 * RECENT_ROWS
  return Math.min(recent, 1)
}
