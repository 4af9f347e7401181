import { freshDetection, restoreCells, type Detection } from './detection.ts'
import { createLimitMemories, type LimitMemories } from './detect/limit-columns.ts'
import { limitDeadline, type Observation } from './detect/limit.ts'
import { createPointMemory, pointClock, type PointMemory } from './point-memory.ts'
import type { RuleBook } from './rule-book.ts'
import { addToRuns, inRuns, RUN_CELLS } from './time-runs.ts'

/** A reading older than this on arrival is late; one further ahead than this is refused. */
export const LATE_MS = 300_000

/** Late readings run through a comparator of their own, fresh whenever they step back in time. */
export interface LateMemory {
  /** Event time of the last late reading. */
  lastAt: number
  /** Event times it has judged, for each point that it hears: runs, and the newest run behind them. */
  times: Float64Array
  /** One row. */
  row: LimitMemories
  /** Of rules that make a signal. */
  detection: Detection | undefined
}

export interface JudgeMemory {
  points: PointMemory
  /** Rows of rules in which something will happen by itself: a delay is running, or the signal will pass its limit. */
  pending: Set<number>
  /** By rule row; made when the first late reading comes. */
  late: Map<number, LateMemory>
  /** Wall time until which this service itself heard nothing: no point is silent for that. */
  deafUntil: number
  /** Wall time before which no point can have fallen silent: the clock need not look sooner. */
  nextSilence: number
}

export const createJudgeMemory = (): JudgeMemory =>
  ({ points: createPointMemory(64), pending: new Set(), late: new Map(), deafUntil: Number.NEGATIVE_INFINITY, nextSilence: Number.NEGATIVE_INFINITY })

/** A point has entered or left the stage in which a rule of another is armed: by this value, before so many of the observations. */
export interface StageChange { row: number; open: boolean; value: number; at: number; before: number }

/** What one pass found. The lists are reused by the caller: empty them before the next pass. */
export interface Findings {
  live: Observation[]
  /** How many of these the rules that hear other rules have been told of. */
  passedOn: number
  late: Observation[]
  /** Of each of these: before so many of the live ones it was found, and up to which event time its point had been heard live then. */
  lateWhen: { before: number; liveAt: number }[]
  stages: StageChange[]
  /** Rows of rules whose memory changed. */
  touched: Set<number>
  /** Rows of rules whose late comparator changed. */
  touchedLate: Set<number>
  /** Readings refused because they lie in the future: [point, event time]. */
  future: [point: number, time: number][]
}

export const createFindings = (): Findings => ({ live: [], passedOn: 0, late: [], lateWhen: [], stages: [], touched: new Set(), touchedLate: new Set(), future: [] })

/** Notes that a rule's memory changed, and whether something is pending in it. */
export const keep = (book: RuleBook, memory: JudgeMemory, rule: number, findings: Findings): void => {
  findings.touched.add(rule)
  notePending(book, memory, rule)
}

export const notePending = (book: RuleBook, memory: JudgeMemory, rule: number): void => {
  if (deadlineOf(book, rule) === Number.POSITIVE_INFINITY) memory.pending.delete(rule)
  else memory.pending.add(rule)
}

/** @returns event time at which something will happen in a rule by itself, or Infinity. */
export const deadlineOf = (book: RuleBook, rule: number): number => {
  const delay = limitDeadline(book.configs, rule, book.live, rule)
  const detection = book.detections[rule]
  return detection?.detector.due === undefined ? delay : Math.min(delay, detection.detector.due(detection.own))
}

/** The clock of a rule: that of its point, or the furthest of the points that it hears. What is no point (a camera) has the wall clock. */
export const ruleClock = (book: RuleBook, memory: JudgeMemory, rule: number, now: number): number => {
  const detection = book.detections[rule]
  const point = book.points[rule] ?? -1
  if (point < 0) return now
  if (detection === undefined) return pointClock(memory.points, point, now)
  return detection.inputs.reduce((latest, input) => Math.max(latest, input < 0 ? Number.NEGATIVE_INFINITY : pointClock(memory.points, input, now)), Number.NEGATIVE_INFINITY)
}

/** @returns the late comparator of a rule row, made when it is first asked for. */
export const lateMemory = (book: RuleBook, memory: JudgeMemory, rule: number): LateMemory => {
  const known = memory.late.get(rule)
  if (known !== undefined) return known
  const detection = book.detections[rule]
  const fresh = { lastAt: Number.NEGATIVE_INFINITY, times: noTimes(detection?.inputs.length ?? 1), row: createLimitMemories(1), detection: detection && freshDetection(detection) }
  memory.late.set(rule, fresh)
  return fresh
}

/**
 * The late comparator of a rule that has been edited goes on as the live one does: with what it knows, as long as that is of the same point and of the same size.
 * @returns whether it has changed
 */
export const renewLate = (book: RuleBook, memory: JudgeMemory, rule: number, moved: boolean): boolean => {
  const before = memory.late.get(rule)
  if (before === undefined || (!moved && before.detection === undefined)) return false
  memory.late.delete(rule)
  const late = lateMemory(book, memory, rule)
  if (moved) return true
  late.lastAt = before.lastAt
  if (late.times.length === before.times.length) late.times = before.times
  if (late.detection !== undefined && before.detection !== undefined && late.detection.cells.length === before.detection.cells.length) {
    late.row = before.row
    restoreCells(late.detection, before.detection.cells)
  }
  return true
}

const TIMES = RUN_CELLS + 1

const noTimes = (inputs: number): Float64Array => {
  const times = new Float64Array(TIMES * inputs).fill(Number.NaN)
  for (let input = 0; input < inputs; input++) times[input * TIMES + RUN_CELLS] = 0
  return times
}

/** Notes that the comparator judges a time of one of its points. @returns whether it has judged it before */
export const judgedBefore = ({ times }: LateMemory, input: number, time: number): boolean => {
  const start = input * TIMES
  if (inRuns(times, start, time)) return true
  times[start + RUN_CELLS] = addToRuns(times, start, times[start + RUN_CELLS] ?? 0, time)
  return false
}
