import { combinedRows, passOnConditions } from './hear-conditions.ts'
import { deadlineOf, ruleClock, type Findings, type JudgeMemory } from './judge-memory.ts'
import { beginSilence, dueSilences } from './judge-silence.ts'
import { NONE, type RuleBook } from './rule-book.ts'
import { GRACE_MS, settleRule } from './settle-rule.ts'

/** One pass may make the next thing due: a signal that passes its limit starts a delay, and so on. No rule has more such steps than this. */
const MOST_ROUNDS = 8

/** Something that time has settled: a silence, or what a rule's own clock has left behind by more than the grace. `at` = wall time when that happened: in this order they are settled, as if the clock had been looked at each ms. */
interface Due { row: number; at: number; silence: boolean }

/**
 * Lets time pass: settles every silence, every delay and every signal that has run out while no reading came.
 * @param inclusive false: a silence that is due exactly now waits for the readings of this instant
 */
export const settleByClock = (book: RuleBook, memory: JudgeMemory, now: number, inclusive: boolean, findings: Findings): void => {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = [...dueSilences(book, memory, now, inclusive).map((due) => ({ ...due, silence: true })), ...dueRules(book, memory, memory.pending, now)].sort((a, b) => a.at - b.at || Number(b.silence) - Number(a.silence))
    if (due.length === 0) return
    for (const { row, at, silence } of due) {
      if (silence) fallSilent(book, memory, row, at, findings)
      // Something before it may have broken it off in the meantime.
      else settleRule(book, memory, row, now, findings)
      passOnConditions(book, memory, now, findings)
    }
  }
}

/** Begins every silence that was due before a batch arrived, in order, each after what its point's clock had ended by then: what is judged then must know of it, live and when the log is replayed. @param delays whether delays are settled too */
export const settleSilences = (book: RuleBook, memory: JudgeMemory, arrivedAt: number, findings: Findings, delays: boolean): void => {
  if (book.silences.size === 0 || arrivedAt < memory.nextSilence) return
  for (const { row, at } of dueSilences(book, memory, arrivedAt, false).sort((a, b) => a.at - b.at)) {
    if (delays) fallSilent(book, memory, row, at, findings)
    else beginSilence(book, memory, row, at, findings)
  }
}

/** After all that its point's clock had ended by then, one step of a rule making the next one due: a silence breaks off what is still running. */
const fallSilent = (book: RuleBook, memory: JudgeMemory, row: number, at: number, findings: Findings): void => {
  settlePoint(book, memory, book.points[row] ?? NONE, at, findings)
  beginSilence(book, memory, row, at, findings)
}

/** What has run out in the rules that hear one point, before a reading of it is judged or it falls silent. */
export const settlePoint = (book: RuleBook, memory: JudgeMemory, point: number, now: number, findings: Findings): void => {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = dueRules(book, memory, rulesHearing(book, point), now).sort((a, b) => a.at - b.at)
    if (due.length === 0) return
    for (const { row } of due) {
      settleRule(book, memory, row, now, findings)
      passOnConditions(book, memory, now, findings)
    }
  }
}

function* rulesHearing(book: RuleBook, point: number): Generator<number> {
  for (let row = book.firstOfPoint[point] ?? NONE; row !== NONE; row = book.nextOfRule[row] ?? NONE) {
    const rule = book.taps.get(row)?.rule ?? row
    yield rule
    yield* combinedRows(book, rule)
  }
}

const dueRules = (book: RuleBook, memory: JudgeMemory, rows: Iterable<number>, now: number): Due[] => {
  const found: Due[] = []
  for (const row of rows) {
    const deadline = deadlineOf(book, row)
    const clock = ruleClock(book, memory, row, now)
    if (clock > deadline + GRACE_MS) found.push({ row, at: now - (clock - deadline) + GRACE_MS, silence: false })
  }
  return found
}
