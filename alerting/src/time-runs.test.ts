import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addToRuns, inRuns, putRuns, RUN_CELLS, runsOf } from './time-runs.ts'

const remember = (times: readonly number[]) => {
  const cells = new Float64Array(RUN_CELLS).fill(Number.NaN)
  let newest = 0
  for (const time of times) newest = addToRuns(cells, 0, newest, time)
  return { cells, newest }
}

describe('times in runs', () => {
  it('a regular point is remembered for as long as it is regular', () => {
    const { cells, newest } = remember(Array.from({ length: 100_000 }, (_, index) => 1_800_000_000_000 + index * 1_000))
    expect([0, 1_000, 99_999_000].map((after) => inRuns(cells, 0, 1_800_000_000_000 + after))).toEqual([true, true, true])
    expect([500, -1_000, 100_000_000].map((after) => inRuns(cells, 0, 1_800_000_000_000 + after))).toEqual([false, false, false])
    expect(runsOf(cells, 0, newest)).toHaveLength(1)
  })

  it('backwards, too', () => {
    const { cells } = remember([50, 40, 30, 20])
    expect([50, 30, 20, 10, 45].map((time) => inRuns(cells, 0, time))).toEqual([true, true, true, false, false])
  })

  it('whatever the times, the last fifteen are known and none that was not there; the same after a restart', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 80 }), fc.integer({ min: 0, max: 10_000 }), (times, other) => {
      const { cells, newest } = remember(times)
      expect(times.slice(-15).filter((time) => !inRuns(cells, 0, time))).toEqual([])
      expect(inRuns(cells, 0, other) && !times.includes(other)).toBe(false)
      const again = new Float64Array(RUN_CELLS).fill(Number.NaN)
      const last = putRuns(again, 0, runsOf(cells, 0, newest))
      expect(runsOf(again, 0, last)).toEqual(runsOf(cells, 0, newest))
    }))
  })
})
