import { describe, expect, it } from 'vitest'
import { channelRoles, completeStretches, longestRepeats, outside, typicalInterval, withoutWildValues, type HealthyRows } from './healthy-rows.ts'

const rowsOf = (values: number[][], times = values.map((_, row) => row * 1000)): HealthyRows => ({ times: Float64Array.from(times), values: Float64Array.from(values.flat()), channels: values[0]?.length ?? 0 })

describe('rows to learn from', () => {
  it('makes wild values and infinities missing', () => {
    const cleaned = withoutWildValues(rowsOf([[1], [2], [3], [1e30], [2], [Number.POSITIVE_INFINITY], [3], [1]]))
    expect([...cleaned.values]).toEqual([1, 2, 3, Number.NaN, 2, Number.NaN, 3, 1])
  })

  it('keeps the rare steps of a channel that mostly stands still', () => {
    expect([...withoutWildValues(rowsOf([[5], [5], [5], [5], [5], [6], [5], [5]])).values]).toContain(6)
  })

  it('tells channels that vary, stand still, or are hardly there', () => {
    const rows = rowsOf(Array.from({ length: 10 }, (_, row) => [row, 7, row < 5 ? row : Number.NaN, 1e6 + row * 1e-7]))
    expect(channelRoles(rows)).toEqual(['used', 'constant', 'missing', 'constant'])
  })

  it('splits at missing values and at gaps in time, and drops what is too short', () => {
    const rows = rowsOf([[1], [2], [Number.NaN], [4], [5], [6], [7], [8]], [0, 1, 2, 3, 4, 5, 60, 61].map((second) => second * 1000))
    expect(completeStretches(rows, 1000, 2)).toEqual([{ from: 0, to: 2 }, { from: 3, to: 6 }, { from: 6, to: 8 }])
    expect(completeStretches(rows, 1000, 3)).toEqual([{ from: 3, to: 6 }])
  })

  it('cuts a block out of the stretches', () => {
    expect(outside([{ from: 0, to: 10 }, { from: 12, to: 20 }], 8, 13, 2)).toEqual([{ from: 0, to: 8 }, { from: 13, to: 20 }])
  })

  it('knows the typical interval, whatever is skipped or goes back', () => {
    expect(typicalInterval(Float64Array.of(0, 5, 10, 9, 14, 99))).toBe(5)
    expect(typicalInterval(Float64Array.of(7))).toBe(1)
  })

  it('counts the longest repeats', () => {
    expect([...longestRepeats(rowsOf([[1, 1], [1, 2], [1, 2], [2, 3]]))]).toEqual([2, 1])
  })
})
