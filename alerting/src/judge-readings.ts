import { GOOD } from '@hazardwatch/shared/quality'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { createLimitMemories, type LimitMemories } from './detect/limit-columns.ts'
import { judgeLimit, limitDeadline, resetLimit, settleLimit, type Observation } from './detect/limit.ts'
import { pointClock, rememberTime, reservePoint, seenLately, type PointMemory } from './point-memory.ts'
import type { RuleBook } from './rule-book.ts'

/** A reading older than this on arrival is late; one further ahead than this is refused. */
const LATE_MS = 300_000
/** What a timer waits for readings that are still on their way. */
const GRACE_MS = 2_000

/** Late readings run through a comparator of their own, fresh whenever they step back in time. */
export interface LateMemory {
  /** Event time of the last late reading. */
  lastAt: number
  /** One row. */
  row: LimitMemories
}

export interface JudgeMemory {
  points: PointMemory
  /** Rows of rules whose delay is running. */
  pending: Set<number>
  /** By rule row; made when the first late reading comes. */
  late: Map<number, LateMemory>
}

/** What one pass found. The lists are reused by the caller: empty them before the next pass. */
export interface Findings {
  live: Observation[]
  late: Observation[]
  /** Rows of rules whose memory changed. */
  touched: Set<number>
  /** Rows of rules whose late comparator changed. */
  touchedLate: Set<number>
  /** Readings refused because they lie in the future: [point, event time]. */
  future: [point: number, time: number][]
}

export const createFindings = (): Findings => ({ live: [], late: [], touched: new Set(), touchedLate: new Set(), future: [] })

/** `live`: as they arrive. `replay`: from the log after a restart; what a point's stored clock has passed was judged before the restart. */
export type JudgeMode = 'live' | 'replay'

/**
 * Judges a batch, row by row in the order it came. Rows of one point keep their order.
 * A late reading neither moves the point's clock nor counts as having heard the point: a backfill must not make a dead instrument look alive.
 */
export const judgeReadings = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, findings: Findings, mode: JudgeMode = 'live'): void => {
  const { points } = memory
  for (let row = 0; row < batch.count; row++) {
    const point = batch.point[row] ?? 0
    const time = batch.time[row] ?? Number.NaN
    reservePoint(points, point)
    if (!(time <= batch.arrivedAt + LATE_MS)) { findings.future.push([point, time]); continue }
    const judgedTo = points.judgedTo[point] ?? Number.NEGATIVE_INFINITY
    const late = time <= judgedTo || batch.arrivedAt - time > LATE_MS || batch.historical?.[row] === 1
    if (late && (seenLately(points, point, time) || (mode === 'replay' && time <= judgedTo))) continue
    if (late) judgeLate(book, memory, batch, row, findings)
    else judgeLive(book, memory, batch, row, findings)
  }
}

/** Lets time pass: settles every delay that the point's own clock has left behind by more than the grace. */
export const settleByClock = (book: RuleBook, memory: JudgeMemory, now: number, findings: Findings): void => {
  const due = [...memory.pending]
    .map((rule) => ({ rule, point: book.points[rule] ?? -1, deadline: limitDeadline(book.configs, rule, book.live, rule) }))
    .filter(({ point, deadline }) => pointClock(memory.points, point, now) > deadline + GRACE_MS)
    .sort((a, b) => a.deadline - b.deadline)
  for (const { rule, point, deadline } of due) {
    settleLimit(book.configs, rule, book.live, rule, Number.POSITIVE_INFINITY, findings.live)
    memory.points.judgedTo[point] = Math.max(memory.points.judgedTo[point] ?? deadline, deadline)
    keep(book, memory, rule, findings)
  }
}

const judgeLive = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, findings: Findings): void => {
  const { points } = memory
  const point = batch.point[row] ?? 0
  const time = batch.time[row] ?? 0
  const value = batch.value[row] ?? Number.NaN
  const quality = batch.quality[row] ?? GOOD
  rememberTime(points, point, time)
  points.judgedTo[point] = time
  points.liveAt[point] = time
  points.liveArrival[point] = batch.arrivedAt
  points.heardAt[point] = batch.arrivedAt
  // A good quality without a value is as good as a fault: there is nothing to judge.
  const usable = quality === GOOD && !Number.isNaN(value)
  points.quality[point] = usable || quality !== GOOD ? quality : 1
  for (let rule = book.firstOfPoint[point] ?? -1; rule !== -1; rule = book.nextOfRule[rule] ?? -1) {
    if (book.configs.enabled[rule] === 0) continue
    const changed = usable
      ? judgeLimit(book.configs, rule, book.live, rule, time, value, findings.live)
      : settleLimit(book.configs, rule, book.live, rule, time, findings.live)
    if (changed) keep(book, memory, rule, findings)
  }
}

/** Notes that a rule's memory changed, and whether a delay is running in it. */
const keep = (book: RuleBook, memory: JudgeMemory, rule: number, findings: Findings): void => {
  findings.touched.add(rule)
  if (limitDeadline(book.configs, rule, book.live, rule) === Number.POSITIVE_INFINITY) memory.pending.delete(rule)
  else memory.pending.add(rule)
}

const judgeLate = (book: RuleBook, memory: JudgeMemory, batch: ReadingBatch, row: number, findings: Findings): void => {
  const point = batch.point[row] ?? 0
  const time = batch.time[row] ?? 0
  const value = batch.value[row] ?? Number.NaN
  const usable = batch.quality[row] === GOOD && !Number.isNaN(value)
  for (let rule = book.firstOfPoint[point] ?? -1; rule !== -1; rule = book.nextOfRule[rule] ?? -1) {
    if (book.configs.enabled[rule] === 0) continue
    const late = lateMemory(memory, rule)
    if (time === late.lastAt) continue
    if (time < late.lastAt) resetLimit(late.row, 0)
    late.lastAt = time
    findings.touchedLate.add(rule)
    if (usable) judgeLimit(book.configs, rule, late.row, 0, time, value, findings.late)
    else settleLimit(book.configs, rule, late.row, 0, time, findings.late)
  }
}

/** @returns the late comparator of a rule row, made when it is first asked for. */
export const lateMemory = (memory: JudgeMemory, rule: number): LateMemory => {
  const known = memory.late.get(rule)
  if (known !== undefined) return known
  const fresh = { lastAt: Number.NEGATIVE_INFINITY, row: createLimitMemories(1) }
  memory.late.set(rule, fresh)
  return fresh
}
