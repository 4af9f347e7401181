import { Point, type NumberedPoint } from '@hazardwatch/shared/ledger'
import type { LedgerChange } from '@hazardwatch/shared/ledger-port'
import { qualityName, type Quality } from '@hazardwatch/shared/quality'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { createPlausibility } from './check-plausibility.ts'

const T = 1_795_402_800_000

const point = (number: number, change: object): NumberedPoint => ({
  number, ...Point.parse({ enterprise: 'E1', tag: `T${number}`, source: 'S', name: 'T', quantity: 'x', unit: '', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null, ...change }),
})

const start = (...points: NumberedPoint[]) => {
  const listeners = new Set<(change: LedgerChange) => void>()
  const plausibility = createPlausibility({
    points: () => points,
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  })
  const check = (rows: { point?: number; at?: number; value: number | null; quality?: Quality; historical?: boolean }[]): [number | null, Quality][] => {
    const batch = batchOf(T, rows.map(({ point: number = 1, at = 0, value, quality = 'good' }) => ({ point: number, time: T + at, value, quality })))
    if (rows.some(({ historical }) => historical)) batch.historical = Uint8Array.from(rows, ({ historical }) => Number(historical === true))
    plausibility.check(batch)
    return [...batch.value].map((value, row) => [Number.isNaN(value) ? null : value, qualityName(batch.quality[row] ?? 1)])
  }
  const change = (changed: NumberedPoint): void => { for (const listener of listeners) listener({ type: 'point', point: changed, retired: false }) }
  return { plausibility, check, change, listeners }
}

describe('range', () => {
  it.each<[value: number | null, quality: Quality, marked: Quality]>([
    [50, 'good', 'good'], [0, 'good', 'good'], [100, 'good', 'good'], [100.01, 'good', 'out_of_range'], [-0.01, 'good', 'out_of_range'], [1e300, 'good', 'out_of_range'],
    [500, 'fault', 'fault'], [500, 'calibration', 'calibration'], [null, 'good', 'good'], [null, 'fault', 'fault'],
  ])('%s, said to be %s, is %s and keeps its value', (value, quality, marked) => {
    expect(start(point(1, { rangeLow: 0, rangeHigh: 100 })).check([{ value, quality }])).toEqual([[value, marked]])
  })

  it('open at one side, or at both', () => {
    const { check } = start(point(1, { rangeLow: 0 }), point(2, { rangeHigh: 0 }), point(3, {}))
    expect(check([{ value: 1e9 }, { value: -1 }, { point: 2, value: 1 }, { point: 2, value: -1e9 }, { point: 3, value: 1e300 }]).map(([, quality]) => quality))
      .toEqual(['good', 'out_of_range', 'out_of_range', 'good', 'good'])
  })
})

describe('rate', () => {
  const rows = (...pairs: [at: number, value: number][]) => pairs.map(([at, value]) => ({ at, value }))
  const qualities = (marked: [number | null, Quality][]) => marked.map(([, quality]) => quality)

  it('a step that is not physical is marked, there and back; a change that is goes unmarked', () => {
    const { check, plausibility } = start(point(1, { maxRatePerS: 10 }))
    expect(check(rows([0, 0], [1_000, 10], [2_000, 500], [3_000, 20], [10_000, 90]))).toEqual([[0, 'good'], [10, 'good'], [500, 'out_of_range'], [20, 'out_of_range'], [90, 'good']])
    expect(plausibility.counts()).toEqual({ outOfRange: 0, impossibleStep: 2 })
  })

  it('a new level is marked once, not for ever', () => {
    expect(qualities(start(point(1, { maxRatePerS: 1 })).check(rows([0, 0], [1_000, 100], [2_000, 100.5], [3_000, 101])))).toEqual(['good', 'out_of_range', 'good', 'good'])
  })

  it('samples a few ms apart are compared as if a second had passed', () => {
    expect(qualities(start(point(1, { maxRatePerS: 1 })).check(rows([0, 0], [1, 0.9], [2, 3])))).toEqual(['good', 'good', 'out_of_range'])
  })

  it('what is late, doubled, buffered or bad is not compared, nor with', () => {
    const { check } = start(point(1, { maxRatePerS: 1 }))
    expect(qualities(check([
      { at: 10_000, value: 0 }, { at: 5_000, value: 900 }, { at: 10_000, value: 900 }, { at: 11_000, value: 900, historical: true }, { at: 11_000, value: 900, quality: 'fault' }, { at: 12_000, value: 1 },
    ]))).toEqual(['good', 'good', 'good', 'good', 'fault', 'good'])
  })

  it('goes on over batches, and where range and rate both fail there is one mark', () => {
    const { check, plausibility } = start(point(1, { maxRatePerS: 1, rangeHigh: 100 }))
    check(rows([0, 0]))
    expect(check(rows([1_000, 500]))).toEqual([[500, 'out_of_range']])
    expect(plausibility.counts()).toEqual({ outOfRange: 1, impossibleStep: 1 })
  })
})

it('follows the ledger, whatever numbers its points have', () => {
  const { check, change, plausibility, listeners } = start()
  change(point(500_000, { rangeHigh: 5 }))
  change(point(3, { rangeHigh: 5 }))
  expect(check([{ point: 500_000, value: 6 }, { point: 3, value: 6 }, { point: 4, value: 6 }, { point: 9_000_000, value: 6 }]).map(([, quality]) => quality)).toEqual(['out_of_range', 'out_of_range', 'good', 'good'])
  change(point(3, { rangeHigh: null }))
  expect(check([{ point: 3, value: 6 }])).toEqual([[6, 'good']])
  plausibility.stop()
  expect(listeners.size).toBe(0)
})
