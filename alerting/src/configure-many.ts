import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { parseSelector, selects } from '@hazardwatch/shared/point-selector'
import { partId, partOn, partTag, ruleIdOf } from '@hazardwatch/shared/rule-part'
import { isWords } from '@hazardwatch/shared/words'
import { configureRule, retireRule } from './configure-rule.ts'
import type { Engine } from './engine-state.ts'
import { coverDependents } from './hide-alarm.ts'
import { nameRow, NONE } from './rule-book.ts'
import { bookSelector, unbookSelector, type SelectorRule } from './selector-book.ts'

/** A rule on many points is configured as a rule for each of them: nothing behind this file knows that it is one. */

/** The points that the rule's gate listens to, as for {@link configureRule}. */
type Others = readonly (NumberedPoint | undefined)[]

/**
 * Adds or edits a rule on many points. What goes on at a point that the rule was on before, under whichever selector or as a single tag, goes on;
 * at a point that it is on no longer it ends as that of a retired rule.
 * @param points those of its enterprise, or at least those that the selector means @param now epoch ms
 */
export const configureMany = (engine: Engine, rule: AlarmRule, points: Iterable<NumberedPoint>, now: number, others: Others = []): void => {
  const selector = parseSelector(rule.point)
  // The ledger writes none that cannot be read; one that is damaged watches nothing, and /health says so.
  const entry: SelectorRule = { rule, selector: isWords(selector) ? { conditions: [] } : selector, parts: new Set(), excluded: new Map() }
  const meant = new Map<string, { part: AlarmRule; point: NumberedPoint }>()
  for (const point of isWords(selector) ? [] : points) {
    if (!selects(entry.selector, point)) continue
    const part = partOn(rule, point)
    if (isWords(part)) entry.excluded.set(point.tag, part)
    else meant.set(point.tag, { part, point })
  }
  keepWhatStays(engine, rule, meant, now)
  bookSelector(engine.selectors, entry)
  for (const [tag, { part, point }] of meant) {
    entry.parts.add(tag)
    configureRule(engine, part, point, now, others)
  }
  coverDependents(engine, { rule: rule.id }, now)
}

const keepWhatStays = (engine: Engine, rule: AlarmRule, meant: ReadonlyMap<string, { part: AlarmRule; point: NumberedPoint }>, now: number): void => {
  const before = engine.selectors.rules.get(rule.id)
  for (const tag of before?.parts ?? []) {
    if (!meant.has(tag) || before?.rule.enterprise !== rule.enterprise) retireRule(engine, partId(rule.id, tag), now)
  }
  const single = pointOf(engine, rule.id)
  if (single === undefined) return
  const part = single.enterprise === rule.enterprise ? meant.get(single.tag)?.part : undefined
  if (part === undefined) retireRule(engine, rule.id, now)
  else renameRule(engine, rule.id, part.id)
}

/** Before a rule on one point is configured: if it was on many, what goes on at that point is the rule's, and the rest ends. */
export const narrowToOne = (engine: Engine, rule: AlarmRule, point: NumberedPoint | undefined, now: number): void => {
  // Most engines have none, and a start comes by with a million rules.
  const before = engine.selectors.rules.size === 0 ? undefined : engine.selectors.rules.get(rule.id)
  if (before === undefined) return
  for (const tag of before.parts) {
    const id = partId(rule.id, tag)
    if (point !== undefined && tag === point.tag && point.enterprise === before.rule.enterprise) renameRule(engine, id, rule.id)
    else retireRule(engine, id, now)
  }
  unbookSelector(engine.selectors, rule.id)
  coverDependents(engine, { rule: rule.id }, now)
}

/** A point is registered, or is another than it was: the rule is on it, or on it no longer. */
export const configurePart = (engine: Engine, entry: SelectorRule, point: NumberedPoint, now: number, others: Others): void => {
  const part = selects(entry.selector, point) ? partOn(entry.rule, point) : undefined
  if (part === undefined || isWords(part)) {
    retirePart(engine, entry, point.tag, now)
    if (part !== undefined) entry.excluded.set(point.tag, part)
    return
  }
  entry.excluded.delete(point.tag)
  entry.parts.add(point.tag)
  configureRule(engine, part, point, now, others)
  coverDependents(engine, { rule: entry.rule.id }, now)
}

/** The rule is on a point no longer. */
export const retirePart = (engine: Engine, { rule, parts, excluded }: SelectorRule, tag: string, now: number): void => {
  excluded.delete(tag)
  if (!parts.delete(tag)) return
  retireRule(engine, partId(rule.id, tag), now)
  coverDependents(engine, { rule: rule.id }, now)
}

/** @returns the point of a row of the rule book. */
const pointOf = (engine: Engine, id: string): NumberedPoint | undefined => {
  const row = engine.book.rows.get(id)
  return row === undefined ? undefined : engine.points.get(engine.book.points[row] ?? -1)
}

/** The same rule on the same point under another id of the engine's: its row and all that is remembered of it stay. */
const renameRule = (engine: Engine, from: string, to: AlarmRule['id']): void => {
  const { book } = engine
  const row = book.rows.get(from)
  const rule = row === undefined ? undefined : book.rules.get(row)
  if (row === undefined || rule === undefined) return
  nameRow(book, row, { ...rule, id: to }, engine.points.get(book.points[row] ?? NONE))
  for (const map of [engine.lateAlarms, engine.dryAlarms, engine.gates.rules] as Map<string, unknown>[]) {
    const known = map.get(from)
    if (map.delete(from)) map.set(to, known)
  }
  for (const id of [from, to]) {
    engine.changes.rules.add(id)
    engine.changes.lateRules.add(id)
  }
}

/**
 * A kill between an edit in the ledger and what the engine made of it: memory that is kept under the id of before.
 * @returns the id that it has now; undefined when nothing goes on with it
 */
export const movedTo = (engine: Engine, id: string, tag: string | null): string | undefined => {
  const rule = ruleIdOf(id as AlarmRule['id'])
  const point = partTag(id) ?? tag
  if (point === null) return undefined
  const part = partId(rule, point)
  if (id !== part && engine.book.rows.has(part)) return part
  return id !== rule && pointOf(engine, rule)?.tag === point ? rule : undefined
}
