import { expect, it } from 'vitest'
import { alarmedRows, scoreFaults } from './score-faults.ts'

const run = (rows: number, score: (row: number) => number) => Array.from({ length: rows }, (_, row) => score(row))

it('takes the threshold that one normal row in a hundred exceeds, and counts the rows of a fault above it', () => {
  const normal = run(1000, (row) => row / 1000)
  const found = scoreFaults(normal, { early: run(960, (row) => (row < 160 ? 5 : 2)), half: run(960, (row) => (row >= 560 ? 1 : 0)) }, 0.01)
  expect(found.threshold).toBe(0.989)
  expect(normal.filter((score) => score > found.threshold)).toHaveLength(10)
  expect(found.detected).toEqual({ early: 100, half: 50 })
  expect(found.meanDetected).toBe(75)
})

it('counts alarms from the beginning of the fault, or from another row', () => {
  const alarms = run(960, (row) => (row < 160 || row >= 760 ? 1 : 0))
  expect(alarmedRows(alarms)).toBe(25)
  expect(alarmedRows(alarms, 0)).toBe(37.5)
})
