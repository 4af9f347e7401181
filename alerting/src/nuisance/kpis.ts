import type { AlarmKpis, Chatterer } from '@hazardwatch/shared/alarm-kpis'
import { priorities, type Priority } from '@hazardwatch/shared/alarm-rule'
import { isoTime } from '@hazardwatch/shared/time'
import { CHATTER_TRANSITIONS, findNuisance, quantile } from './chatter.ts'
import { courseOf, floodsOf, peakOf, TEN_MINUTES_MS } from './flood.ts'

/** One occurrence as the journal has it. Times are epoch ms. */
export interface KpiOccurrence {
  rule: string
  enterprise: string
  point: string
  priority: Priority
  /** Event times. */
  raisedAt: number
  clearedAt: number | null
  /** Wall time at which it was told; null when it was hidden. */
  annunciatedAt: number | null
  /** Wall time of the first acknowledgement. */
  acknowledgedAt: number | null
}

export interface KpiQuestion {
  region: string
  from: number
  to: number
  operators: number
  /** Raised in the time, and, for `standing`, before it and not cleared at its end. */
  occurrences: readonly KpiOccurrence[]
}

const DAY_MS = 86_400_000

/** The figures of EEMUA 191 and ISA-18.2 for one scope and time. Deadbands are suggested by `deadband-book.ts`: they take history. */
export const findKpis = ({ region, from, to, operators, occurrences }: KpiQuestion): AlarmKpis => {
  const within = occurrences.filter(({ raisedAt, annunciatedAt }) => inside(annunciatedAt ?? raisedAt, from, to))
  const told = within.filter(({ annunciatedAt }) => annunciatedAt !== null)
  const times = told.map(({ annunciatedAt }) => annunciatedAt ?? 0).sort((a, b) => a - b)
  const floods = floodsOf(times, to)
  const peak = peakOf(times)
  const standing = occurrences.filter(({ raisedAt, clearedAt }) => raisedAt < to && (clearedAt === null || clearedAt >= to))
  return {
    region, from: isoTime(from), to: isoTime(to), operators, alarms: told.length,
    perTenMinutes: told.length / ((to - from) / TEN_MINUTES_MS) / operators, perDay: told.length / ((to - from) / DAY_MS) / operators,
    peakTenMinutes: peak.count, peakAt: peak.at === null ? null : isoTime(peak.at),
    course: courseOf(times, from, to),
    floodShare: floods.reduce((sum, { since, until }) => sum + until - since, 0) / (to - from),
    floods: floods.map(({ since, until, alarms }) => ({ region, since: isoTime(since), until: isoTime(until), alarms, recent: null })),
    priorities: shares(told), ...topTen(told), ...nuisances(within),
    standing: standing.length, stale: standing.filter(({ raisedAt }) => to - raisedAt > DAY_MS).length,
    acknowledgeS: seconds(told.flatMap(({ annunciatedAt, acknowledgedAt }) => (acknowledgedAt === null ? [] : [acknowledgedAt - (annunciatedAt ?? acknowledgedAt)]))),
    clearS: seconds(told.flatMap(({ raisedAt, clearedAt }) => (clearedAt === null ? [] : [clearedAt - raisedAt]))),
    unacknowledged: told.filter(({ acknowledgedAt }) => acknowledgedAt === null).length,
  }
}

const inside = (time: number, from: number, to: number): boolean => time >= from && time < to

const shareOf = (count: number, all: number): number => (all === 0 ? 0 : count / all)

const shares = (told: readonly KpiOccurrence[]): AlarmKpis['priorities'] => {
  const entries = priorities.map((priority) => {
    const count = told.filter((each) => each.priority === priority).length
    return [priority, { count, share: shareOf(count, told.length) }]
  })
  return Object.fromEntries(entries) as AlarmKpis['priorities']
}

const seconds = (durations: readonly number[]) => {
  const inSeconds = durations.map((ms) => ms / 1000)
  return { count: durations.length, median: quantile(inSeconds, 0.5), p90: quantile(inSeconds, 0.9) }
}

type Actor = Pick<KpiOccurrence, 'rule' | 'enterprise' | 'point'>

/** A rule on a point. */
export const actorKey = ({ rule, enterprise, point }: Actor): string => `${rule}\n${enterprise}/${point}`

const byActor = (occurrences: readonly KpiOccurrence[]): KpiOccurrence[][] => [...Map.groupBy(occurrences, actorKey).values()]

const actorOf = ({ rule, enterprise, point }: KpiOccurrence) => ({ rule, enterprise, point })

const topTen = (told: readonly KpiOccurrence[]): Pick<AlarmKpis, 'top' | 'topTenShare'> => {
  const top = byActor(told).sort((a, b) => b.length - a.length).slice(0, 10)
  return {
    top: top.flatMap((list) => list.slice(0, 1).map((each) => ({ ...actorOf(each), count: list.length, share: shareOf(list.length, told.length) }))),
    topTenShare: shareOf(top.reduce((sum, list) => sum + list.length, 0), told.length),
  }
}

/** Of nuisances that many are listed, the worst. */
const LISTED = 100

/** Hidden occurrences count here: chatter that somebody has shelved is still chatter. */
const nuisances = (within: readonly KpiOccurrence[]): Pick<AlarmKpis, 'chattering' | 'chatteringCount' | 'fleeting' | 'fleetingCount'> => {
  const found = byActor(within).flatMap((list): Chatterer[] => list.slice(0, 1).map((each) => ({
    ...actorOf(each), ...findNuisance([...list].sort((a, b) => a.raisedAt - b.raisedAt)), suggestedDeadband: null, deadbandBasis: null,
  })))
  const chattering = found.filter(({ transitions }) => transitions >= CHATTER_TRANSITIONS).sort((a, b) => b.transitions - a.transitions)
  const fleeting = found.filter((each) => each.fleeting > 0).sort((a, b) => b.fleeting - a.fleeting)
  return { chattering: chattering.slice(0, LISTED), chatteringCount: chattering.length, fleeting: fleeting.slice(0, LISTED), fleetingCount: fleeting.length }
}
