import { FAULT, GOOD } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { forgetCells } from './detection.ts'
import { LIMIT, OFF, SIGNAL, SILENCE } from './detect/limit-columns.ts'
import { judgeLimit, mayRaise, resetLimit, settleLimit } from './detect/limit.ts'
import { passOnConditions } from './hear-conditions.ts'
import { judgedBefore, keep, LATE_MS, lateMemory, notePending, type Findings, type JudgeMemory } from './judge-memory.ts'
import { judgeSignal } from './judge-signal.ts'
import { endSilence, settleSilences } from './judge-silence.ts'
import { rememberTime, reservePoint, seenLately } from './point-memory.ts'
import { STAGE, type RuleBook } from './rule-book.ts'

/**
 * `live`: as they arrive. `replay`: from the log after a restart; what a point's stored clock has passed was judged before the restart.
 * `history`: as they are stored, per point oldest first; each counts as having arrived at its own time, because when it did is not stored.
 */
export type JudgeMode = 'live' | 'replay' | 'history'

/**
 * Judges a batch, row by row in the order it came. Rows of one point keep their order.
 * A late reading neither moves the point's clock nor counts as having heard the point: a backfill must not make a dead instrument look alive.
 */
export const judgeReadings = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, findings: Findings, mode: JudgeMode = 'live'): void => {
  const { points } = memory
  // History comes point by point: what time it is for the others is not known there.
  if (mode !== 'history') settleSilences(book, memory, batch.arrivedAt, findings)
  const combines = book.listeners.size > 0
  for (let row = 0; row < batch.count; row++) {
    const point = batch.point[row] ?? 0
    const time = batch.time[row] ?? Number.NaN
    reservePoint(points, point)
    const arrivedAt = mode === 'history' ? time : batch.arrivedAt
    if (!(time <= arrivedAt + LATE_MS)) { findings.future.push([point, time]); continue }
    const judgedTo = points.judgedTo[point] ?? Number.NEGATIVE_INFINITY
    // Such a reading was late whenever it was judged; another one may have been live before the restart.
    const always = arrivedAt - time > LATE_MS || batch.historical?.[row] === 1
    const late = always || time <= judgedTo
    if (late && seenLately(points, point, time)) continue
    if (mode === 'replay' && late && !always) {
      // Judged before the restart, and not yet noted with the point's clock: it may be on its way once more.
      rememberTime(points, point, time)
      continue
    }
    if (late) judgeLate(book, memory, batch, row, findings)
    else judgeLive(book, memory, batch, row, arrivedAt, findings)
    if (combines) passOnConditions(book, memory, findings)
  }
}

const judgeLive = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, arrivedAt: number, findings: Findings): void => {
  const { points } = memory
  const { configs } = book
  const point = batch.point[row] ?? 0
  const time = batch.time[row] ?? 0
  const value = batch.value[row] ?? Number.NaN
  const sent = batch.quality[row] ?? GOOD
  // A good quality without a value is as good as a fault: there is nothing to judge.
  const quality = sent === GOOD && Number.isNaN(value) ? FAULT : sent
  for (let rule = book.firstOfPoint[point] ?? -1; rule !== -1; rule = book.nextOfRule[rule] ?? -1) {
    const mode = configs.mode[rule]
    if (mode === LIMIT) {
      const changed = quality === GOOD || mayRaise(configs, rule, value, quality)
        ? judgeLimit(configs, rule, book.live, rule, time, value, findings.live)
        : settleLimit(configs, rule, book.live, rule, time, findings.live)
      if (changed) keep(book, memory, rule, findings)
    } else if (mode === SILENCE) {
      endSilence(book, memory, rule, points.heardAt[point] ?? 0, arrivedAt, time, findings)
    } else if (mode !== OFF) {
      hear(book, memory, rule, time, value, quality, findings)
    }
  }
  rememberTime(points, point, time)
  points.judgedTo[point] = time
  points.liveAt[point] = time
  points.liveArrival[point] = arrivedAt
  points.heardAt[point] = arrivedAt
  points.quality[point] = quality
}

/** A reading for a rule that makes a signal, by the row of the rule itself or by a tap. */
const hear = (book: RuleBook, memory: JudgeMemory, row: number, time: number, value: number, quality: number, findings: Findings): void => {
  const tap = book.configs.mode[row] === SIGNAL ? undefined : book.taps.get(row)
  if (tap?.input === STAGE) { hearStage(book, tap.rule, time, value, quality, findings); return }
  const rule = tap?.rule ?? row
  const detection = book.detections[rule]
  if (detection === undefined || book.configs.mode[rule] === OFF) return
  const changed = judgeSignal(book.configs, rule, book.live, rule, detection, tap?.input ?? 0, time, value, quality, findings.live)
  if (changed) keep(book, memory, rule, findings)
  else if (detection.detector.due !== undefined) notePending(book, memory, rule)
}

/** The last good value says whether the stage is on in which the rule is armed. */
const hearStage = (book: RuleBook, rule: number, time: number, value: number, quality: number, findings: Findings): void => {
  const stage = book.stages.get(rule)
  if (stage === undefined || quality !== GOOD) return
  const open = value >= stage.low && value <= stage.high
  if (open === stage.open) return
  stage.open = open
  findings.stages.push({ row: rule, open, value, at: time, before: findings.live.length })
}

const judgeLate = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, findings: Findings): void => {
  const { configs } = book
  const point = batch.point[row] ?? 0
  const time = batch.time[row] ?? 0
  const value = batch.value[row] ?? Number.NaN
  const quality = batch.quality[row] ?? GOOD
  for (let each = book.firstOfPoint[point] ?? -1; each !== -1; each = book.nextOfRule[each] ?? -1) {
    const tap = book.taps.get(each)
    const rule = tap?.rule ?? each
    const mode = configs.mode[rule]
    // Silence is of the wall clock: nothing that comes late can tell of it.
    if (mode === OFF || configs.mode[each] === SILENCE || mode === SILENCE || tap?.input === STAGE) continue
    // A combination is of conditions as they stand: there are no late ones of the others to combine.
    if (book.rules[rule]?.when !== undefined) continue
    const late = lateMemory(book, memory, rule)
    // The log is replayed from before the restart; what had arrived then was judged.
    if (batch.arrivedAt <= late.restoredTo || judgedBefore(late, tap?.input ?? 0, time)) continue
    if (time < late.lastAt) {
      resetLimit(late.row, 0)
      if (late.detection !== undefined) forgetCells(late.detection)
    }
    late.lastAt = time
    late.arrivedAt = batch.arrivedAt
    findings.touchedLate.add(rule)
    if (late.detection !== undefined) judgeSignal(configs, rule, late.row, 0, late.detection, tap?.input ?? 0, time, value, quality, findings.late)
    else if (mayRaise(configs, rule, value, quality)) judgeLimit(configs, rule, late.row, 0, time, value, findings.late)
    else settleLimit(configs, rule, late.row, 0, time, findings.late)
  }
}

