import { isOpen } from '@hazardwatch/shared/alarm'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { configureRule } from '../configure-rule.ts'
import { otherInputs } from '../detect/all-detectors.ts'
import { clockRow, lateMemoryRow, memoryRow, restoreClock, restoreEngine, rulesToKeep } from '../engine-rows.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import { pointsHeardSince } from '../point-memory.ts'
import { createOccurrenceModel, type Line } from './occurrence-model.ts'
import { testPoint } from './test-point.ts'

/**
 * An engine with a store and a log, as the service has them, in memory: what a transaction would write is kept, and a kill loses the rest, which the log
 * then replays. The rules' own point is number 1, their others are 2, 3, ….
 */
export const createKillableEngine = (rules: readonly AlarmRule[], start: number) => {
  const memories = new Map<string, NonNullable<ReturnType<typeof memoryRow>>>()
  const clocks = new Map<number, NonNullable<ReturnType<typeof clockRow>>>()
  const occurrences = createOccurrenceModel()
  const log: ReadingBatch[] = []
  let judged = 0
  let committed = 0
  let engine = engineOf(rules, start)

  const commit = (): void => {
    const changes = takeChanges(engine)
    const keep = rulesToKeep(engine, changes)
    if (changes.transitions.length + keep.size + changes.lateRules.size + changes.points.size === 0) return
    occurrences.record(changes.transitions)
    for (const id of keep) put(memories, `${id} live`, memoryRow(engine, id))
    for (const id of changes.lateRules) put(memories, `${id} late`, lateMemoryRow(engine, id))
    for (const point of changes.points) put(clocks, point, clockRow(engine, point))
    committed = engine.readTo
  }
  return {
    told: occurrences.told as readonly Line[],
    occurrences: occurrences.all,
    judge: (batch: ReadingBatch): void => {
      log.push(batch)
      judgeBatch(engine, batch)
      engine.readTo = log.length
    },
    /** As the timer does. */
    wait: (now: number): void => { advanceEngine(engine, now) },
    commit,
    /** What the service does every few seconds: the clocks of all points, and then how far the log has been judged. */
    keepClocks: (): void => {
      for (const point of pointsHeardSince(engine.memory.points, 0)) engine.changes.points.add(point)
      commit()
      judged = log.length
    },
    /** At any moment: what has not been committed is gone. */
    kill: (): void => {
      engine = engineOf(rules, start)
      const all = occurrences.all()
      for (const clock of clocks.values()) restoreClock(engine, clock)
      restoreEngine(engine, {
        memories: [...memories.values()], overlays: [],
        open: all.filter((alarm) => !alarm.late && isOpen(alarm)), openLate: all.filter((alarm) => alarm.late && alarm.clearedAt === null),
      })
      takeChanges(engine)
      engine.readTo = committed
      log.forEach((batch, index) => {
        if (index < judged) return
        judgeBatch(engine, batch, index < committed ? 'replay' : 'live')
        engine.readTo = Math.max(engine.readTo, index + 1)
      })
    },
  }
}

export type KillableEngine = ReturnType<typeof createKillableEngine>

const put = <Key, Row>(rows: Map<Key, Row>, key: Key, row: Row | undefined): void => { if (row !== undefined) rows.set(key, row) }

const engineOf = (rules: readonly AlarmRule[], start: number): Engine => {
  const engine = createEngine()
  for (const rule of rules) configureRule(engine, rule, testPoint(1, rule.point), start, otherInputs(rule).map((tag, index) => testPoint(index + 2, tag)))
  takeChanges(engine)
  return engine
}
