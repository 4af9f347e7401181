import { judgeRow } from './judge-row.ts'
import { FULL } from './lenses.ts'
import { keepOrigin } from './keep-origin.ts'
import { followSeason } from './learn-season.ts'
import { LAST_TIME, LAST_VALUE, ORIGIN, REPEATS, ROWS, type PointState } from './point-state.ts'
import { seeDistribution } from './see-distribution.ts'
import { seeLevel } from './see-level.ts'
import { seeNovelty } from './see-novelty.ts'
import { seeSeason } from './see-season.ts'
import { seeShape } from './see-shape.ts'
import { seeSpread } from './see-spread.ts'
import { passValue, seeValue } from './see-value.ts'

const seen = new Float64Array(FULL)
/** Beyond this a value is taken as this: its square is still a number. */
const LARGEST = 1e36

/**
 * The univariate anomaly detector: a panel of lenses with calibrated surprise (docs/detection.md). Causal, constant memory, one setting.
 * @param timeS seconds of local time since an epoch that begins at midnight
 * @returns the score of this row: 0.5 to 1 when an alarm is raised, else 0; 0 for a value that is not a number, which changes nothing.
 */
export const watchPoint = (state: PointState, timeS: number, value: number): number => {
  if (!Number.isFinite(value) || !Number.isFinite(timeS)) return 0
  seeRow(state, timeS, value, seen)
  const score = judgeRow(state, seen)
  passRow(state, timeS, value)
  return score
}

/** Every lens looks at a new row; `seen` is filled with what they see (NaN: a lens that cannot say anything yet). */
export const seeRow = (state: PointState, timeS: number, value: number, seen: Float64Array): void => {
  const { wide, cells, layout } = state
  const limited = Math.min(Math.max(value, -LARGEST), LARGEST)
  keepOrigin(state, limited)
  const y = Math.fround(limited - wide[ORIGIN]!)
  wide[REPEATS] = value === wide[LAST_VALUE]! ? wide[REPEATS]! + 1 : 0
  cells[wide[ROWS]! & layout.ringMask] = y
  seeValue(state, y, seen)
  seeLevel(state, seen)
  seeSeason(state, timeS, y, seen)
  seeSpread(state, seen)
  if (layout.panel === 'cheap') return
  seeShape(state, seen)
  seeNovelty(state, y, seen)
  seeDistribution(state, seen)
}

/** The row becomes one of those before. */
export const passRow = (state: PointState, timeS: number, value: number): void => {
  const { wide, cells, layout } = state
  passValue(state, cells[wide[ROWS]! & layout.ringMask]!)
  wide[ROWS] = wide[ROWS]! + 1
  wide[LAST_VALUE] = value
  followSeason(state, timeS)
  wide[LAST_TIME] = timeS
}

/** The first judgements rest on little: a rule waits until it has heard so many readings. */
export const LIVE_ROWS = 600

/** Until it has heard so many, much is new to it that is quite usual. */
const GROWN_ROWS = 2000
export const isYoung = (state: PointState): boolean => state.wide[ROWS]! < GROWN_ROWS

/** @returns how many rows the point still needs before a rule raises alarms on it; 0 when it is live. */
export const rowsUntilLive = (state: PointState): number => Math.max(0, LIVE_ROWS - state.wide[ROWS]!)
