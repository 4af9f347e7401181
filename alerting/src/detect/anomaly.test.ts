import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { judgeBatch } from '../engine.ts'
import { keepWhatIsKeptSeldom, rulesToKeep } from '../engine-rows.ts'
import { createEngine, takeChanges } from '../engine-state.ts'
import { playTable, type TableReading } from '../testing/play-rule.ts'
import { testPoint } from '../testing/test-point.ts'
import { anomalyDetector } from './anomaly.ts'

const START = Date.UTC(2026, 0, 1)
const STEP_MS = 60_000
/** A calm series that never repeats itself exactly. */
const calm = (i: number): number => 20 + Math.sin(i * i) + Math.sin(i / 40)

const fresh = (everyMs?: number) => {
  const detector = anomalyDetector({ panel: 'cheap', severity: { young: 0.5, grown: 0.5 }, everyMs })
  const cells = new Float64Array(detector.size).fill(Number.NaN)
  return { cells, read: (i: number, value: number) => detector.read(cells, 0, START + i * STEP_MS, value, 0) }
}

describe('a rule of kind anomaly', () => {
  it('says nothing during the first 600 readings, nothing of what is no value, then that all is usual', () => {
    const { read } = fresh()
    const signals = Array.from({ length: 900 }, (_, i) => read(i, calm(i)))
    expect(signals.slice(0, 600).every(Number.isNaN)).toBe(true)
    expect(signals.slice(600).every((signal) => signal === 0)).toBe(true)
    expect(read(900, Number.NaN)).toBeNaN()
  })

  it('makes one incident of an excursion: severity at once, growing while it grows, over when it has been calm for a while', () => {
    const { read } = fresh()
    for (let i = 0; i < 1000; i++) read(i, calm(i))
    const during = Array.from({ length: 10 }, (_, k) => read(1000 + k, calm(1000 + k) + 8 + 6 * k))
    expect(during.every((signal) => signal >= 0.5 && signal <= 1)).toBe(true)
    expect(during.at(-1)!).toBeGreaterThanOrEqual(during[0]!)
    const after = Array.from({ length: 200 }, (_, k) => read(1010 + k, calm(1010 + k)))
    const end = after.findIndex((signal) => signal === 0)
    expect(end).toBeGreaterThanOrEqual(11)
    expect(after.slice(end).every((signal) => signal === 0)).toBe(true)
  })

  it('raises once and clears once through the engine, with the delays and the value of any rule', () => {
    const readings = Array.from({ length: 1300 }, (_, i): TableReading => [i * 60, i >= 1000 && i < 1010 ? calm(i) + 40 : calm(i)])
    const told = playTable({ kind: 'anomaly' }, readings)
    expect(told.map(([event]) => event)).toEqual(['raised', 'cleared'])
    expect(told[0]).toEqual(['raised', 60_000, calm(1000) + 40])
  })

  it('alarms at the severity that it wants: what is less grave is no alarm', () => {
    const readings = Array.from({ length: 1300 }, (_, i): TableReading => [i * 60, i >= 1000 && i < 1010 ? calm(i) + 5 : calm(i)])
    const alarms = (rule: object) => playTable({ kind: 'anomaly', ...rule }, readings).map(([event]) => event)
    expect(alarms({ severity: 0.5 })).toEqual(['raised', 'cleared'])
    expect(alarms({})).toEqual(['raised', 'cleared'])
    expect(alarms({ severity: 0.99 })).toEqual([])
  })

  it('wants a graver incident while it is young, unless the rule says how grave', () => {
    const bump = (rows: number, rule: object) => {
      const readings = Array.from({ length: rows + 100 }, (_, i): TableReading => [i * 60, i >= rows && i < rows + 3 ? calm(i) + 2 : calm(i)])
      return playTable({ kind: 'anomaly', ...rule }, readings).filter(([event]) => event === 'raised').length
    }
    expect(bump(1900, { severity: 0.6 })).toBe(1)
    expect(bump(1900, {})).toBe(0)
    expect(bump(2100, {})).toBe(1)
  })

  it('takes means of fast readings as its rows: it says of them what it says of the means', () => {
    const fast = fresh(STEP_MS)
    const slow = fresh()
    const readings = 6
    for (let i = 0; i < 900; i++) {
      const value = calm(i) + (i >= 800 && i < 805 ? 40 : 0)
      const signals = Array.from({ length: readings }, (_, k) => fast.read(i + k / readings, value + (k - 2.5)))
      expect(signals.slice(1).every(Number.isNaN)).toBe(true)
      // A row stands when the next stretch begins.
      const row = i === 0 ? Number.NaN : slow.read(i, calm(i - 1) + (i >= 801 && i < 806 ? 40 : 0))
      expect(Math.abs((signals[0] ?? Number.NaN) - row) < 1e-5 || (Number.isNaN(signals[0]) && Number.isNaN(row))).toBe(true)
    }
  })

  it('begins anew when what it remembers is forgotten', () => {
    const { read, cells } = fresh()
    for (let i = 0; i < 700; i++) read(i, calm(i))
    cells.fill(Number.NaN)
    expect(read(700, calm(700))).toBeNaN()
  })
})

it('is stored every ten minutes, with each change of its condition, and when the service stops, not with every reading', () => {
  const engine = createEngine()
  const rule = AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', priority: 'blue', limit: null, kind: 'anomaly' })
  configureRule(engine, rule, testPoint(1, 'P0'), START, [])
  takeChanges(engine)
  const kept: number[] = []
  for (let i = 0; i < 1210; i++) {
    const at = START + i * STEP_MS
    judgeBatch(engine, batchOf(at, [{ point: 1, time: at, value: i === 1205 ? 90 : calm(i), quality: 'good' }]))
    // As the clock of a point is kept, every five seconds.
    engine.changes.points.add(1)
    if (rulesToKeep(engine, takeChanges(engine)).has('R')) kept.push(i)
  }
  expect(kept.filter((i) => i < 1200).length).toBeGreaterThanOrEqual(118)
  expect(kept.filter((i) => i < 1200).length).toBeLessThanOrEqual(120)
  expect(kept).toContain(1205)
  keepWhatIsKeptSeldom(engine)
  expect(rulesToKeep(engine, takeChanges(engine))).toEqual(new Set(['R']))
})
