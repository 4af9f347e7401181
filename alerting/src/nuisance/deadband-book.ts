import type { AlarmKpis, Chatterer, DeadbandBasis } from '@hazardwatch/shared/alarm-kpis'
import { isLimit, type AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey, splitPointKey } from '@hazardwatch/shared/ids'
import type { Point } from '@hazardwatch/shared/ledger'
import type { Ledger } from '@hazardwatch/shared/ledger-port'
import type { ReadingStore, StoredReading } from '@hazardwatch/shared/reading-store'
import { isOnMany, ruleOnPoint } from '@hazardwatch/shared/rule-part'
import { isoTime } from '@hazardwatch/shared/time'
import { CHATTER_TRANSITIONS, CHATTER_WINDOW_MS, mostTransitions, usualDeadband, usualPercent, type Episode } from './chatter.ts'
import type { KpiOccurrence } from './kpis.ts'
import { largestDeadband, suggestDeadband } from './suggest-deadband.ts'

export interface DeadbandBookOptions {
  ledger: Pick<Ledger, 'rule' | 'rules' | 'point'>
  store: Pick<ReadingStore, 'history'>
  /** Resolves after so many ms: an answer does not wait longer for a store that is slow. */
  pause: (ms: number) => Promise<unknown>
  /** Lets everything else have its turn: each try judges up to 20,000 readings. */
  turn: () => Promise<unknown>
  onFailure: (error: unknown) => void
}

export interface DeadbandBook {
  /** Fills in the suggested deadbands of an answer. @param occurrences of the chattering rules in it */
  fill: (kpis: AlarmKpis, occurrences: readonly KpiOccurrence[]) => Promise<AlarmKpis>
}

type Suggestion = Pick<Chatterer, 'suggestedDeadband' | 'deadbandBasis'>
type Usual = Extract<DeadbandBasis, { from: 'usual' }>['why']

const EPISODES = 50
const LONGEST_MS = 86_400_000
const READINGS = 20_000
/** Of a point that is read so often that a day does not fit, the half in which the chatter ended is read, and half of that. */
const HALVINGS = 8
const ANSWER_WITHIN_MS = 1_500
/** Worst first; the others have their turn in the next answer. */
const RULES_AT_ONCE = 20
/** What was found holds so long though the chatter goes on. */
const FRESH_MS = 60_000
const KEPT = 1_000

const NOTHING: Suggestion = { suggestedDeadband: null, deadbandBasis: null }

/** The deadband that would have calmed a chattering limit, found by judging the stored readings around it again. Read one rule after the other, beside everything else, and kept. */
export const createDeadbandBook = (options: DeadbandBookOptions): DeadbandBook => {
  const { ledger } = options
  const known = new Map<string, { stamp: string; at: number; suggestion: Suggestion }>()
  const running = new Map<string, Promise<void>>()
  let queue: Promise<void> = Promise.resolve()

  const read = (wanted: Wanted, others: readonly AlarmRule[], stamp: string, at: number): Promise<void> => {
    const key = wanted.rule.id
    const before = running.get(key)
    if (before !== undefined) return before
    const done = queue = queue.then(async () => {
      try {
        known.delete(key)
        known.set(key, { stamp, at, suggestion: await readSuggestion(options, wanted, others) })
        for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest)
      } catch (error) {
        options.onFailure(error)
      } finally {
        running.delete(key)
      }
    })
    running.set(key, done)
    return done
  }

  return {
    fill: async (kpis, occurrences) => {
      const to = Date.parse(kpis.to)
      const wanted = kpis.chattering.flatMap((actor) => wantedOf(ledger, actor, occurrences)).slice(0, RULES_AT_ONCE)
      const missing = wanted.flatMap((each) => {
        const [found, stamp] = [known.get(each.rule.id), stampOf(each)]
        const holds = found !== undefined && (found.stamp === stamp || (Math.abs(to - found.at) < FRESH_MS && found.stamp.startsWith(ruleStamp(each.rule))))
        return holds ? [] : [{ each, stamp }]
      })
      if (missing.length > 0) {
        const beside = rulesBeside(ledger, missing.map(({ each }) => each.rule))
        await Promise.race([Promise.all(missing.map(({ each, stamp }) => read(each, beside.get(keyOf(each.rule)) ?? [], stamp, to))), options.pause(ANSWER_WITHIN_MS)])
      }
      const suggest = (actor: Chatterer): Chatterer => {
        const rule = ruleOf(ledger, actor)
        const point = ledger.point(actor.enterprise, actor.point)
        if (rule === undefined || point === undefined || !isLimit(rule.kind)) return { ...actor, ...NOTHING }
        if (actor.transitions < CHATTER_TRANSITIONS) return { ...actor, ...usual(point, rule, 'no_history') }
        if (rule.stateLimits !== undefined) return { ...actor, ...usual(point, rule, 'limits_by_state') }
        const found = known.get(rule.id)
        return { ...actor, ...(found?.stamp.startsWith(ruleStamp(rule)) === true ? found.suggestion : usual(point, rule, 'not_read_yet')) }
      }
      return { ...kpis, chattering: kpis.chattering.map(suggest), fleeting: kpis.fleeting.map(suggest) }
    },
  }
}

interface Wanted { rule: AlarmRule; point: Point & { number: number }; episodes: Episode[] }

/** As it is on the point of the actor; one that has left that point is the rule as it is. */
const ruleOf = (ledger: DeadbandBookOptions['ledger'], { rule: id, point }: Pick<Chatterer, 'rule' | 'point'>): AlarmRule | undefined => {
  const rule = ledger.rule(id)
  return rule && (isOnMany(ledger, rule) ? ruleOnPoint(ledger, rule, point) : rule)
}

/** Its latest chatter, and what came before it. Nothing where history says nothing of the limit in force. */
const wantedOf = (ledger: DeadbandBookOptions['ledger'], actor: Chatterer, occurrences: readonly KpiOccurrence[]): Wanted[] => {
  const { rule: id, enterprise, point: tag } = actor
  const rule = ruleOf(ledger, actor)
  const point = ledger.point(enterprise, tag)
  if (rule === undefined || point === undefined || !isLimit(rule.kind) || rule.stateLimits !== undefined) return []
  const all = occurrences.filter((each) => each.rule === id && each.enterprise === enterprise && each.point === tag).sort((a, b) => a.raisedAt - b.raisedAt)
  const last = all.findLastIndex((_, index) => mostTransitions(all.slice(Math.max(0, index - 1), index + 1)) >= CHATTER_TRANSITIONS)
  return [{ rule, point, episodes: all.slice(Math.max(0, last + 1 - EPISODES), last + 1) }]
}

const ruleStamp = ({ limit, deadband, kind, onDelayS, offDelayS, alsoQualities }: AlarmRule): string => JSON.stringify([kind, limit, deadband, onDelayS, offDelayS, alsoQualities])

const stampOf = ({ rule, episodes }: Wanted): string => `${ruleStamp(rule)} ${JSON.stringify(episodes.at(-1))}`

const keyOf = ({ enterprise, point }: AlarmRule): string => pointKey(enterprise, point)

/** All rules on the points of some: one pass over their enterprises for all of them. */
const rulesBeside = (ledger: DeadbandBookOptions['ledger'], rules: readonly AlarmRule[]): Map<string, AlarmRule[]> => {
  const beside = new Map<string, AlarmRule[]>(rules.map((rule) => [keyOf(rule), []]))
  for (const rule of [...new Set(rules.map(({ enterprise }) => enterprise))].flatMap((enterprise) => ledger.rules({ enterprise }))) {
    beside.get(keyOf(rule))?.push(rule)
    if (isOnMany(ledger, rule)) putParts(ledger, beside, rule)
  }
  return beside
}

const putParts = (ledger: DeadbandBookOptions['ledger'], beside: ReadonlyMap<string, AlarmRule[]>, rule: AlarmRule): void => {
  for (const [key, others] of beside) {
    const { enterprise, tag } = splitPointKey(key) ?? { enterprise: '', tag: '' }
    const part = enterprise === rule.enterprise ? ruleOnPoint(ledger, rule, tag) : undefined
    if (part !== undefined) others.push(part)
  }
}

const readSuggestion = async ({ store, turn }: DeadbandBookOptions, { rule, point, episodes }: Wanted, others: readonly AlarmRule[]): Promise<Suggestion> => {
  const first = episodes[0]
  const last = episodes.at(-1)
  if (first === undefined || last === undefined) return usual(point, rule, 'no_history')
  const until = (last.clearedAt ?? last.raisedAt) + rule.offDelayS * 1000 + CHATTER_WINDOW_MS
  const since = Math.max(first.raisedAt - rule.onDelayS * 1000 - CHATTER_WINDOW_MS, until - LONGEST_MS)
  const readings = await readRaw(store, point.number, since, until)
  const [oldest, newest] = [readings[0], readings.at(-1)]
  if (oldest === undefined || newest === undefined || readings.length < CHATTER_TRANSITIONS) return usual(point, rule, 'no_history')
  const tries = suggestDeadband(rule, largestDeadband(rule, others, { low: point.rangeLow, high: point.rangeHigh }, readings), readings)
  let step = tries.next()
  for (; step.done !== true; step = tries.next()) await turn()
  const { deadband, occurrencesNow, occurrencesThen, chatters } = step.value
  return {
    suggestedDeadband: deadband,
    deadbandBasis: {
      from: 'history', readings: readings.length, since: isoTime(oldest[0]), until: isoTime(newest[0]), occurrencesNow, occurrencesThen,
      outcome: deadband !== null ? 'suggested' : chatters ? 'none' : 'calm',
    },
  }
}

/** @returns the readings themselves, of the whole time or of its last part; none where even that does not fit */
const readRaw = async (store: DeadbandBookOptions['store'], point: number, since: number, until: number): Promise<readonly StoredReading[]> => {
  let from = Math.floor(since)
  for (let halving = 0; halving <= HALVINGS; halving++) {
    const { raw, points } = await store.history({ point, from, to: Math.ceil(until) + 1, maxPoints: READINGS })
    if (raw) return points
    from = Math.floor((from + until) / 2)
  }
  return []
}

/** The usual share of the span, where it is one that the rule would be taken with. */
const usual = (point: Point, rule: AlarmRule, why: Usual): Suggestion => {
  const deadband = usualDeadband(point)
  if (deadband === null || deadband <= rule.deadband) return NOTHING
  return { suggestedDeadband: deadband, deadbandBasis: { from: 'usual', percent: usualPercent(point) ?? 0, why } }
}
