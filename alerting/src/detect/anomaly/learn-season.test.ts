import { describe, expect, test } from 'vitest'
import { DAY_SLOTS, newPointState, SEASON_ROW, SLOT_S, type Panel } from './point-state.ts'
import { watchPoint } from './watch-point.ts'

const DAY_S = 86_400
const jitter = (i: number): number => Math.sin(i * i)

/** Seconds of the season that is in force after a series. */
const seasonAfter = (rows: number, valueAt: (i: number) => number, timeAt: (i: number) => number, panel: Panel = 'cheap'): number => {
  const state = newPointState(panel)
  for (let i = 0; i < rows; i++) watchPoint(state, timeAt(i), valueAt(i))
  return state.wide[SLOT_S]! * DAY_SLOTS
}

const every = (stepS: number) => (i: number): number => 1_700_006_400 + i * stepS
const batch = (i: number): number => (i % 90 < 30 ? 8 : 2) + 0.3 * jitter(i)

describe.each(['cheap', 'full'] as const)('a season of its own, %s panel', (panel) => {
  test.each([
    ['a cycle of 90 readings, one a second', 90, batch, every(1)],
    ['the same, one every ten seconds', 900, batch, every(10)],
    ['a cycle that is no whole number of readings', 62.5, (i: number) => 5 * Math.sin((2 * Math.PI * i) / 62.5) + 0.5 * jitter(i), every(1)],
    ['spikes at equal distances', 40, (i: number) => (i % 40 === 0 ? 20 : 2) + 0.2 * jitter(i), every(1)],
  ])('%s', (_, seconds, valueAt, timeAt) => {
    const season = seasonAfter(600, valueAt, timeAt, panel)
    expect(season).toBeGreaterThan(seconds * 0.999)
    expect(season).toBeLessThan(seconds * 1.001)
  })

  test('is given up when it no longer holds', () => {
    expect(seasonAfter(600, batch, every(1), panel)).toBeCloseTo(90, 6)
    // The ring of the full panel is four times as long: so long the old season is still seen in it. It is looked for within 64 rows.
    expect(seasonAfter(panel === 'full' ? 4160 : 2112, (i) => (i < 700 ? batch(i) : jitter(i)), every(1), panel)).toBe(DAY_S)
  })
})

describe('the day stays', () => {
  let walk = 0
  test.each([
    ['for a day', (i: number) => 5 * Math.sin((2 * Math.PI * i) / 288) + jitter(i), every(300)],
    ['for hours that repeat within the day', (i: number) => 5 * Math.sin((2 * Math.PI * i) / 24) + 3 * Math.sin((2 * Math.PI * i) / 288) + jitter(i), every(300)],
    ['for noise', jitter, every(1)],
    ['for what wanders', (i: number) => (walk += jitter(i)), every(1)],
    ['for a constant', () => 7, every(1)],
    ['for a ramp', (i: number) => i, every(1)],
    ['when readings come irregularly', batch, (i: number) => 1_700_006_400 + i + 0.4 * Math.sin(i * 7)],
  ])('%s', (_, valueAt, timeAt) => { expect(seasonAfter(1100, valueAt, timeAt)).toBe(DAY_S) })
})

test('points that began together look for their seasons one after the other', () => {
  const rows = Array.from({ length: 200 }, (_, point) => {
    const state = newPointState('cheap')
    let looksAt = 0
    for (let i = 0; i < 512; i++) {
      watchPoint(state, every(1)(i), 5 * Math.sin(i / 40 + point) + jitter(i + point * 1_000))
      looksAt = state.wide[SEASON_ROW]!
    }
    return looksAt
  })
  expect(Math.min(...rows)).toBeGreaterThanOrEqual(512)
  expect(Math.max(...rows)).toBeLessThan(576)
  const most = Math.max(...Array.from(Map.groupBy(rows, (row) => row).values(), (each) => each.length))
  expect(most).toBeLessThan(12)
})

test.each(['cheap', 'full'] as const)('a change of the season is no surprise, %s panel', (panel) => {
  const state = newPointState(panel)
  let alarms = 0
  for (let i = 0; i < 3000; i++) if (watchPoint(state, every(1)(i), batch(i)) >= 0.5 && i > 500) alarms++
  expect(alarms).toBe(0)
})
