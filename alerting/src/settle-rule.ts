import { passTo } from './detection.ts'
import { nextAfter, settleLimit } from './detect/limit.ts'
import { deadlineOf, keep, ruleClock, type Findings, type JudgeMemory } from './judge-memory.ts'
import { settleSignal } from './judge-signal.ts'
import type { RuleBook } from './rule-book.ts'

/** What a timer waits for readings that are still on their way. */
export const GRACE_MS = 2_000

/**
 * Settles what has run out in a rule if the rule's own clock has left it behind by more than the grace. What is judged next must come after it, whether or
 * not a timer has looked in the meantime: only then do readings and their times of arrival alone say what is found, live and when the log is replayed.
 */
export const settleRule = (book: RuleBook, memory: JudgeMemory, row: number, now: number, findings: Findings): void => {
  const deadline = deadlineOf(book, row)
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
