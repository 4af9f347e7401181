/**
 * Deviation from a baseline that the detector learns itself: for quantities whose background wanders by night and season,
 * such as methane at a fence line, where a fixed limit is either deaf or noisy.
 *
 * The baseline is a first-order filter in event time with a time constant of its own in each direction and a clipped innovation
 * (bounded influence: P. J. Huber, "Robust Estimation of a Location Parameter", 1964), so that a leak of any height pulls it
 * by at most one cap per time constant:
 *
 *     b += dt / (tau + dt) * clip(d, -cap, cap),   d = m - b,   tau = rise (d > 0) or fall (d < 0)
 *
 * m is the median of the last three readings: a single wild reading never enters. dt / (tau + dt) is the implicit Euler step, stable for every
 * interval; one reading stands for at most a twelfth of the rise time, however long the gap before it. A baseline that has stood more than a
 * cap above every reading for the whole warm-up time is wrong and is learnt anew; during the warm-up a tenth of that suffices, in either direction.
 */
export interface BaselineConfigs {
  /** 1: deviations above the baseline count, 0: below. */
  high: Uint8Array
  /** Time constants in ms: towards the alarming side, and back. */
  rise: Float64Array
  fall: Float64Array
  /** Event time in ms, and never fewer than ten readings, before the baseline is trusted. */
  warmUp: Float64Array
  /** Largest innovation, in the unit of the point. */
  cap: Float64Array
}

/** What a baseline remembers, in columns: 48 bytes a rule. Values are mirrored (times -1) where deviations below count. */
export interface BaselineMemories {
  level: Float64Array
  /** Event time in ms learnt from, up to the warm-up. */
  learnt: Float64Array
  /** Event time of the last reading; 0 = none yet. */
  lastAt: Float64Array
  /** The two readings before. */
  newer: Float64Array
  older: Float64Array
  /** Event time in ms for which the readings have stood so far off that the level must be wrong. */
  astray: Float64Array
}

/** What a baseline is told beside its cap, which is the rule's limit. Times in seconds. */
export interface BaselineShape { above: boolean, riseS: number, fallS: number, warmUpS: number }

/** One setting for all: chosen on the METEC methane week (see docs/detection.md), where every neighbouring setting fulfils the same bars. */
export const DEFAULT_BASELINE: BaselineShape = { above: true, riseS: 43_200, fallS: 21_600, warmUpS: 1_800 }

export const createBaselineConfigs = (capacity: number): BaselineConfigs => ({
  high: new Uint8Array(capacity),
  rise: new Float64Array(capacity),
  fall: new Float64Array(capacity),
  warmUp: new Float64Array(capacity),
  cap: new Float64Array(capacity),
})

export const createBaselineMemories = (capacity: number): BaselineMemories => ({
  level: new Float64Array(capacity),
  learnt: new Float64Array(capacity),
  lastAt: new Float64Array(capacity),
  newer: new Float64Array(capacity),
  older: new Float64Array(capacity),
  astray: new Float64Array(capacity),
})

export const setBaselineConfig = (configs: BaselineConfigs, row: number, shape: BaselineShape, cap: number): void => {
  configs.high[row] = shape.above ? 1 : 0
  configs.rise[row] = shape.riseS * 1000
  configs.fall[row] = shape.fallS * 1000
  configs.warmUp[row] = shape.warmUpS * 1000
  configs.cap[row] = cap
}

export const resetBaseline = (memories: BaselineMemories, row: number): void => {
  for (const column of [memories.level, memories.learnt, memories.lastAt, memories.newer, memories.older, memories.astray]) column[row] = 0
}

/** One reading stands for at most this share of the rise time, and of the warm-up. */
const LARGEST_SHARE = 1 / 12
const WARM_UP_SHARE = 1 / 10

/**
 * Takes one good reading (epoch ms, unit of the point).
 * @returns how far it stands beyond the baseline of the readings before it, positive towards the alarming side; NaN while warming up
 * and for a reading that is no number or not newer than the last. After a silence longer than the rise time the baseline is learnt anew.
 */
export const followBaseline = (
  configs: BaselineConfigs, rule: number, memories: BaselineMemories, row: number, time: number, value: number,
): number => {
  if (!Number.isFinite(value)) return Number.NaN
  const rise = at(configs.rise, rule)
  const reading = configs.high[rule] === 1 ? value : -value
  const interval = time - at(memories.lastAt, row)
  if (memories.lastAt[row] === 0 || interval > rise) { begin(memories, row, time, reading); return Number.NaN }
  if (!(interval > 0)) return Number.NaN
  const deviation = at(memories.learnt, row) >= at(configs.warmUp, rule) ? reading - at(memories.level, row) : Number.NaN
  const middle = median(reading, at(memories.newer, row), at(memories.older, row))
  memories.lastAt[row] = time
  memories.older[row] = at(memories.newer, row)
  memories.newer[row] = reading
  learn(configs, rule, memories, row, interval, middle)
  return deviation
}

const learn = (configs: BaselineConfigs, rule: number, memories: BaselineMemories, row: number, interval: number, middle: number): void => {
  const cap = at(configs.cap, rule)
  const warmUp = at(configs.warmUp, rule)
  const warm = at(memories.learnt, row) >= warmUp
  const distance = middle - at(memories.level, row)
  const lesson = Math.min(interval, warmUp * WARM_UP_SHARE)
  const astray = distance < -cap || (!warm && distance > cap) ? at(memories.astray, row) + lesson : 0
  if (astray >= (warm ? warmUp : warmUp * WARM_UP_SHARE)) { begin(memories, row, at(memories.lastAt, row), middle); return }
  const learnt = Math.min(at(memories.learnt, row) + lesson, warmUp)
  const rise = at(configs.rise, rule)
  const dt = Math.min(interval, rise * LARGEST_SHARE)
  // While it warms up, the level is the plain mean of what was seen.
  const share = warm ? dt / ((distance > 0 ? rise : at(configs.fall, rule)) + dt) : lesson / learnt
  memories.level[row] = at(memories.level, row) + share * Math.max(-cap, Math.min(distance, cap))
  memories.learnt[row] = learnt
  memories.astray[row] = astray
}

/** The level that the next reading will be held against, in the unit of the point; NaN while warming up. */
export const baselineLevel = (configs: BaselineConfigs, rule: number, memories: BaselineMemories, row: number): number =>
  at(memories.learnt, row) < at(configs.warmUp, rule) ? Number.NaN : configs.high[rule] === 1 ? at(memories.level, row) : -at(memories.level, row)

const begin = (memories: BaselineMemories, row: number, time: number, reading: number): void => {
  memories.level[row] = reading
  memories.learnt[row] = 0
  memories.lastAt[row] = time
  memories.newer[row] = reading
  memories.older[row] = reading
  memories.astray[row] = 0
}

const median = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))

const at = (column: Float64Array, row: number): number => column[row] ?? Number.NaN
