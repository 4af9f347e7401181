import { passTo } from './detection.ts'
import { settleLimit } from './detect/limit.ts'
import { passOnConditions } from './hear-conditions.ts'
import { deadlineOf, keep, ruleClock, type Findings, type JudgeMemory } from './judge-memory.ts'
import { settleSignal } from './judge-signal.ts'
import { beginSilence, dueSilences } from './judge-silence.ts'
import type { RuleBook } from './rule-book.ts'

/** What a timer waits for readings that are still on their way. */
const GRACE_MS = 2_000
/** One pass may make the next thing due: a signal that passes its limit starts a delay, and so on. No rule has more such steps than this. */
const MOST_ROUNDS = 8

/** Something that time has settled: a silence, or what a rule's own clock has left behind by more than the grace. `at` = wall time, in whose order they are settled. */
interface Due { row: number; at: number; silence: boolean }

/**
 * Lets time pass: settles every silence, every delay and every signal that has run out while no reading came.
 * @param inclusive false: a silence that is due exactly now waits for the readings of this instant
 */
export const settleByClock = (book: RuleBook, memory: JudgeMemory, now: number, inclusive: boolean, findings: Findings): void => {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = [...dueSilences(book, memory, now, inclusive).map((due) => ({ ...due, silence: true })), ...dueRules(book, memory, now)].sort((a, b) => a.at - b.at || Number(a.silence) - Number(b.silence))
    if (due.length === 0) return
    for (const { row, at, silence } of due) {
      if (silence) beginSilence(book, memory, row, at, findings)
      else settleRule(book, memory, row, now, findings)
      passOnConditions(book, memory, findings)
    }
  }
}

const dueRules = (book: RuleBook, memory: JudgeMemory, now: number): Due[] => {
  const found: Due[] = []
  for (const row of memory.pending) {
    const deadline = deadlineOf(book, row)
    const clock = ruleClock(book, memory, row, now)
    if (clock > deadline + GRACE_MS) found.push({ row, at: now - (clock - deadline), silence: false })
  }
  return found
}

const settleRule = (book: RuleBook, memory: JudgeMemory, row: number, now: number, findings: Findings): void => {
  const deadline = deadlineOf(book, row)
  // A silence has broken it off in the meantime, or a rule before it has.
  if (!(ruleClock(book, memory, row, now) > deadline + GRACE_MS)) return
  const point = book.points[row] ?? -1
  const detection = book.detections[row]
  const past = nextAfter(deadline)
  if (detection === undefined) {
    settleLimit(book.configs, row, book.live, row, past, findings.live)
  } else {
    passTo(detection.cells, deadline)
    settleSignal(book.configs, row, book.live, row, detection, past, findings.live)
  }
  if (point >= 0 && (detection === undefined || detection.inputs.length === 1)) memory.points.judgedTo[point] = Math.max(memory.points.judgedTo[point] ?? deadline, deadline)
  keep(book, memory, row, findings)
}

/** Delays end strictly before the time to which they are settled. Half a ms is more than a time in ms can lose. */
const nextAfter = (time: number): number => time + 0.5
