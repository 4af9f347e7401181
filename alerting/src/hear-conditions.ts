import { conditionIds } from '@hazardwatch/shared/rule-condition'
import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { isRaised, OFF } from './detect/limit-columns.ts'
import { keep, type Findings, type JudgeMemory } from './judge-memory.ts'
import { judgeHeard } from './judge-signal.ts'
import type { RuleBook } from './rule-book.ts'

/** Tells the rules that hear other rules' conditions of what has just been found, and of what follows from that. */
export const passOnConditions = (book: RuleBook, memory: JudgeMemory, findings: Findings): void => {
  if (book.listeners.size === 0) return
  // What is found meanwhile is appended, and passed on in its turn: combinations go round in no circle.
  for (; findings.passedOn < findings.live.length; findings.passedOn++) {
    const found = findings.live[findings.passedOn]
    const id = found === undefined ? undefined : book.rules[found.rule]?.id
    if (found !== undefined && id !== undefined) tellListeners(book, memory, id, found.event === 'raised', found.at, findings)
  }
}

/** A condition has become so at this event time. */
export const tellListeners = (book: RuleBook, memory: JudgeMemory, id: string, raised: boolean, at: number, findings: Findings): void => {
  for (const { rule: listener, index } of book.listeners.get(id) ?? []) {
    const row = book.rows.get(listener)
    const detection = row === undefined ? undefined : book.detections[row]
    if (row === undefined || detection === undefined || book.configs.mode[row] === OFF) continue
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
