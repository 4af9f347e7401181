import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { applyLate, applyLive } from './apply-observation.ts'
import type { Engine } from './engine-state.ts'
import { createFindings, judgeReadings, settleByClock, type Findings, type JudgeMode } from './judge-readings.ts'

/** Judges a batch of readings. @returns readings refused because they lie in the future: [point number, event time]. */
export const judgeBatch = (engine: Engine, batch: ReadingBatch, mode: JudgeMode = 'live'): [point: number, time: number][] => {
  const findings = createFindings()
  judgeReadings(engine.book, engine.memory, batch, findings, mode)
  apply(engine, findings)
  return findings.future
}

/** Lets wall time pass (epoch ms): delays that have run out while no reading came are settled. */
export const advanceEngine = (engine: Engine, now: number): void => {
  if (engine.memory.pending.size === 0) return
  const findings = createFindings()
  settleByClock(engine.book, engine.memory, now, findings)
  apply(engine, findings)
}

const apply = (engine: Engine, findings: Findings): void => {
  for (const observation of findings.live) applyLive(engine, observation)
  for (const observation of findings.late) applyLate(engine, observation)
  for (const row of findings.touched) touch(engine, row)
  for (const row of findings.touchedLate) {
    const rule = engine.book.rules[row]
    if (rule !== undefined) engine.changes.lateRules.add(rule.id)
  }
}

const touch = (engine: Engine, row: number): void => {
  const rule = engine.book.rules[row]
  if (rule === undefined) return
  engine.changes.rules.add(rule.id)
  engine.changes.points.add(engine.book.points[row] ?? 0)
}
