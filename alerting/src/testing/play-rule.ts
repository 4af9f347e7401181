import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Quality } from '@hazardwatch/shared/quality'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { configureRule } from '../configure-rule.ts'
import { otherInputs } from '../detect/all-detectors.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import { testPoint } from './test-point.ts'

/** Zero of the seconds in tables. Divisible by every window, so that tables can be read. */
const TABLE_START = 1_800_000_000_000

/** What a table says of a reading: seconds, value (null = none), and where needed its quality and its point (0 = the rule's own). */
export type TableReading = readonly [seconds: number, value: number | null, more?: { q?: Quality; of?: number }]
/** Time passes until then. */
export type TableWait = readonly [seconds: number]
/** What came of it, in seconds. */
export type Told = [event: string, at: number, value?: number]

const tableRule = (fields: object): AlarmRule => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', priority: 'red', ...fields })

const engineOf = (rule: AlarmRule): Engine => {
  const engine = createEngine()
  configureRule(engine, rule, testPoint(1, rule.point), TABLE_START, otherInputs(rule).map((tag, index) => testPoint(index + 2, tag)))
  return engine
}

const feed = (engine: Engine, [seconds, value, { q = 'good', of = 0 } = {}]: TableReading): void => {
  const at = TABLE_START + seconds * 1000
  judgeBatch(engine, batchOf(at, [{ point: 1 + of, time: at, value, quality: q }]))
}

/** Plays a table of readings and waits against one rule, live. The value that the alarm shows is told with each raise. */
export const playTable = (fields: object, table: readonly (TableReading | TableWait)[]): Told[] => {
  const engine = engineOf(tableRule(fields))
  for (const step of table) {
    if (step.length === 1) advanceEngine(engine, TABLE_START + step[0] * 1000)
    else feed(engine, step)
  }
  return takeChanges(engine).transitions.filter(({ event }) => event === 'raised' || event === 'cleared')
    .map(({ event, at, alarm }): Told => (event === 'raised' ? [event, (at - TABLE_START) / 1000, alarm.value] : [event, (at - TABLE_START) / 1000]))
}
