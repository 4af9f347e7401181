import { ACTIVE, IDLE, OFF, SILENCE } from './detect/limit-columns.ts'
import { breakLimit } from './detect/limit.ts'
import { heardOf } from './detection.ts'
import { keep, type Findings, type JudgeMemory } from './judge-memory.ts'
import { judgeSilentInput } from './judge-signal.ts'
import type { RuleBook } from './rule-book.ts'

/** @returns wall time at which the point of a silence row falls silent if nothing comes; Infinity when it was never heard or has fallen silent. */
const silenceDue = (book: RuleBook, memory: JudgeMemory, row: number, heardAt: number): number => {
  // Never heard is not silent but never seen.
  if (heardAt === 0 || book.live.phase[row] !== IDLE) return Number.POSITIVE_INFINITY
  return Math.max(heardAt, memory.deafUntil) + (book.configs.onDelay[row] ?? Number.NaN)
}

/** A point that has fallen silent at this wall time. */
interface Silence { row: number; at: number }
const none: Silence[] = []

/** @param inclusive false: a silence that is due exactly now waits for the readings of this instant */
export const dueSilences = (book: RuleBook, memory: JudgeMemory, now: number, inclusive: boolean): Silence[] => {
  if (now < memory.nextSilence) return none
  const found: Silence[] = []
  let next = Number.POSITIVE_INFINITY
  for (const row of book.silences) {
    const heardAt = memory.points.heardAt[book.points[row] ?? -1] ?? 0
    const at = silenceDue(book, memory, row, heardAt)
    if (at < now || (inclusive && at === now)) found.push({ row, at })
    // A point that is heard from now on cannot fall silent before its time has passed once.
    else next = Math.min(next, at, now + (book.configs.onDelay[row] ?? 0))
  }
  memory.nextSilence = found.length > 0 ? Number.NEGATIVE_INFINITY : next
  return found
}

/** A live reading of the point: it was silent until now if this comes too late, and is silent no longer. */
export const endSilence = (book: RuleBook, memory: JudgeMemory, row: number, heardAt: number, arrivedAt: number, time: number, findings: Findings): void => {
  const due = silenceDue(book, memory, row, heardAt)
  if (due < arrivedAt) beginSilence(book, memory, row, due, findings)
  if (book.live.phase[row] !== ACTIVE) return
  book.live.phase[row] = IDLE
  if (book.taps.has(row)) return
  findings.live.push({ rule: row, event: 'cleared', at: time, onset: book.live.onset[row] ?? time, value: book.live.onsetValue[row] ?? 0 })
  keep(book, memory, row, findings)
}

/** The point has been silent for its time at `due` (wall clock): raised, and nothing that the silence overtook is fulfilled any more. */
export const beginSilence = (book: RuleBook, memory: JudgeMemory, row: number, due: number, findings: Findings): void => {
  const point = book.points[row] ?? -1
  const since = (memory.points.liveAt[point] ?? 0) + due - (memory.points.liveArrival[point] ?? 0)
  book.live.phase[row] = ACTIVE
  const tap = book.taps.get(row)
  if (tap !== undefined) {
    tellRule(book, memory, tap.rule, tap.input, since, findings)
    return
  }
  const seconds = (book.configs.onDelay[row] ?? 0) / 1000
  book.live.onset[row] = due
  book.live.onsetValue[row] = seconds
  findings.live.push({ rule: row, event: 'raised', at: due, onset: due, value: seconds })
  keep(book, memory, row, findings)
  for (let other = book.firstOfPoint[point] ?? -1; other !== -1; other = book.nextOfRule[other] ?? -1) overtake(book, memory, other, since, findings)
}

/** What the silence of a point means to another of its rows. */
const overtake = (book: RuleBook, memory: JudgeMemory, row: number, since: number, findings: Findings): void => {
  if (book.configs.mode[row] === SILENCE) return
  const tap = book.taps.get(row)
  tellRule(book, memory, tap?.rule ?? row, tap?.input ?? 0, since, findings)
  // A rule over several points goes on with the others.
  const alone = (book.detections[row]?.inputs.length ?? 1) === 1
  if (tap === undefined && alone && breakLimit(book.configs, row, book.live, row, since)) keep(book, memory, row, findings)
}

const tellRule = (book: RuleBook, memory: JudgeMemory, rule: number, input: number, since: number, findings: Findings): void => {
  const detection = book.detections[rule]
  if (detection === undefined || book.configs.mode[rule] === OFF) return
  // After a restart the rule may be ahead of the point's clock: it has heard of a reading behind this silence.
  const heard = heardOf(detection, input)
  if (heard > (memory.points.liveAt[detection.inputs[input] ?? -1] ?? 0)) return
  if (judgeSilentInput(book.configs, rule, book.live, rule, detection, input, since, findings.live)) keep(book, memory, rule, findings)
}
