import { expect, test } from 'vitest'
import { explainPoint } from './explain-point.ts'
import { followIncident } from './follow-incident.ts'
import { newPointState } from './point-state.ts'
import { watchPoint } from './watch-point.ts'

const calm = (i: number): number => 1000 + 20 * Math.sin((i * 2 * Math.PI) / 288) + Math.sin(i * i)

const watched = (rows: number, last?: number) => {
  const state = newPointState('full')
  for (let i = 0; i < rows; i++) followIncident(state, watchPoint(state, i * 300, last !== undefined && i === rows - 1 ? last : calm(i)))
  return explainPoint(state, 0.5)
}

test('a rule that wants a graver incident alarms at a higher surprise: 12 instead of 8 at a severity of 0.6', () => {
  const state = newPointState('cheap')
  for (let i = 0; i < 700; i++) watchPoint(state, i * 300, calm(i))
  expect(explainPoint(state, 0.5).alarmAt).toBeLessThan(11)
  expect(explainPoint(state, 0.6).alarmAt).toBeCloseTo(12, 9)
})

test('while it warms up it says for how long, and knows no band', () => {
  expect(watched(100)).toMatchObject({ rowsUntilLive: 500, byRecent: null, byTimeOfDay: null, contributions: [], severity: 0 })
})

test('the bands lie around the readings to come: about one in a hundred is outside', () => {
  const state = newPointState('cheap')
  let outside = 0
  const expected: number[] = []
  for (let i = 0; i < 4000; i++) {
    const { byRecent, byTimeOfDay } = explainPoint(state, 0.5)
    const value = calm(i)
    if (i >= 2000 && (value < byRecent!.low || value > byRecent!.high)) outside++
    if (i >= 2000) expected.push(byTimeOfDay!.expected)
    watchPoint(state, i * 300, value)
  }
  expect(expected.every((level) => level > 970 && level < 1030)).toBe(true)
  expect(outside / 2000).toBeLessThan(0.02)
})

test('an excursion is explained by the lenses that saw it, with shares of the whole', () => {
  const { contributions, surprise, alarmAt, severity, byRecent } = watched(2500, 1100)
  expect(surprise).toBeGreaterThan(alarmAt * 0.9)
  expect(severity).toBeGreaterThanOrEqual(0.5)
  expect(byRecent!.high - byRecent!.low).toBeLessThan(60)
  expect(contributions.slice(0, 8).map(({ family }) => family)).toContain('value')
  expect(contributions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6)
  expect(contributions.map(({ evidence }) => evidence)).toEqual(contributions.map(({ evidence }) => evidence).sort((a, b) => b - a))
})
