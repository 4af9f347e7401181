import { levelLenses } from './lenses.ts'
import { BLOCKS24, BLOCKS4, LAST_VALUE, MEANS, ORIGIN, ROWS, SLOT_ROWS, SLOT_SUM, type PointState } from './point-state.ts'
import { reorderNovelty } from './see-novelty.ts'

/** A series this many times farther from its origin than it varies loses digits in float32. */
const FAR = 65_536

/** The first value is the origin. Should it turn out far off (a glitch at the start, a new unit), all that is remembered moves to a better one. */
export const keepOrigin = (state: PointState, value: number): void => {
  const rows = state.wide[ROWS]!
  if (rows === 0) {
    state.wide[ORIGIN] = value
    return
  }
  if (!(rows % 256 === 0 || (rows < 256 && (rows & (rows - 1)) === 0))) return
  const { cells, layout } = state
  const count = Math.min(rows, 200)
  const median = cells[layout.sorted200 + (count >> 1)]!
  const varies = cells[layout.sorted200 + ((3 * count) >> 2)]! - cells[layout.sorted200 + (count >> 2)]!
  const isTypical = Math.abs(value - state.wide[ORIGIN]! - median) <= Math.abs(median) / 1024
  // A stuck value loses nothing.
  const isVarying = varies > 0 || value !== state.wide[LAST_VALUE]!
  if (isVarying && isTypical && Math.abs(median) > FAR * varies) moveOrigin(state, value)
}

const moveOrigin = (state: PointState, origin: number): void => {
  const { wide, cells, layout } = state
  const by = origin - wide[ORIGIN]!
  wide[ORIGIN] = origin
  const move = (from: number, count: number): void => {
    for (let i = from; i < from + count; i++) cells[i] = cells[i]! - by
  }
  const seenRows = Math.min(wide[ROWS]!, layout.ringMask + 1)
  move(0, seenRows)
  move(layout.sorted12, layout.dayErrors - layout.sorted12)
  if (layout.panel === 'full') {
    move(layout.blocks4, BLOCKS4 + BLOCKS24)
    move(layout.quantiles, layout.reference - layout.quantiles)
    reorderNovelty(state)
  }
  for (const l of levelLenses) wide[MEANS + l] = wide[MEANS + l]! - by
  wide[SLOT_SUM] = wide[SLOT_SUM]! - by * wide[SLOT_ROWS]!
}
