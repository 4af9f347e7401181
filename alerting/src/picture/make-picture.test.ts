import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { ModelPicture } from '@hazardwatch/shared/model-picture'
import { GOOD } from '@hazardwatch/shared/quality'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { fitSource } from '../detect/multivariate/fit-source.ts'
import { storeModel } from '../detect/multivariate/stored-model.ts'
import { testPoint } from '../testing/test-point.ts'
import { pumpRows } from '../testing/test-pump.ts'
import { makePicture, type PictureTask } from './make-picture.ts'

const START = Date.UTC(2026, 0, 1)
const SECOND = 1000
const noise = (i: number): number => ((Math.imul(i + 1, 2_654_435_761) >>> 0) % 2000) / 1000 - 1

const rule = (fields: object) => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', priority: 'blue', ...fields })
const points = ['P0', 'P1', 'P2', 'P3'].map((tag, number) => testPoint(number, tag))

/** Each row a second, one value a point. */
const readingsOf = (rows: number, values: (row: number) => (number | null)[]): ReadingBatch => {
  const batch = createBatch(rows, Number.NaN)
  for (let row = 0; row < rows; row++) values(row).forEach((value, point) => { addReading(batch, point, START + row * SECOND, value, GOOD) })
  return batch
}

const picture = (fields: object, readings: ReadingBatch, change: Partial<PictureTask> = {}): ModelPicture => {
  const made = makePicture({
    rule: rule(fields), points: points.slice(0, 1), readings, replayedFrom: START, from: START, to: START + 1e9, at: undefined, ...change,
  })
  return ModelPicture.parse(made)
}

/** Share of the rows, among those with a band, whose value lies inside. */
const insideOf = ({ series }: ModelPicture, at = 0): number => {
  const known = series[at]!.rows.filter(([, value, low, , high]) => value !== null && low !== null && high !== null)
  return known.filter(([, value, low, , high]) => value! >= low! && value! <= high!).length / known.length
}

describe('the picture of an anomaly', () => {
  const calm = (row: number): number => 20 + noise(row) + Math.sin(row / 40)
  const readings = readingsOf(1500, (row) => [row >= 1400 ? 60 : calm(row)])

  it('has the ordinary readings inside of the expected band, and the strange one outside of it, with the score at its alarm', () => {
    const before = picture({ kind: 'anomaly' }, readings, { from: START + 900 * SECOND, to: START + 1400 * SECOND })
    expect(insideOf(before)).toBeGreaterThan(0.9)
    const { series, score, contributions, at } = picture({ kind: 'anomaly' }, readings, { from: START + 1300 * SECOND, to: START + 1401 * SECOND, at: START + 1400 * SECOND })
    const [time, value, , , high] = series[0]!.rows.at(-1)!
    expect([time, value]).toEqual([START + 1400 * SECOND, 60])
    expect(high).toBeLessThan(30)
    expect(score.rows.at(-1)![1]).toBeGreaterThan(score.alarmAt!)
    expect(at).toBe(new Date(START + 1400 * SECOND).toISOString())
    expect(contributions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  })

  it('knows no band and no score while it warms up', () => {
    const { series, score, contributions } = picture({ kind: 'anomaly' }, readingsOf(100, (row) => [calm(row)]))
    expect(series[0]!.rows.every(([, , low, expected, high]) => low === null && expected === null && high === null)).toBe(true)
    expect([score.rows, contributions]).toEqual([[], []])
  })

  it('expected what it expected whatever comes afterwards: it is causal', () => {
    const range = { from: START + 1000 * SECOND, to: START + 1300 * SECOND }
    const other = readingsOf(1500, (row) => [row >= 1300 ? -5 : calm(row)])
    expect(picture({ kind: 'anomaly' }, readings, { ...range, at: range.to - 1 }).series).toEqual(picture({ kind: 'anomaly' }, other, { ...range, at: range.to - 1 }).series)
  })

  it('is of no more rows than a picture has pixels, and keeps the row with the highest score', () => {
    const { series, score } = picture({ kind: 'anomaly' }, readings, { to: START + 1500 * SECOND })
    expect(series[0]!.rows.length).toBeLessThanOrEqual(401)
    expect(score.rows.some(([time]) => time === START + 1400 * SECOND)).toBe(true)
  })
})

describe('the picture of an instrument', () => {
  it('drifting: stays with its sibling in the band, then leaves it; which of the two has moved is told', () => {
    const shared = (row: number): number => 20 + Math.sin(row / 300)
    const readings = readingsOf(5000, (row) => [shared(row) + 0.5 + 0.02 * noise(row) - Math.max(0, row - 3000) * 0.001, shared(row) + 0.02 * noise(row + 9)])
    const drift = { kind: 'drift', sibling: 'P1', limit: 0.8, windowS: 2000 }
    const two = { points: points.slice(0, 2) }
    expect(insideOf(picture(drift, readings, { ...two, from: START + 1000 * SECOND, to: START + 3000 * SECOND }))).toBe(1)
    const late = picture(drift, readings, { ...two, from: START + 3000 * SECOND, to: START + 4400 * SECOND, at: START + 4400 * SECOND })
    const [, value, low] = late.series[0]!.rows.at(-1)!
    expect(value).toBeLessThan(low!)
    expect(late.series.map(({ tag, role }) => [tag, role])).toEqual([['P0', 'own'], ['P1', 'sibling']])
    expect(late.contributions[0]).toMatchObject({ tag: 'P0', change: expect.closeTo(-1.4, 0) })
    expect(late.contributions[1]?.change).toBeCloseTo(0, -1)
    expect(late.findings).toMatchObject([{ finding: 'drifting', bar: 0.8 }])
  })

  it('stuck: the finding with its figures, and the restlessness that it used to have as a band', () => {
    const readings = readingsOf(3000, (row) => [10 + (row < 2000 ? 0.1 * noise(row) : 0)])
    const { findings, series, expectedBy } = picture({ kind: 'health', windowS: 600, minReadings: 100 }, readings, { at: START + 2900 * SECOND })
    expect(findings).toMatchObject([{ finding: 'stuck', since: new Date(START + 2000 * SECOND).toISOString(), value: 900_000, bar: 600_000, unit: 'ms' }])
    const [, , low, , high] = series[0]!.rows.at(-1)!
    expect([expectedBy, high! - low! > 0.1]).toEqual(['noise', true])
  })

  it('off its baseline: expected is everything up to the limit, on the side that alarms', () => {
    const readings = readingsOf(4000, (row) => [2 + 0.1 * noise(row) + (row > 3500 ? 5 : 0)])
    const { series, score } = picture({ kind: 'baseline', limit: 1, warmUpS: 600, riseS: 3600, fallS: 600 }, readings, { from: START + 3000 * SECOND, to: START + 3600 * SECOND })
    const [, value, low, expected, high] = series[0]!.rows.at(-1)!
    expect([value! > high!, low, high! - expected!]).toEqual([true, null, expect.closeTo(1)])
    expect(score).toMatchObject({ meaning: 'deviation', alarmAt: 1 })
  })
})

describe('the picture of a forecast', () => {
  // A trend that is taken to fade reaches the level later than one that goes on.
  it.each([['slope', 0.3, 400], ['holt', 1.5, 10_000]] as const)('%s: the course as it was made comes true, inside of its bounds', (method, near, nearS) => {
    const ramp = (row: number): number => 5 + 0.002 * row + 0.05 * noise(row)
    const readings = readingsOf(6000, (row) => [ramp(row)])
    const { courses, level, series } = picture({ kind: 'forecast', limit: 18, horizonS: 2400, windowS: 2400, method }, readings, { from: START + 4000 * SECOND, to: START + 5000 * SECOND, at: START + 4500 * SECOND })
    expect(level).toBe(18)
    expect(courses.map(({ madeAt }) => madeAt)).toEqual([4500, 4999].map((row) => new Date(START + row * SECOND).toISOString()))
    const [course] = courses
    for (const [time, low, expected, high] of course!.rows.filter(([time]) => time <= START + 6000 * SECOND)) {
      const truth = 5 + 0.002 * (time - START) / SECOND
      expect(Math.abs(expected - truth)).toBeLessThan(near)
      expect(low! <= expected && expected <= high!).toBe(true)
    }
    expect(Math.abs(Date.parse(course!.reachesAt!) - START - 6500 * SECOND)).toBeLessThan(nearS * SECOND)
    expect(series[0]!.rows.length).toBeGreaterThan(100)
  })
})

describe('the picture of a source', () => {
  const tags = points.map(({ tag }) => tag)
  const fit = pumpRows(1, 2500)
  const model = storeModel(fitSource(fit), { from: 0, to: 1 }, tags, SECOND)
  const source = { kind: 'multivariate', others: tags.slice(1), everyS: 1, model }
  /** The pressure falls behind the load. */
  const rows = pumpRows(2, 600, (row, values) => { if (row >= 400) values[1] = values[1]! - 0.25 })
  const readings = readingsOf(600, (row) => [...rows.values.subarray(row * 4, row * 4 + 4)])

  it('names the channel that shows it, with what the others would have it be', () => {
    const made = picture(source, readings, { points, from: START, to: START + 600 * SECOND, at: START + 500 * SECOND })
    expect(made.contributions[0]).toMatchObject({ tag: 'P1', share: expect.any(Number) })
    expect(made.contributions[0]!.share).toBeGreaterThan(0.6)
    expect(made.series.map(({ tag, role }) => [tag, role]).slice(0, 2)).toEqual([['P0', 'own'], ['P1', 'channel']])
    const gapAt = (from: number, to: number): number => {
      const gaps = made.series[1]!.rows.filter(([time, , , expected]) => expected !== null && time >= START + from * SECOND && time < START + to * SECOND).map(([, value, , expected]) => value! - expected!)
      return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    }
    expect(gapAt(50, 400)).toBeCloseTo(0, 1)
    expect(gapAt(402, 420)).toBeLessThan(-0.1)
    expect(made.score.rows.at(-1)![1]).toBeGreaterThan(made.score.alarmAt!)
  })

  it('without a model says nothing, and does not fall', () => {
    expect(picture({ ...source, model: undefined }, readings, { points })).toMatchObject({ at: null, score: { rows: [] }, contributions: [], expectedBy: 'none' })
  })
})

it('a rule that expects nothing has no picture', () => {
  expect(() => picture({ kind: 'H', limit: 1 }, readingsOf(1, () => [1]))).toThrow(/expects nothing/)
})
