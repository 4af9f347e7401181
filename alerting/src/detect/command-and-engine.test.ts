import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { judgeBatch } from '../engine.ts'
import { createEngine, takeChanges } from '../engine-state.ts'
import { testPoint } from '../testing/test-point.ts'
import { createNormal, PUMP_CHANNELS, pumpRows } from '../testing/test-pump.ts'
import { detectorOf } from './all-detectors.ts'
import { ROWS_BEFORE } from './changepoint/watch-change.ts'
import { detectorKinds } from './detector-kinds.ts'
import { LIVE_ROWS } from './anomaly/watch-point.ts'
import { multivariateDetector } from './multivariate.ts'
import { fitSource } from './multivariate/fit-source.ts'
import { SourceScorer } from './multivariate/source-scorer.ts'
import type { Verdict } from './streaming-detector.ts'

const MINUTE = 60_000
/** Midnight in China, which is 16:00 of the day before in UTC; the command takes times as they stand, the engine UTC. */
const LOCAL = Date.UTC(2026, 0, 5)
const ZONE = 8 * 3_600_000
const point = testPoint(1, 'P0')
const ruleOf = (fields: object) => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', priority: 'red', ...fields })

/** Three days of a reading a minute with a daily wave, a jump, a new level, wild values and values that are missing. */
const days = (seed: number): number[] => {
  const normal = createNormal(seed)
  return Array.from({ length: 3 * 1440 }, (_, minute) => {
    if (minute % 500 === 7) return Number.NaN
    const event = minute >= 1700 && minute < 1712 ? 30 : minute === 2500 ? 1e30 : minute >= 3000 ? 9 : 0
    return 20 + 4 * Math.sin((minute / 1440) * 2 * Math.PI) + normal() + event
  })
}

const command = (kind: string, values: readonly number[]): Verdict[] => {
  const detector = detectorKinds[kind]!.start(['v'], undefined)
  const row = new Float64Array(1)
  return values.map((value, minute) => {
    const verdict: Verdict = { score: 0, alarm: false, severity: 0 }
    row[0] = value
    detector.step(LOCAL + minute * MINUTE, row, verdict)
    return verdict
  })
}

/** Minutes in which the engine raises. */
const raisedBy = (fields: object, values: readonly number[]): number[] => {
  const engine = createEngine()
  configureRule(engine, ruleOf(fields), point, LOCAL - ZONE)
  values.forEach((value, minute) => {
    const time = LOCAL - ZONE + minute * MINUTE
    if (!Number.isNaN(value)) judgeBatch(engine, batchOf(time, [{ point: 1, time, value, quality: 'good' }]))
  })
  return takeChanges(engine).transitions.filter(({ event }) => event === 'raised').map(({ at }) => (at - LOCAL + ZONE) / MINUTE)
}

const begins = (severity: readonly number[], from: number): number[] => severity.flatMap((each, row) => (row >= from && each > 0 && !(severity[row - 1]! > 0) ? [row] : []))

describe('the command and the engine say the same of a series', () => {
  it.each([
    ['anomaly-cheap', { kind: 'anomaly', severity: 0.5 }, LIVE_ROWS], ['anomaly', { kind: 'anomaly', panel: 'full', severity: 0.5 }, LIVE_ROWS], ['changepoint', { kind: 'changepoint' }, ROWS_BEFORE],
  ] as const)('%s', (kind, fields, warm) => {
    const values = days(5)
    const told = command(kind, values)
    const detector = detectorOf(ruleOf(fields), point)!
    const cells = new Float64Array(detector.size).fill(Number.NaN)
    const signals = values.map((value, minute) => detector.read(cells, 0, LOCAL - ZONE + minute * MINUTE, value, 0))
    const severe = told.map(({ severity }) => severity)
    // Row by row: the signal of the rule is the severity of the command, where the rule says anything and something is going on.
    // What began while a rule still waits is none of its business: compared from when that is over.
    const from = severe.findIndex((each, row) => row >= warm + 10 && each === 0)
    const heard = values.flatMap((value, row) => (Number.isNaN(value) || row < from ? [] : [row]))
    expect(heard.map((row) => (signals[row]! >= detector.limit ? signals[row] : 0))).toEqual(heard.map((row) => severe[row]))
    // An alarm of the engine begins in a row of alarm of the command; the command's other rows of alarm lie within an alarm of the engine.
    const raised = raisedBy(fields, values).filter((row) => row >= from)
    expect(raised.length).toBeGreaterThan(1)
    expect(raised.filter((row) => !told[row]!.alarm)).toEqual([])
    const known = severe.map((each, row) => (Number.isNaN(values[row]) ? severe[row - 1] ?? 0 : each))
    expect(raised).toEqual(begins(known, from))
    expect(told.flatMap(({ alarm, severity }, row) => (alarm && severity === 0 ? [row] : []))).toEqual([])
  })

  it('multivariate: one model, the same score in every row, whether the channels come one by one or in rows', () => {
    const model = fitSource(pumpRows(1, 2000))
    const rows = pumpRows(2, 300, (row, values) => { if (row >= 200) values[0] = (values[0] ?? 0) - 2 })
    const detector = multivariateDetector({ limit: 1.2, deadband: 0.2, everyMs: 1000, model })
    const memory = new Float64Array(detector.size).fill(Number.NaN)
    const scorer = new SourceScorer(model)
    const cells = new Float64Array(scorer.size).fill(Number.NaN)
    const byRows = Array.from(rows.times, (time, row) => scorer.step(cells, time, rows.values.subarray(row * PUMP_CHANNELS, (row + 1) * PUMP_CHANNELS)))
    const oneByOne = Array.from(rows.times).flatMap((time, row) => Array.from({ length: PUMP_CHANNELS }, (_, input) => detector.read(memory, input, time, rows.values[row * PUMP_CHANNELS + input]!, 0))).filter((signal) => !Number.isNaN(signal))
    expect(oneByOne).toEqual(byRows.slice(0, -1))
    expect(Math.max(...oneByOne)).toBeGreaterThan(1.2)
  })
})
