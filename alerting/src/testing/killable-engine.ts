import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { AlarmMemory } from '@hazardwatch/shared/node/records/alarm-records'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { isOpen } from '@hazardwatch/shared/alarm'
import { configureRule } from '../configure-rule.ts'
import { otherInputs } from '../detect/all-detectors.ts'
import { clockRow, lateMemoryRow, memoryRow, restoreEngine, rulesToKeep } from '../engine-rows.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import { pointsHeardSince } from '../point-memory.ts'
import { testPoint } from './test-point.ts'

/** What one rule told: whether live or late, the event, and when (epoch ms). */
export type Line = `${'live' | 'late'} ${string} ${number}`

/**
 * An engine with a store and a log, as the service has them, in memory: what a transaction would write is kept, and a kill loses the rest, which the log
 * then replays. The rules' own point is number 1, their others are 2, 3, ….
 */
export const createKillableEngine = (rules: readonly AlarmRule[], start: number) => {
  const memories = new Map<string, NonNullable<ReturnType<typeof memoryRow>>>()
  const clocks = new Map<number, NonNullable<ReturnType<typeof clockRow>>>()
  const alarms = new Map<string, AlarmMemory['open'][number]>()
  const log: ReadingBatch[] = []
  const told: Line[] = []
  let judged = 0
  let engine = engineOf(rules, start)

  const commit = (): void => {
    const changes = takeChanges(engine)
    for (const { alarm, event, at } of changes.transitions) {
      // As in the record store: a late finding of the same id is the same occurrence, told before.
      if (!alarm.late || alarms.get(alarm.id)?.late !== false) alarms.set(alarm.id, alarm)
      if (event === 'raised' || event === 'cleared') told.push(`${alarm.late ? 'late' : 'live'} ${alarm.rule} ${event} ${at}` as Line)
    }
    for (const id of rulesToKeep(engine, changes)) put(memories, `${id} live`, memoryRow(engine, id))
    for (const id of changes.lateRules) put(memories, `${id} late`, lateMemoryRow(engine, id))
    for (const point of changes.points) put(clocks, point, clockRow(engine, point))
  }
  return {
    told,
    judge: (batch: ReadingBatch): void => {
      log.push(batch)
      judgeBatch(engine, batch)
      commit()
    },
    wait: (now: number): void => {
      advanceEngine(engine, now)
      commit()
    },
    /** What the service does every few seconds: the clocks of all points, and then how far the log has been judged. */
    keepClocks: (): void => {
      for (const point of pointsHeardSince(engine.memory.points, 0)) engine.changes.points.add(point)
      commit()
      judged = log.length
    },
    kill: (): void => {
      engine = engineOf(rules, start)
      const all = [...alarms.values()]
      restoreEngine(engine, {
        memories: [...memories.values()], clocks: [...clocks.values()], overlays: [],
        open: all.filter((alarm) => !alarm.late && isOpen(alarm)), openLate: all.filter((alarm) => alarm.late && alarm.clearedAt === null),
      })
      takeChanges(engine)
      for (const batch of log.slice(judged)) {
        judgeBatch(engine, batch, 'replay')
        commit()
      }
    },
  }
}

const put = <Key, Row>(rows: Map<Key, Row>, key: Key, row: Row | undefined): void => { if (row !== undefined) rows.set(key, row) }

const engineOf = (rules: readonly AlarmRule[], start: number): Engine => {
  const engine = createEngine()
  for (const rule of rules) configureRule(engine, rule, testPoint(1, rule.point), start, otherInputs(rule).map((tag, index) => testPoint(index + 2, tag)))
  takeChanges(engine)
  return engine
}
