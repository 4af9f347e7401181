import { describe, expect, it } from 'vitest'
import { createNormal } from '../../testing/test-pump.ts'
import { judgeRow } from './judge-row.ts'
import { FULL } from './lenses.ts'
import { newPointState, PANEL_SUM } from './point-state.ts'
import { describedJudgement } from './testing/described-judgement.ts'
import { passRow, seeRow } from './watch-point.ts'

/** Until here hardly any lens has a history. */
const WARM = 300

/** Nine days of a reading every five minutes, with a spike, a lasting shift, a stuck stretch and a noisy one. */
const series = (seed: number): number[] => {
  const normal = createNormal(seed)
  let held = 0
  return Array.from({ length: 2_600 }, (_, row) => {
    const calm = 50 + 6 * Math.sin((row / 288) * 2 * Math.PI) + normal()
    if (row === 1_200) held = calm
    if (row >= 1_200 && row < 1_260) return held
    const spike = row === 900 ? 25 : 0
    const shift = row >= 1_700 && row < 1_800 ? 7 : 0
    return calm + spike + shift + (row >= 2_200 && row < 2_240 ? 4 * normal() : 0)
  })
}

describe('the judgement of what the lenses see is the described one, row by row', () => {
  it.each([['full', 1], ['full', 2], ['cheap', 3], ['cheap', 4]] as const)('%s panel, seed %d', (panel, seed) => {
    const state = newPointState(panel)
    const seen = new Float64Array(FULL)
    const rows: number[][] = []
    const judged = series(seed).map((value, row) => {
      seeRow(state, row * 300, value, seen)
      rows.push([...seen])
      const score = judgeRow(state, seen)
      passRow(state, row * 300, value)
      return { total: state.wide[PANEL_SUM]!, score }
    })
    const wanted = describedJudgement(rows, state.layout.lenses)
    // The first rows of a lens are kept in two bytes each, to 0.3 %: now and then a number falls into the next cell of a histogram, and an alarm that was close comes a row later.
    const [alarms, described] = [judged, wanted].map((rows) => rows.flatMap(({ score }, row) => (score > 0 ? [row] : [])))
    expect(alarms?.length).toBe(described?.length)
    expect(alarms?.every((row, index) => Math.abs(row - (described?.[index] ?? 0)) <= 1)).toBe(true)
    expect(judged.filter(({ score }) => score > 0).length).toBeGreaterThan(3)
    const apart = judged.slice(WARM).map(({ total }, row) => Math.abs(total - wanted[WARM + row]!.total))
    expect(apart.reduce((sum, each) => sum + each, 0) / apart.length).toBeLessThan(0.02)
    expect(apart.filter((each) => each > 0.5).length).toBeLessThan(apart.length / 100)
  })
})
