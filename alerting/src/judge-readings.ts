import { FAULT, GOOD } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { forgetCells } from './detection.ts'
import { LIMIT, OFF, SIGNAL, SILENCE } from './detect/limit-columns.ts'
import { judgeLimit, mayRaise, resetLimit, settleLimit } from './detect/limit.ts'
import { hearWhatIsOver, passOnConditions } from './hear-conditions.ts'
import { judgedBefore, keep, LATE_MS, lateMemory, notePending, type Findings, type JudgeMemory } from './judge-memory.ts'
import { judgeSignal } from './judge-signal.ts'
import { endSilence } from './judge-silence.ts'
import { pointClock, rememberTime, reservePoint, seenLately, type PointMemory } from './point-memory.ts'
import { STAGE, type RuleBook } from './rule-book.ts'
import { settlePoint, settleSilences } from './settle-by-clock.ts'
import { GRACE_MS, settleRule } from './settle-rule.ts'

/**
 * `live`: as they arrive. `replay`: from the log after a restart, judged before the last commit: all that came of them is durable, and only what is stored
 * seldom (the clocks of points, the memories of signals) goes on.
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
  if (mode !== 'history') settleSilences(book, memory, batch.arrivedAt, findings, mode !== 'replay')
  const combines = book.listeners.size > 0
  for (let row = 0; row < batch.count; row++) {
    const point = batch.point[row] ?? 0
    const time = batch.time[row] ?? Number.NaN
    reservePoint(points, point)
    const arrivedAt = mode === 'history' ? time : batch.arrivedAt
    if (!(time <= arrivedAt + LATE_MS)) { findings.future.push([point, time]); continue }
    // Slower on its way than the one before it: what the clock of the point has left behind goes first.
    if (mode !== 'replay' && memory.pending.size > 0 && time < pointClock(points, point, arrivedAt) - GRACE_MS) settlePoint(book, memory, point, arrivedAt, findings)
    const late = arrivedAt - time > LATE_MS || batch.historical?.[row] === 1 || time <= (points.judgedTo[point] ?? Number.NEGATIVE_INFINITY)
    if (late && (mode === 'replay' || seenLately(points, point, time))) continue
    if (late) judgeLate(book, memory, batch, row, findings)
    else if (mode === 'replay') judgeAgain(book, memory, batch, row, findings)
    else judgeLive(book, memory, batch, row, arrivedAt, findings)
    if (combines) passOnConditions(book, memory, arrivedAt, findings)
  }
}

const judgeLive = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, arrivedAt: number, findings: Findings): void => {
  const { points } = memory
  const { configs } = book
  const point = batch.point[row] ?? 0
  const time = batch.time[row] ?? 0
  const value = batch.value[row] ?? Number.NaN
  const quality = qualityOf(batch, row)
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
      hear(book, memory, rule, time, value, quality, arrivedAt, findings)
    }
  }
  noteLive(points, point, time, quality, arrivedAt)
}

/** Conditions and their delays were stored with the commit that this reading came before, and may be of a later time: clocks go on here, and what signals remember. */
const judgeAgain = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, findings: Findings): void => {
  const { points } = memory
  const point = batch.point[row] ?? 0
  const time = batch.time[row] ?? 0
  const quality = qualityOf(batch, row)
  for (let rule = book.firstOfPoint[point] ?? -1; rule !== -1; rule = book.nextOfRule[rule] ?? -1) {
    const mode = book.configs.mode[rule]
    const stage = book.taps.get(rule)?.input === STAGE ? book.taps.get(rule) : undefined
    if (mode === SILENCE) endSilence(book, memory, rule, points.heardAt[point] ?? 0, batch.arrivedAt, time, findings)
    else if (stage !== undefined) passStage(book, stage.rule, batch.value[row] ?? Number.NaN, quality)
    else if (mode !== OFF && mode !== LIMIT) hear(book, memory, rule, time, batch.value[row] ?? Number.NaN, quality, undefined, findings)
  }
  noteLive(points, point, time, quality, batch.arrivedAt)
}

/** A good quality without a value is as good as a fault: there is nothing to judge. */
const qualityOf = (batch: ReadingBatch, row: number): number => {
  const sent = batch.quality[row] ?? GOOD
  return sent === GOOD && Number.isNaN(batch.value[row] ?? Number.NaN) ? FAULT : sent
}

const noteLive = (points: PointMemory, point: number, time: number, quality: number, arrivedAt: number): void => {
  rememberTime(points, point, time)
  points.judgedTo[point] = time
  points.liveAt[point] = time
  points.liveArrival[point] = arrivedAt
  points.heardAt[point] = arrivedAt
  points.quality[point] = quality
}

/** A reading for a rule that makes a signal, by the row of the rule itself or by a tap. @param arrivedAt undefined when it was judged before: what its clocks had ended by then is known */
const hear = (book: RuleBook, memory: JudgeMemory, row: number, time: number, value: number, quality: number, arrivedAt: number | undefined, findings: Findings): void => {
  const tap = book.configs.mode[row] === SIGNAL ? undefined : book.taps.get(row)
  if (tap?.input === STAGE) { hearStage(book, tap.rule, time, value, quality, findings); return }
  const rule = tap?.rule ?? row
  const detection = book.detections[rule]
  if (detection === undefined || book.configs.mode[rule] === OFF) return
  if (arrivedAt !== undefined && detection.detector.hear !== undefined) hearWhatIsOver(book, memory, rule, arrivedAt, findings)
  // The clock of a rule over several points is that of whichever is furthest.
  if (arrivedAt !== undefined && detection.inputs.length > 1 && memory.pending.has(rule)) settleRule(book, memory, rule, arrivedAt, findings)
  const changed = judgeSignal(book.configs, rule, book.live, rule, detection, tap?.input ?? 0, time, value, quality, findings.live)
  if (changed) keep(book, memory, rule, findings)
  else if (detection.detector.due !== undefined) notePending(book, memory, rule)
}

const hearStage = (book: RuleBook, rule: number, time: number, value: number, quality: number, findings: Findings): void => {
  const open = passStage(book, rule, value, quality)
  if (open !== undefined) findings.stages.push({ row: rule, open, value, at: time, before: findings.live.length })
}

/** The last good value says whether the stage is on in which the rule is armed. @returns what it has changed to, if it has */
const passStage = (book: RuleBook, rule: number, value: number, quality: number): boolean | undefined => {
  const stage = book.stages.get(rule)
  if (stage === undefined || quality !== GOOD) return undefined
  const open = value >= stage.low && value <= stage.high
  if (open === stage.open) return undefined
  stage.open = open
  return open
}

const judgeLate = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, findings: Findings): void => {
  const { configs } = book
  const { points } = memory
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
    if (book.rules.whenOf(rule) !== undefined) continue
    const late = lateMemory(book, memory, rule)
    if (judgedBefore(late, tap?.input ?? 0, time)) continue
    if (time < late.lastAt) {
      resetLimit(late.row, 0)
      if (late.detection !== undefined) forgetCells(late.detection)
    }
    late.lastAt = time
    findings.touchedLate.add(rule)
    if (late.detection !== undefined) judgeSignal(configs, rule, late.row, 0, late.detection, tap?.input ?? 0, time, value, quality, findings.late)
    else if (mayRaise(configs, rule, value, quality)) judgeLimit(configs, rule, late.row, 0, time, value, findings.late)
    else settleLimit(configs, rule, late.row, 0, time, findings.late)
    while (findings.lateWhen.length < findings.late.length) findings.lateWhen.push({ before: findings.live.length, liveAt: points.liveAt[book.points[rule] ?? -1] ?? 0 })
  }
}

