import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { createLimitConfigs, createLimitMemories, growColumns, setLimitConfig, type LimitConfigs, type LimitMemories } from './detect/limit-columns.ts'
import { resetLimit } from './detect/limit.ts'

const NONE = -1

/** Lower levels first, so that of two limits crossed by one reading the nearer one is the first out. */
const kindOrder = { L: 0, H: 1, LL: 2, HH: 3 } as const

/**
 * The rules in force, as rows. Each point heads a list of its rules' rows (`firstOfPoint`, `nextOfRule`, -1 ends it),
 * so that a reading finds its rules without a look-up by name. Disabled rules stay linked. Rows of retired rules are used again.
 */
export interface RuleBook {
  configs: LimitConfigs
  live: LimitMemories
  rules: (AlarmRule | undefined)[]
  points: Int32Array
  nextOfRule: Int32Array
  firstOfPoint: Int32Array
  rows: Map<string, number>
  free: number[]
}

export const createRuleBook = (ruleCapacity = 64, pointCapacity = 64): RuleBook => ({
  configs: createLimitConfigs(ruleCapacity),
  live: createLimitMemories(ruleCapacity),
  rules: [],
  points: new Int32Array(ruleCapacity),
  nextOfRule: new Int32Array(ruleCapacity).fill(NONE),
  firstOfPoint: new Int32Array(pointCapacity).fill(NONE),
  rows: new Map(),
  free: [],
})

/** Adds a rule or changes the one of this id; its memory stays as long as the rule stays on its point. @returns its row. */
export const putRule = (book: RuleBook, rule: AlarmRule, point: number): number => {
  const known = book.rows.get(rule.id)
  if (known !== undefined && book.points[known] !== point) dropRule(book, rule.id)
  const row = book.rows.get(rule.id) ?? allocateRow(book, rule.id)
  reservePoints(book, point)
  unlink(book, row)
  book.rules[row] = rule
  book.points[row] = point
  setLimitConfig(book.configs, row, rule)
  link(book, row, point)
  return row
}

/** Takes a rule out of the book, with its memory. */
export const dropRule = (book: RuleBook, id: string): void => {
  const row = book.rows.get(id)
  if (row === undefined) return
  unlink(book, row)
  book.rows.delete(id)
  book.rules[row] = undefined
  book.points[row] = NONE
  resetLimit(book.live, row)
  book.free.push(row)
}

/** @returns rows of the rules of a point, in the order in which they are judged. */
export const rulesOfPoint = (book: RuleBook, point: number): number[] => {
  const rows: number[] = []
  for (let row = book.firstOfPoint[point] ?? NONE; row !== NONE; row = book.nextOfRule[row] ?? NONE) rows.push(row)
  return rows
}

const allocateRow = (book: RuleBook, id: string): number => {
  const row = book.free.pop() ?? book.rules.length
  reserveRules(book, row)
  book.rules[row] = undefined
  book.points[row] = NONE
  book.rows.set(id, row)
  resetLimit(book.live, row)
  return row
}

const link = (book: RuleBook, row: number, point: number): void => {
  chain(book, point, [...rulesOfPoint(book, point), row].sort((a, b) => rank(book, a) - rank(book, b)))
}

const unlink = (book: RuleBook, row: number): void => {
  const point = book.points[row] ?? NONE
  if (point !== NONE) chain(book, point, rulesOfPoint(book, point).filter((other) => other !== row))
}

/** A point has a handful of rules: its list is written anew rather than mended. */
const chain = (book: RuleBook, point: number, rows: readonly number[]): void => {
  book.firstOfPoint[point] = rows[0] ?? NONE
  rows.forEach((row, index) => { book.nextOfRule[row] = rows[index + 1] ?? NONE })
}

const rank = (book: RuleBook, row: number): number => {
  const kind = book.rules[row]?.kind
  return kind === undefined ? 0 : kindOrder[kind]
}

const reserveRules = (book: RuleBook, row: number): void => {
  const capacity = book.points.length
  if (row < capacity) return
  const larger = Math.max(row + 1, capacity * 2)
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
