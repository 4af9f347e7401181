import { conditionIds } from '@hazardwatch/shared/rule-condition'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { isRaised, OFF } from './detect/limit-columns.ts'
import { keep, type Findings, type JudgeMemory } from './judge-memory.ts'
import { judgeHeard } from './judge-signal.ts'
import type { RuleBook } from './rule-book.ts'
import { settleRule } from './settle-rule.ts'

/** Tells the rules that hear other rules' conditions of what has just been found, by its time and not by the order of the rules, and of what follows from that. */
export const passOnConditions = (book: RuleBook, memory: JudgeMemory, now: number, findings: Findings): void => {
  if (book.listeners.size === 0) return
  // What is found meanwhile is appended, and passed on in its turn: combinations go round in no circle.
  while (findings.passedOn < findings.live.length) {
    const news = findings.live.slice(findings.passedOn).sort((a, b) => a.at - b.at)
    findings.passedOn = findings.live.length
    for (const found of news) {
      const id = book.rules.idOf(found.rule)
      if (id !== undefined) tellListeners(book, memory, id, found.event === 'raised', found.at, now, findings)
    }
  }
}

/** Before a rule hears a reading of its own: what the clocks have ended by now in the rules that it combines, it must have heard first. */
export const hearWhatIsOver = (book: RuleBook, memory: JudgeMemory, row: number, now: number, findings: Findings): void => {
  for (const combined of combinedRows(book, row)) if (memory.pending.has(combined)) settleRule(book, memory, combined, now, findings)
  passOnConditions(book, memory, now, findings)
}

/** @returns rows of the rules that a rule combines, and of those that they do, these first. */
export function* combinedRows(book: RuleBook, row: number): Generator<number> {
  const when = book.rules.whenOf(row)
  if (when === undefined) return
  for (const id of conditionIds(when)) {
    const combined = book.rows.get(id)
    if (combined === undefined) continue
    yield* combinedRows(book, combined)
    yield combined
  }
}

/** A condition has become so at this event time. @param now wall time, epoch ms */
export const tellListeners = (book: RuleBook, memory: JudgeMemory, id: string, raised: boolean, at: number, now: number, findings: Findings): void => {
  for (const { rule: listener, index } of book.listeners.get(id) ?? []) {
    const row = book.rows.get(listener)
    const detection = row === undefined ? undefined : book.detections[row]
    if (row === undefined || detection === undefined || book.configs.mode[row] === OFF) continue
    settleRule(book, memory, row, now, findings)
    judgeHeard(book.configs, row, book.live, row, detection, index, raised, at, findings.live)
    // What it has heard is kept whether or not it alarms: the rule it was heard of will not tell it twice.
    keep(book, memory, row, findings)
  }
}

/** Lets a rule hear the conditions that it combines, from now on and as they are now. */
export const listen = (book: RuleBook, rule: AlarmRule): void => {
  if (rule.when === undefined) return
  const row = book.rows.get(rule.id)
  const detection = row === undefined ? undefined : book.detections[row]
  conditionIds(rule.when).forEach((id, index) => {
    book.listeners.set(id, [...book.listeners.get(id) ?? [], { rule: rule.id, index }])
    const heard = book.rows.get(id)
    if (detection !== undefined) detection.own[index] = heard !== undefined && isRaised(book.live.phase[heard] ?? 0) ? 1 : 0
  })
}

export const stopListening = (book: RuleBook, id: string): void => {
  for (const [heard, listeners] of book.listeners) {
    const rest = listeners.filter(({ rule }) => rule !== id)
    if (rest.length === 0) book.listeners.delete(heard)
    else if (rest.length < listeners.length) book.listeners.set(heard, rest)
  }
}
