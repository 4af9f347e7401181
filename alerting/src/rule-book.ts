import { isHighLimit, isLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { RowIndex } from '@hazardwatch/shared/row-index'
import { RuleColumns, type RulePlace } from '@hazardwatch/shared/rule-columns'
import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { withSpare } from '@hazardwatch/shared/with-spare'
import {
  createLimitConfigs, createLimitMemories, growColumns, LIMIT, OFF, setLimitConfig, SIGNAL, SILENCE, TAP, type LimitConfigs, type LimitMemories,
} from './detect/limit-columns.ts'
import { resetLimit } from './detect/limit.ts'
import { restoreCells, type Detection } from './detection.ts'

export const NONE = -1
/** Input of a tap that says whether the rule is armed. */
export const STAGE = -1

/**
 * Silence first: what it breaks off must be broken before the next reading is judged. Then lower levels before higher ones, so that of two limits crossed
 * by one reading the nearer one is the first out. Signals last.
 */
const kindOrder: Partial<Record<RuleKind, number>> = { silence: 0, L: 1, H: 2, LL: 3, HH: 4 }
const SIGNAL_ORDER = 5

/** Where a row that is no rule leads: to the rule that hears its point. */
export interface Tap {
  rule: number
  input: number
}

/**
 * The rules in force, as rows. Each point heads a list of its rules' rows (`firstOfPoint`, `nextOfRule`, -1 ends it),
 * so that a reading finds its rules without a look-up by name. Disabled rules stay linked. Rows of retired rules are used again.
 * A rule that hears several points has a row of its own in the list of its first point, and a tap in those of the others.
 */
export interface RuleBook {
  configs: LimitConfigs
  live: LimitMemories
  rules: RuleColumns
  /** Of rules that make a signal, by row. */
  detections: (Detection | undefined)[]
  points: Int32Array
  nextOfRule: Int32Array
  firstOfPoint: Int32Array
  /** By the id of a rule; taps have none. */
  rows: RowIndex
  /** By tap row. */
  taps: Map<number, Tap>
  /** By rule row: between which values of another point the rule is armed, and whether it is; undefined = not known yet. */
  stages: Map<number, { low: number; high: number; open: boolean | undefined }>
  /** Rows that lead to a rule row. */
  tapsOf: Map<number, number[]>
  /** By the id of a rule: which rules hear its condition, and as which of theirs. */
  listeners: Map<string, { rule: string; index: number }[]>
  /** Rows that are judged on the wall clock. */
  silences: Set<number>
  free: number[]
  /** Rows that have been in use so far. */
  end: number
}

export const createRuleBook = (ruleCapacity = 64, pointCapacity = 64): RuleBook => ({
  ...namedRules(),
  configs: createLimitConfigs(ruleCapacity),
  live: createLimitMemories(ruleCapacity),
  detections: [],
  points: new Int32Array(ruleCapacity).fill(NONE),
  nextOfRule: new Int32Array(ruleCapacity).fill(NONE),
  firstOfPoint: new Int32Array(pointCapacity).fill(NONE),
  taps: new Map(),
  stages: new Map(),
  tapsOf: new Map(),
  listeners: new Map(),
  silences: new Set(),
  free: [],
  end: 0,
})

const namedRules = (): Pick<RuleBook, 'rules' | 'rows'> => {
  const rules = new RuleColumns()
  return { rules, rows: new RowIndex((row) => rules.idOf(row)) }
}

/**
 * Adds a rule or changes the one of this id; its memory stays as long as the rule stays on its point and of its kind.
 * @param detection for kinds that make a signal @param place the point itself
 * @returns its row.
 */
export const putRule = (book: RuleBook, rule: AlarmRule, point: number, detection?: Detection, place?: RulePlace): number => {
  const known = book.rows.get(rule.id)
  const moved = known !== undefined && (book.points[known] !== point || !sameCondition(book.rules.kindOf(known), rule.kind))
  if (moved) dropRule(book, rule.id)
  const row = known === undefined || moved ? allocateRow(book) : known
  dropTaps(book, row)
  unlink(book, row)
  nameRow(book, row, rule, place)
  const before = book.detections[row]
  if (detection !== undefined && before !== undefined) restoreCells(detection, before.cells)
  putDetection(book, row, detection)
  setLimitConfig(book.configs, row, rule, modeOf(rule), detection?.detector ?? { limit: rule.limit ?? Number.NaN, deadband: rule.deadband })
  book.silences.delete(row)
  if (rule.kind === 'silence' && rule.enabled) watchSilence(book, row, rule.afterS ?? Number.NaN)
  link(book, row, point)
  detection?.inputs.forEach((other, input) => { if (input > 0 && other !== NONE) putTap(book, row, input, other, TAP) })
  return row
}

/** Most rows have none: the list is no longer than the last that has. */
const putDetection = ({ detections }: RuleBook, row: number, detection: Detection | undefined): void => {
  if (detection !== undefined) while (detections.length <= row) detections.push(undefined)
  if (row < detections.length) detections[row] = detection
}

/** Puts a rule into a row, also under another id than before. */
export const nameRow = (book: RuleBook, row: number, rule: AlarmRule, place: RulePlace | undefined): void => {
  const before = book.rules.idOf(row)
  if (before !== undefined && before !== rule.id) book.rows.delete(before)
  book.rules.set(row, rule, place)
  if (before !== rule.id) book.rows.add(rule.id, row)
}

/** Lets a rule hear that one of its inputs has been silent for so long. */
export const putSilenceTap = (book: RuleBook, rule: number, input: number, point: number, afterS: number): void => {
  watchSilence(book, putTap(book, rule, input, point, SILENCE), afterS)
}

/** Lets a rule hear the point whose stage arms it. */
export const putStageTap = (book: RuleBook, rule: number, point: number, low: number, high: number): void => {
  putTap(book, rule, STAGE, point, TAP)
  book.stages.set(rule, { low, high, open: undefined })
}

/** Takes a rule out of the book, with its memory. */
export const dropRule = (book: RuleBook, id: string): void => {
  const row = book.rows.get(id)
  if (row === undefined) return
  dropTaps(book, row)
  book.rows.delete(id)
  freeRow(book, row)
}

/** @returns rows of a point, in the order in which they are judged. */
export const rulesOfPoint = (book: RuleBook, point: number): number[] => {
  const rows: number[] = []
  for (let row = book.firstOfPoint[point] ?? NONE; row !== NONE; row = book.nextOfRule[row] ?? NONE) rows.push(row)
  return rows
}

const modeOf = ({ kind }: AlarmRule): number => {
  if (isLimit(kind)) return LIMIT
  return kind === 'silence' ? SILENCE : SIGNAL
}

/** The time of a silence stands where the on-delay of a limit does. */
const watchSilence = (book: RuleBook, row: number, afterS: number): void => {
  book.configs.onDelay[row] = Math.round(afterS * 1000)
  book.silences.add(row)
}

const putTap = (book: RuleBook, rule: number, input: number, point: number, mode: number): number => {
  const row = allocateRow(book)
  book.configs.mode[row] = mode
  book.taps.set(row, { rule, input })
  book.tapsOf.set(rule, [...book.tapsOf.get(rule) ?? [], row])
  link(book, row, point)
  return row
}

const dropTaps = (book: RuleBook, rule: number): void => {
  for (const row of book.tapsOf.get(rule) ?? []) {
    book.taps.delete(row)
    freeRow(book, row)
  }
  book.tapsOf.delete(rule)
}

const freeRow = (book: RuleBook, row: number): void => {
  unlink(book, row)
  book.rules.delete(row)
  putDetection(book, row, undefined)
  book.stages.delete(row)
  book.silences.delete(row)
  book.configs.mode[row] = OFF
  resetLimit(book.live, row)
  book.free.push(row)
}

const allocateRow = (book: RuleBook): number => {
  const row = book.free.pop() ?? book.end++
  reserveRules(book, row)
  book.points[row] = NONE
  resetLimit(book.live, row)
  return row
}

const link = (book: RuleBook, row: number, point: number): void => {
  book.points[row] = point
  if (point < 0) return
  reservePoints(book, point)
  const own = rank(book, row)
  let before = NONE
  let next = book.firstOfPoint[point] ?? NONE
  while (next !== NONE && rank(book, next) <= own) {
    before = next
    next = book.nextOfRule[next] ?? NONE
  }
  book.nextOfRule[row] = next
  leadTo(book, point, before, row)
}

const unlink = (book: RuleBook, row: number): void => {
  const point = book.points[row] ?? NONE
  book.points[row] = NONE
  if (point < 0) return
  let before = NONE
  let found = book.firstOfPoint[point] ?? NONE
  while (found !== NONE && found !== row) {
    before = found
    found = book.nextOfRule[found] ?? NONE
  }
  if (found === row) leadTo(book, point, before, book.nextOfRule[row] ?? NONE)
  book.nextOfRule[row] = NONE
}

/** What comes behind a row in the list of a point; NONE = what heads it. */
const leadTo = (book: RuleBook, point: number, before: number, row: number): void => {
  if (before === NONE) book.firstOfPoint[point] = row
  else book.nextOfRule[before] = row
}

const rank = (book: RuleBook, row: number): number => {
  if (book.configs.mode[row] === SILENCE) return 0
  const kind = book.rules.kindOf(row)
  return (kind && kindOrder[kind]) ?? SIGNAL_ORDER
}

/** Makes room for so many rules and for points up to this number at once: at a start both are known. */
export const reserveBook = (book: RuleBook, rules: number, point: number): void => {
  const rows = withSpare(rules)
  if (rows > book.points.length) growRules(book, rows)
  book.rules.reserve(rows)
  book.rows.reserve(rows)
  if (point >= book.firstOfPoint.length) book.firstOfPoint = grown(book.firstOfPoint, withSpare(point + 1))
}

const reserveRules = (book: RuleBook, row: number): void => {
  const capacity = book.points.length
  if (row >= capacity) growRules(book, Math.max(row + 1, capacity * 2))
}

const growRules = (book: RuleBook, larger: number): void => {
  book.configs = growColumns(book.configs, createLimitConfigs(larger))
  book.live = growColumns(book.live, createLimitMemories(larger))
  book.points = grown(book.points, larger)
  book.nextOfRule = grown(book.nextOfRule, larger)
}

const reservePoints = (book: RuleBook, point: number): void => {
  if (point >= book.firstOfPoint.length) book.firstOfPoint = grown(book.firstOfPoint, Math.max(point + 1, book.firstOfPoint.length * 2))
}

const grown = (column: Int32Array, capacity: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(capacity).fill(NONE)
  larger.set(column)
  return larger
}

/** @returns whether an edit between two kinds leaves the condition what it was: the limit of the same side, or the same kind. */
export const sameCondition = (before: RuleKind | undefined, after: RuleKind): boolean =>
  before === after || (before !== undefined && isLimit(before) && isLimit(after) && isHighLimit(before) === isHighLimit(after))
