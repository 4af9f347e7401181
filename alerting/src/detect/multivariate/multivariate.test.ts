import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FitRefused, fitSource } from './fit-source.ts'
import type { HealthyRows } from './healthy-rows.ts'
import type { SourceModel } from './source-model.ts'
import { SourceScorer } from './source-scorer.ts'
import { PUMP_CHANNELS, pumpRows, setTemperature } from '../../testing/test-pump.ts'

const FIT = 400
/** A rule alarms so many limits of the model away (`all-detectors.ts`); the model's own limit is that of the command. */
const RULE_LIMIT = 1.2
const model = fitSource(pumpRows(1, FIT))

const follow = (rows: HealthyRows, by: SourceModel = model) => {
  const scorer = new SourceScorer(by)
  const cells = new Float64Array(scorer.size).fill(Number.NaN)
  const shares = new Float64Array(rows.channels)
  const rowAt = (row: number) => rows.values.subarray(row * rows.channels, (row + 1) * rows.channels)
  const steps = Array.from(rows.times, (time, row) => ({ score: scorer.step(cells, time, rowAt(row)), alarm: scorer.inAlarm(cells), stuck: scorer.isStuck(cells, 1) }))
  scorer.blame(cells, shares)
  return { steps, shares, alarms: steps.filter(({ alarm }) => alarm).length }
}

const blamed = (shares: Float64Array) => shares.indexOf(Math.max(...shares))

describe('the joint state of a source', () => {
  it('knows which channel drifts', () => {
    expect([...model.drifting]).toEqual([0, 0, 0, 1])
  })

  it('is calm where nothing happens, also where the temperature wanders far from the fit', () => {
    const { steps, alarms } = follow(pumpRows(2, 3000, (row, values) => { setTemperature(values, row * 0.003) }))
    expect(steps.filter(({ score }) => score >= RULE_LIMIT).length / 3000).toBeLessThan(0.005)
    expect(alarms / 3000).toBeLessThan(0.08)
  })

  it.each<[string, number, (row: number, values: number[]) => void]>([
    ['the flow falls by one and a half spreads', 0, (_, values) => { values[0] = (values[0] ?? 0) - 1.5 }],
    ['the pressure no longer goes with the load', 1, (_, values) => { values[1] = 2.5 - ((values[1] ?? 0) - 2.5) }],
    ['the current is noisy', 2, (row, values) => { values[2] = (values[2] ?? 0) + (row % 2 === 0 ? 0.8 : -0.8) }],
  ])('sees that %s, and which channel shows it', (_, channel, disturb) => {
    const { steps, shares } = follow(pumpRows(3, 400, (row, values) => { if (row >= 200) disturb(row, values) }))
    expect(steps.slice(0, 200).filter(({ alarm }) => alarm)).toHaveLength(0)
    expect(steps.slice(220).filter(({ alarm }) => alarm).length).toBeGreaterThan(150)
    expect(blamed(shares)).toBe(channel)
  })

  it('comes back soon after a long and large fault', () => {
    const { steps } = follow(pumpRows(4, 600, (row, values) => { if (row >= 200 && row < 500) values[0] = 0 }))
    expect(steps[499]?.alarm).toBe(true)
    expect(steps.findIndex(({ alarm }, row) => row >= 500 && !alarm)).toBeLessThan(530)
  })

  it('goes on without a channel that is missing, and still sees the others', () => {
    const lost = (row: number, values: number[]) => { values[2] = Number.NaN; if (row >= 200) values[0] = (values[0] ?? 0) - 2 }
    const { steps, shares } = follow(pumpRows(5, 400, lost))
    expect(steps.slice(0, 200).filter(({ alarm }) => alarm)).toHaveLength(0)
    expect(steps[399]?.alarm).toBe(true)
    expect(shares[2]).toBe(0)
  })

  it('says nothing new with fewer than half of the channels', () => {
    const { steps } = follow(pumpRows(6, 300, (row, values) => { if (row >= 100) { values[0] = Number.NaN; values[1] = Number.NaN; values[2] = Number.NaN; setTemperature(values, 50) } }))
    expect(steps[299]?.score).toBe(steps[99]?.score)
  })

  it('leaves out a channel that is stuck, and takes it back when it moves', () => {
    const { steps } = follow(pumpRows(31, 600, (row, values) => { if (row >= 100 && row < 500) values[1] = 2.5 }))
    expect(steps[99]?.stuck).toBe(false)
    expect(steps[300]?.stuck).toBe(true)
    expect(steps[599]?.stuck).toBe(false)
    expect(steps.slice(200).filter(({ alarm }) => alarm).length / 400).toBeLessThan(0.04)
  })

  it('does not take a channel as stuck that stands still outside of its usual range', () => {
    const { steps } = follow(pumpRows(8, 600, (row, values) => { if (row >= 100) values[1] = 3.4 }))
    expect(steps[599]).toMatchObject({ alarm: true, stuck: false })
  })

  it('starts its forecast anew after a gap: no alarm at the seam', () => {
    const rows = pumpRows(9, 400, (row, values) => { if (row >= 200) setTemperature(values, 12) })
    rows.times.forEach((time, row) => { if (row >= 200) rows.times[row] = time + 604_800_000 })
    expect(follow(rows).alarms).toBe(0)
  })

  it('has nothing to say, in a rule, of the rows that somebody vouched for, restless ones included', () => {
    const restless = pumpRows(13, 2000, (row, values) => { if (row > 900 && row < 940) values[0] = (values[0] ?? 0) + (row % 2 === 0 ? 2 : -2) })
    const scores = follow(restless, fitSource(restless)).steps.slice(20).map(({ score }) => score)
    expect(Math.max(...scores)).toBeCloseTo(RULE_LIMIT, 9)
  })

  it('gets over one wild reading within a quarter of a minute', () => {
    const { steps } = follow(pumpRows(10, 300, (row, values) => { if (row === 150) values.fill(1e30) }))
    const undisturbed = follow(pumpRows(10, 300)).steps
    expect(steps[151]?.alarm).toBe(true)
    expect(steps.slice(170).map(({ alarm }) => alarm)).toEqual(undisturbed.slice(170).map(({ alarm }) => alarm))
  })

  it('does not depend on units', () => {
    const factors = [1000, 0.001, 1, 1.8]
    const offsets = [0, 100, -5, 32]
    const inOtherUnits = (rows: HealthyRows): HealthyRows => ({ ...rows, values: rows.values.map((value, cell) => value * (factors[cell % PUMP_CHANNELS] ?? 1) + (offsets[cell % PUMP_CHANNELS] ?? 0)) })
    const disturbed = pumpRows(11, 300, (row, values) => { if (row >= 200) values[0] = (values[0] ?? 0) - 1 })
    const other = follow(inOtherUnits(disturbed), fitSource(inOtherUnits(pumpRows(1, FIT)))).steps
    follow(disturbed).steps.forEach(({ score }, row) => { expect(other[row]?.score).toBeCloseTo(score, 6) })
  })

  it('takes channels that say the same, or stand still in the fit', () => {
    const twin = (rows: HealthyRows): HealthyRows => ({ ...rows, channels: 6, values: Float64Array.from({ length: rows.times.length * 6 }, (_, cell) => {
      const flow = rows.values[Math.floor(cell / 6) * PUMP_CHANNELS + Math.min(cell % 6, 3)] ?? 0
      return cell % 6 === 4 ? 2 * (rows.values[Math.floor(cell / 6) * PUMP_CHANNELS] ?? 0) : cell % 6 === 5 ? 17 : flow
    }) })
    const twins = fitSource(twin(pumpRows(1, FIT)))
    expect(twins.roles[5]).toBe('constant')
    const { steps } = follow(twin(pumpRows(2, 1000)), twins)
    expect(steps.filter(({ score }) => score >= RULE_LIMIT).length / 1000).toBeLessThan(0.005)
  })

  it.each<[string, HealthyRows, RegExp]>([
    ['too few', pumpRows(1, 40), /Only 40 of 40 rows/],
    ['constant', { ...pumpRows(1, 400), values: new Float64Array(1600).fill(3) }, /None of the 4 channels varies/],
    ['full of holes', pumpRows(1, 400, (row, values) => { if (row % 4 === 0) values[row % 3] = Number.NaN }), /Only 0 of 400 rows/],
  ])('refuses a fit on rows that are %s, with the reason', (_, rows, reason) => {
    expect(() => fitSource(rows)).toThrow(FitRefused)
    expect(() => fitSource(rows)).toThrow(reason)
  })

  it('never says anything but a finite score, whatever the rows', () => {
    const scorer = new SourceScorer(model)
    const value = fc.oneof({ weight: 3, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) }, fc.constantFrom(Number.NaN, 1e30, -1e30, 1e308, Number.POSITIVE_INFINITY, 0))
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -5000, max: 100_000 }), fc.array(value, { minLength: 4, maxLength: 4 })), { maxLength: 60 }), (rows) => {
      const cells = new Float64Array(scorer.size).fill(Number.NaN)
      const shares = new Float64Array(4)
      let time = 1_700_000_000_000
      for (const [step, values] of rows) {
        expect(Number.isFinite(scorer.step(cells, time += step, values))).toBe(true)
        expect(Number.isFinite(scorer.alarmScore(cells))).toBe(true)
        scorer.blame(cells, shares)
        expect(shares.every(Number.isFinite)).toBe(true)
      }
    }))
  })

  it('never fits a model with anything but finite numbers, whatever the rows', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.array(fc.tuple(fc.nat(399), fc.nat(3), fc.constantFrom(1e30, -1e308, Number.NaN, 0)), { maxLength: 8 }), (seed, wild) => {
      const rows = pumpRows(seed, FIT)
      for (const [row, channel, value] of wild) rows.values[row * PUMP_CHANNELS + channel] = value
      const fitted = fitSource(rows)
      expect(Number.isFinite(fitted.limit)).toBe(true)
      for (const column of [fitted.mean, fitted.deviation, fitted.spread, fitted.forecast, fitted.precision]) expect(column.every(Number.isFinite)).toBe(true)
    }), { numRuns: 20 })
  })
})
