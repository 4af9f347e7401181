import { describe, expect, it } from 'vitest'
import { crossings, outcomeOf, scoreForecasts } from './score-forecasts.ts'

const forecast = (madeAt: number) => ({ madeAt, holdsUntil: madeAt + 100 })

describe('what came of a forecast', () => {
  it.each([
    ['reached within its time', [160], 1000, 'hit'],
    ['reached at its last moment', [200], 1000, 'hit'],
    ['reached when the lead was too short', [105], 1000, 'late'],
    ['reached at the same moment', [100], 1000, 'late'],
    ['reached after its time', [201], 1000, 'false'],
    ['reached only before', [99], 1000, 'false'],
    ['not reached, time is over', [], 201, 'false'],
    ['not reached yet', [], 200, 'open'],
  ] as const)('%s', (_, reached, now, outcome) => {
    expect(outcomeOf(forecast(100), reached, 10, now)).toBe(outcome)
  })

  it('counts outcomes, what was missed, and how good the hits were', () => {
    const score = scoreForecasts([forecast(0), forecast(300), forecast(500), forecast(900)], [60, 302, 540, 700], 10, 950)
    expect(score).toEqual({ outcomes: { hit: 2, late: 1, false: 0, open: 1 }, missed: 1, hitRate: 2 / 3, medianLeadMs: 60 })
  })

  it('says nothing of nothing', () => {
    expect(scoreForecasts([], [], 10, 0)).toEqual({ outcomes: { hit: 0, late: 0, false: 0, open: 0 }, missed: 0, hitRate: null, medianLeadMs: null })
  })
})

describe('when a level was reached', () => {
  const series = [[1, 5], [2, 10], [3, 12], [4, Number.NaN], [5, 9], [6, 10]] as const
  it('from below', () => { expect(crossings(series, 10, 'up')).toEqual([2, 6]) })
  it('from above', () => { expect(crossings(series, 9, 'down')).toEqual([1, 5]) })
})
