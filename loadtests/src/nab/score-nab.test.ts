import { expect, test } from 'vitest'
import { bestNabScore, nabProfiles, probationRows, scaledSigmoid, scoreNab, type NabSeries } from './score-nab.ts'

const rows = 100
const stamp = (row: number): string => `t${row}`

/** 100 rows: 15 of probation, a window of rows 50 to 59; detections where told. */
const series = (detections: Readonly<Record<number, number>>, windows: NabSeries['windows'] = [[stamp(50), stamp(59)]]): NabSeries => ({
  timestamps: Array.from({ length: rows }, (_, i) => stamp(i)),
  scores: Array.from({ length: rows }, (_, i) => detections[i] ?? 0),
  windows,
})

const [standard, lowFp, lowFn] = nabProfiles as [typeof nabProfiles[0], typeof nabProfiles[0], typeof nabProfiles[0]]

test.each([
  [-1, 0.986614],
  [-0.5, 0.848284],
  [0, 0],
  [1, -0.986614],
  [3.1, -1],
])('the sigmoid at %d is %d', (position, value) => { expect(scaledSigmoid(position)).toBeCloseTo(value, 6) })

test.each([[100, 15], [4032, 604], [1127, 169], [22_695, 750]])('of %d rows %d are probation', (all, probation) => { expect(probationRows(all)).toBe(probation) })

// By hand: one window; raw = what the detections earn, silent = -A_FN, perfect = 1; score = 100 (raw + A_FN) / (1 + A_FN).
test.each<[string, Record<number, number>, number, number, number]>([
  ['silence', {}, 0, 0, 0],
  ['at the first row of the window', { 50: 0.9 }, 100, 100, 100],
  // Position -(59 - 54 + 1) / 10 = -0.6: sigmoid 0.905148, / 0.986614 = 0.917429.
  ['at the fifth row: a little less', { 54: 0.9 }, 95.8715, 95.8715, 97.2476],
  ['twice in the window: the first counts', { 50: 0.9, 57: 0.9 }, 100, 100, 100],
  ['in the probation: nothing', { 3: 0.9 }, 0, 0, 0],
  ['before the window: the full cost', { 20: 0.9 }, -5.5, -11, -3.6667],
  // 3 rows behind a window of width 10: position 3 / 9 = 0.3333, sigmoid -0.682352, times 0.11.
  ['shortly after the window: dearer the later', { 62: 0.9 }, -3.7529, -7.5059, -2.5020],
  ['long after the window: the full cost', { 99: 0.9 }, -5.5, -11, -3.6667],
  ['below the threshold: nothing', { 20: 0.4 }, 0, 0, 0],
  ['one found, one false', { 20: 0.9, 50: 0.5 }, 94.5, 89, 96.3333],
])('%s', (_, detections, ...expected) => {
  const scores = [standard, lowFp, lowFn].map((profile) => scoreNab([series(detections)], profile, 0.5).score)
  scores.forEach((score, p) => { expect(score).toBeCloseTo(expected[p]!, 2) })
})

test('series are scored together: one silent of two windows, and a series without windows that cries', () => {
  const found = scoreNab([series({ 50: 1 }), series({}), series({ 30: 1 }, [])], standard, 0.5)
  expect(found).toMatchObject({ windows: 2, found: 1, falsePositives: 1 })
  expect(found.score).toBeCloseTo((100 * (1 - 0.11 - 1 + 2)) / 4, 6)
})

test('the best threshold is one for all series', () => {
  const best = bestNabScore([series({ 20: 0.6, 50: 0.8 }), series({ 30: 0.7 }, [])], standard)
  expect(best).toMatchObject({ threshold: 0.8, falsePositives: 0, score: 100 })
})

test('a window that no row begins or ends is refused', () => {
  expect(() => scoreNab([series({}, [['t50', 'never']])], standard, 0.5)).toThrow('t50 to never')
})
