import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { Point, type NumberedPoint } from '@hazardwatch/shared/ledger'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { configureRule } from '../../alerting/src/configure-rule.ts'
import { judgeBatch } from '../../alerting/src/engine.ts'
import { createEngine, takeChanges, type Engine } from '../../alerting/src/engine-state.ts'
import { printLine, round } from './bench-line.ts'

const POINTS = 10_000
const ROUNDS = 100
const START = 1_800_000_000_000

/** What the rules of a point are, by the name under which their cost is printed. */
const sets: Readonly<Record<string, readonly object[]>> = {
  'L, H, HH': [{ kind: 'L', limit: 5, deadband: 1 }, { kind: 'H', limit: 60, deadband: 2, onDelayS: 5 }, { kind: 'HH', limit: 90 }],
  'H, HH, silence': [{ kind: 'H', limit: 60 }, { kind: 'HH', limit: 90 }, { kind: 'silence', afterS: 60 }],
  'H, rate, twa': [{ kind: 'H', limit: 60 }, { kind: 'rate', limit: 50, windowS: 60 }, { kind: 'twa', limit: 60, windowS: 900 }],
}

/** CPU of this process for judging one reading by the three rules of its point, nothing alarming: the steady state of a plant. */
export const benchAlarmsCost = (): void => {
  for (const [rules, set] of Object.entries(sets)) {
    const engine = engineOf(set)
    run(engine, 0, 20)
    takeChanges(engine)
    const before = process.cpuUsage()
    run(engine, 20, ROUNDS)
    const { user, system } = process.cpuUsage(before)
    printLine({ bench: 'alarms-cost', value: round((user + system) * 1000 / (POINTS * ROUNDS), 1), unit: 'ns CPU a reading', rules, readings: POINTS * ROUNDS, transitions: takeChanges(engine).transitions.length })
  }
}

const engineOf = (set: readonly object[]): Engine => {
  const engine = createEngine()
  for (let number = 1; number <= POINTS; number++) {
    const point = pointOf(number)
    for (const [index, fields] of set.entries()) {
      configureRule(engine, AlarmRule.parse({ id: `${number}/${index}`, enterprise: point.enterprise, point: point.tag, priority: 'red', ...fields }), point, START)
    }
  }
  takeChanges(engine)
  return engine
}

const pointOf = (number: number): NumberedPoint => ({
  number,
  ...Point.parse({ enterprise: 'E', tag: `P${number}`, source: 'S', name: 'P', quantity: 'concentration', unit: '[ppm]', rangeLow: 0, rangeHigh: 100, expectedIntervalS: 5, location: null }),
})

const run = (engine: Engine, first: number, rounds: number): void => {
  const batch = createBatch(POINTS, START)
  for (let round = first; round < first + rounds; round++) judgeBatch(engine, fill(batch, START + round * 5_000))
}

/** Values between the limits, never the same twice in a row. */
const fill = (batch: ReadingBatch, at: number): ReadingBatch => {
  batch.count = 0
  batch.arrivedAt = at
  for (let number = 1; number <= POINTS; number++) addReading(batch, number, at, 20 + ((number * 7 + at / 5_000 * 13) % 20), 0)
  return batch
}
