import { describe, expect, test } from 'vitest'
import { CELLS, newPointState, WEIGHT, type PointState } from './point-state.ts'
import { cellOf, scaleAt, settleHistogram, surpriseOf } from './surprise.ts'

const settled = (firstRows: readonly number[]): PointState => {
  const state = newPointState('cheap')
  settleHistogram(state, 0, state.layout.counts, Float64Array.from(firstRows.filter((f) => f > 0), Math.log).sort(), firstRows.length)
  return state
}

const off = (state: PointState): number => state.cells[state.layout.scales]!

const surprise = (state: PointState, f: number): number => surpriseOf(state, 0, state.layout.counts, f, cellOf(f, off(state)), 1)

/** 150 rows with a heavy tail. */
const numbers = Array.from({ length: 150 }, (_, i) => 150 / (i + 0.5))

test('the median of the first rows lies 7.2 above the lower end, in ln', () => {
  const state = settled([0, 0, 1, 2, 3, ...Array.from({ length: 145 }, () => 0)])
  expect(off(state)).toBeCloseTo(Math.log(2) - 7.2, 6)
  expect(cellOf(2, off(state))).toBe(Math.floor(7.2 / 0.2 - 1e-6) + 1)
  expect(scaleAt(2)).toBeCloseTo(off(state), 6)
})

test.each([
  ['zero', 0, 0],
  ['below the lower end', 1e-9, 0],
  ['the first cell', Math.exp(0.1), 1],
  ['the last cell', Math.exp(11.95), 60],
  ['above the last cell', 1e12, 60],
])('cell of %s', (_, f, cell) => { expect(cellOf(f, 0)).toBe(cell) })

describe('the tail against a plain count of rows', () => {
  test('within the histogram it is the share of rows in the same cell and above', () => {
    const state = settled(numbers)
    for (const f of [0.5, 1, 2, 5]) {
      const cell = cellOf(f, off(state))
      const rows = numbers.filter((each) => cellOf(each, off(state)) >= cell).length
      expect(surprise(state, f)).toBeCloseTo(-Math.log10((rows + 1) / 151), 5)
    }
  })

  test('probabilities that are of no interest give 0', () => {
    const state = settled(numbers)
    expect(surpriseOf(state, 0, state.layout.counts, 0.1, cellOf(0.1, off(state)), 0.3)).toBe(0)
  })

  test('beyond the histogram: the generalised Pareto formula, cell by cell', () => {
    const state = settled(numbers)
    const { cells, layout } = state
    const h = Array.from({ length: CELLS }, (_, k) => cells[layout.counts + k]!)
    // The tail begins above the cell that would make it 5 % of 150 rows, or 8 rows, whichever is more.
    let q = 60
    let c = 0
    while (c + h[q]! < 8) c += h[q--]!
    const edge = Math.exp(off(state) + 0.2 * q)
    const e = (z: number): number => Math.exp(off(state) + 0.2 * (z - 0.5)) - edge
    let b0 = 0
    let b1 = 0
    for (let z = q + 1; z <= 60; z++) {
      const higher = h.slice(z + 1).reduce((sum, v) => sum + v, 0)
      b0 += (h[z]! * e(z)) / c
      b1 += (h[z]! * e(z) * (higher + h[z]! / 2)) / c / c
    }
    const xi = b0 - 2 * b1 > 0 ? Math.min(Math.max(2 - b0 / (b0 - 2 * b1), 0), 0.5) : 0
    const sigma = Math.max(b0 * (1 - xi), 0.02 * edge)
    for (const f of [50, 100, 1000, 10_000]) {
      const beyond = xi === 0 ? (f - edge) / (sigma * Math.LN10) : Math.log10(1 + (xi * (f - edge)) / sigma) / xi
      expect(surprise(state, f)).toBeCloseTo(Math.min(12, -Math.log10((c + 1) / 151) + beyond), 3)
    }
  })

  test('nothing above the boundary cell: ten per cent of it is one power of ten', () => {
    const state = settled(Array.from({ length: 150 }, () => 1))
    const edge = Math.exp(off(state) + 0.2 * cellOf(1, off(state)))
    expect(surprise(state, edge * 1.9)).toBeCloseTo(Math.log10(151) + 1, 3)
  })
})

test('a lens that has hardly seen anything is never surprised', () => {
  expect(surprise(settled([1, 1, 1]), 1e6)).toBe(0)
})

test('the surprise has an end, whatever the weight of a row', () => {
  const state = settled(numbers)
  state.wide[WEIGHT] = 1
  expect(surprise(state, 1e300)).toBe(12)
})
