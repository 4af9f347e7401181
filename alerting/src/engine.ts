import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { applyLate, applyLive } from './apply-observation.ts'
import { reAlarm } from './command-alarm.ts'
import type { Engine } from './engine-state.ts'
import { applyStage, lookAtGates } from './gate-rules.ts'
import { afterClear, beforeRaise, lookAtGateways } from './gateways/watch-gateways.ts'
import { expireShelving } from './hide-alarm.ts'
import { createFindings, type Findings } from './judge-memory.ts'
import { judgeReadings, type JudgeMode } from './judge-readings.ts'
import { settleByClock } from './settle-by-clock.ts'
import { takeDue } from './wall-timers.ts'

/** Judges a batch of readings. @returns readings refused because they lie in the future: [point number, event time]. */
export const judgeBatch = (engine: Engine, batch: ReadingBatch, mode: JudgeMode = 'live'): [point: number, time: number][] => {
  // Nothing is shelved in history.
  if (mode !== 'history') fireTimers(engine, batch.arrivedAt, false)
  const findings = createFindings()
  judgeReadings(engine.book, engine.memory, batch, findings, mode)
  applyFindings(engine, findings)
  return findings.future
}

/**
 * Lets wall time pass (epoch ms): what the clock ends is ended, in the order in which it was due.
 * @param inclusive false: what is due exactly now waits, because a reading or a command of this instant goes before the timer
 */
export const advanceEngine = (engine: Engine, now: number, inclusive = true): void => {
  fireTimers(engine, now, inclusive)
  lookAtGates(engine, now)
  settle(engine, now, inclusive)
  lookAtGateways(engine, now)
}

/** Ends shelvings and re-alarms that are due, each after the delays that ran out before it. */
const fireTimers = (engine: Engine, now: number, inclusive: boolean): void => {
  for (let timer = takeDue(engine.timers, now, inclusive); timer !== undefined; timer = takeDue(engine.timers, now, inclusive)) {
    settle(engine, timer.at, false)
    engine.wall = Math.max(engine.wall, timer.at)
    if (timer.kind === 'unshelve') expireShelving(engine, timer.slot, timer.at)
    else reAlarm(engine, timer.slot, timer.at)
  }
  engine.wall = Math.max(engine.wall, now)
}

const settle = (engine: Engine, now: number, inclusive: boolean): void => {
  if (engine.memory.pending.size === 0 && engine.book.silences.size === 0) return
  const findings = createFindings()
  settleByClock(engine.book, engine.memory, now, inclusive, findings)
  applyFindings(engine, findings)
}

/** Takes what a pass found through the lifecycle, each in its turn. */
export const applyFindings = (engine: Engine, findings: Findings): void => {
  let stage = 0
  let late = 0
  const applyBefore = (index: number): void => {
    for (; (findings.stages[stage]?.before ?? Number.POSITIVE_INFINITY) <= index; stage++) applyStage(engine, findings.stages[stage]!)
    for (; (findings.lateWhen[late]?.before ?? Number.POSITIVE_INFINITY) <= index; late++) applyLate(engine, findings.late[late]!, findings.lateWhen[late]!.liveAt)
  }
  for (const [index, observation] of findings.live.entries()) {
    applyBefore(index)
    beforeRaise(engine, observation)
    applyLive(engine, observation)
    afterClear(engine, observation)
  }
  applyBefore(findings.live.length)
  for (const row of findings.touched) touch(engine, row)
  for (const row of findings.touchedLate) {
    const id = engine.book.rules.idOf(row)
    if (id !== undefined) engine.changes.lateRules.add(id)
  }
}

const touch = (engine: Engine, row: number): void => {
  const id = engine.book.rules.idOf(row)
  if (id === undefined) return
  engine.changes.rules.add(id)
  engine.changes.points.add(engine.book.points[row] ?? 0)
}
