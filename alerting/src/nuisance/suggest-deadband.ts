import { isHighLimit, isLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { GOOD } from '@hazardwatch/shared/quality'
import type { StoredReading } from '@hazardwatch/shared/reading-store'
import { createLimitConfigs, createLimitMemories, LIMIT, setLimitConfig } from '../detect/limit-columns.ts'
import { judgeLimit, mayRaise, settleLimit, type Observation } from '../detect/limit.ts'
import { CHATTER_TRANSITIONS, CHATTER_WINDOW_MS, mostTransitions, type Episode } from './chatter.ts'

/** What other deadbands would have made of the readings around the chatter. Occurrences are counted with the deadband of the rule, and with the suggested one. */
export interface DeadbandFinding {
  /** Null: none is found, or none is needed any more. */
  deadband: number | null
  /** Whether it chatters with the deadband of the rule. */
  chatters: boolean
  occurrencesNow: number
  occurrencesThen: number
}

/** Steps of a decade in which a deadband is suggested: no operator sets 0.3172. */
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
/** Deadbands are looked for from this share of the largest on. */
const LEAST_SHARE = 1e-4

/** @returns deadbands in steps, ascending, wider than `above` and not beyond `largest` */
export const deadbandLadder = (above: number, largest: number): number[] => {
  if (!(largest > 0) || !Number.isFinite(largest)) return []
  const ladder: number[] = []
  for (let decade = Math.floor(Math.log10(largest * LEAST_SHARE)); decade <= Math.log10(largest); decade++) {
    for (const step of STEPS) {
      const deadband = Number((step * 10 ** decade).toPrecision(2))
      if (deadband > above && deadband >= largest * LEAST_SHARE && deadband <= largest) ladder.push(deadband)
    }
  }
  return ladder
}

/**
 * How wide a deadband may be: it must not reach the next limit (what a rule is refused for when it is written), nor the end of the range or the far end of the readings,
 * where the alarm could not clear.
 * @param others rules in force on the same point
 */
export const largestDeadband = (rule: AlarmRule, others: readonly AlarmRule[], range: { low: number | null; high: number | null }, readings: readonly StoredReading[]): number => {
  const high = isHighLimit(rule.kind)
  const limit = rule.limit ?? Number.NaN
  /** Distance from the limit towards where it clears; what lies on the other side does not bound it. */
  const away = (level: number): number[] => ((high ? limit - level : level - limit) > 0 ? [Math.abs(limit - level)] : [])
  const gaps = others.flatMap((other) => (other.id === rule.id || !other.enabled || !isLimit(other.kind) || other.limit === null ? [] : away(other.limit)))
  const end = high ? range.low : range.high
  const farthest = readings.reduce((most, [, value]) => (value === null ? most : Math.max(most, high ? limit - value : value - limit)), 0)
  return Math.min(farthest * ONE_STEP, ...[...gaps, ...(end === null ? [] : away(end))].map((gap) => gap * BELOW))
}

/** What reaches as far as the readings went is at most one step of the ladder beyond them. */
const ONE_STEP = 1.4
/** Short of the next limit itself: there the two alarms would change at one value. */
const BELOW = 0.999

/** The episodes that a limit rule makes of readings, oldest first, with another deadband than its own: the comparator and the delays are those of the engine. */
export const replayLimit = (rule: AlarmRule, deadband: number, readings: readonly StoredReading[]): Episode[] => {
  const configs = createLimitConfigs(1)
  const memories = createLimitMemories(1)
  setLimitConfig(configs, 0, { ...rule, enabled: true }, LIMIT, { limit: rule.limit ?? Number.NaN, deadband })
  const found: Observation[] = []
  for (const [time, stored, quality] of readings) {
    const value = stored ?? Number.NaN
    if (!Number.isNaN(value) && (quality === GOOD || mayRaise(configs, 0, value, quality))) judgeLimit(configs, 0, memories, 0, time, value, found)
    else settleLimit(configs, 0, memories, 0, time, found)
  }
  const episodes: Episode[] = []
  for (const { event, at } of found) {
    const last = episodes.at(-1)
    if (event === 'raised') episodes.push({ raisedAt: at, clearedAt: null })
    else if (last !== undefined) last.clearedAt = at
  }
  return episodes
}

/** @returns whether an episode is no nuisance beside its neighbours: what lay apart for longer than chatter does stays apart */
const keepsApart = (before: readonly Episode[], after: readonly Episode[]): boolean => before.slice(1).every(({ raisedAt }, index) => {
  const clearedAt = before[index]?.clearedAt ?? raisedAt
  return raisedAt - clearedAt <= CHATTER_WINDOW_MS || !after.some((episode) => episode.raisedAt <= clearedAt && (episode.clearedAt ?? Number.POSITIVE_INFINITY) >= raisedAt)
})

const isCalm = (episodes: readonly Episode[]): boolean => mostTransitions(episodes) < CHATTER_TRANSITIONS

/**
 * The least deadband, in steps, with which the readings around the chatter would not have chattered, and with which no two occurrences that lay further apart
 * than a minute would have become one. It yields between two tries: each judges all the readings anew.
 */
export function* suggestDeadband(rule: AlarmRule, largest: number, readings: readonly StoredReading[]): Generator<undefined, DeadbandFinding> {
  const before = replayLimit(rule, rule.deadband, readings)
  const asItIs = { deadband: null, chatters: !isCalm(before), occurrencesNow: before.length, occurrencesThen: before.length }
  if (!asItIs.chatters) return asItIs
  for (const deadband of deadbandLadder(rule.deadband, largest)) {
    yield
    const after = replayLimit(rule, deadband, readings)
    if (isCalm(after) && after.length > 0 && keepsApart(before, after)) return { deadband, chatters: true, occurrencesNow: before.length, occurrencesThen: after.length }
  }
  return asItIs
}
