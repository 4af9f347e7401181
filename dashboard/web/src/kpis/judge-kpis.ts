import type { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { priorities, type Priority } from '@hazardwatch/shared/alarm-rule'

/** How a figure stands to its target; `few`: too little has happened to say; `none`: the standards give no target. */
export const verdicts = ['met', 'missed', 'few', 'none'] as const
export type Verdict = (typeof verdicts)[number]

export const kpiNames = [
  'perTenMinutes', 'perDay', 'peak', 'floodShare', 'topTen', 'chattering', 'fleeting', 'standing', 'stale', 'acknowledge', 'clear', 'unacknowledged',
] as const
export type KpiName = (typeof kpiNames)[number]

export interface JudgedKpi {
  name: KpiName
  /** Null: there is nothing to measure. */
  value: number | null
  /** In nine of ten cases at most this; only of the times. */
  p90: number | null
  unit: 'count' | 'share' | 'seconds'
  /** The most that is good, per operator; null: the standards give none. */
  target: number | null
  verdict: Verdict
}

/** Targets of EEMUA 191 and ISA-18.2 per operator; those marked [M] from memory: to verify. */
export const kpiTargets = {
  perTenMinutes: 1,
  /** "Very likely to be acceptable" [M]. */
  perDay: 150,
  /** Of the time [M]. */
  floodShare: 0.01,
  /** More than this in ten minutes is a flood. */
  peak: 10,
  /** Of the load [M]. */
  topTen: 0.05,
  /** [M] */
  chattering: 0,
  /** [M] */
  fleeting: 0,
  /** Fewer than five [M]. */
  stale: 4,
} as const

/** At most this share of the annunciations (`blue`: at least) [EEMUA 191; M]. */
const priorityTargets: Readonly<Record<Priority, number>> = { red: 0.01, orange: 0.05, yellow: 0.15, blue: 0.8 }

/** Shares of fewer annunciations than this say nothing: the top ten of ten are always all of them. */
const ENOUGH = 100

/** Every figure beside its target. */
export const judgeKpis = (kpis: AlarmKpis): JudgedKpi[] => {
  const upTo = (name: keyof typeof kpiTargets, value: number, unit: JudgedKpi['unit'] = 'count', enough = true): JudgedKpi =>
    ({ name, value, p90: null, unit, target: kpiTargets[name], verdict: !enough ? 'few' : value <= kpiTargets[name] ? 'met' : 'missed' })
  const plain = (name: KpiName, value: number | null, unit: JudgedKpi['unit'], p90: number | null = null): JudgedKpi => ({ name, value, p90, unit, target: null, verdict: 'none' })
  return [
    upTo('perTenMinutes', kpis.perTenMinutes), upTo('perDay', kpis.perDay), upTo('peak', kpis.peakTenMinutes / kpis.operators), upTo('floodShare', kpis.floodShare, 'share'),
    upTo('topTen', kpis.topTenShare, 'share', kpis.alarms >= ENOUGH), upTo('chattering', kpis.chatteringCount), upTo('fleeting', kpis.fleetingCount),
    plain('standing', kpis.standing, 'count'), upTo('stale', kpis.stale),
    plain('acknowledge', kpis.acknowledgeS.median, 'seconds', kpis.acknowledgeS.p90), plain('clear', kpis.clearS.median, 'seconds', kpis.clearS.p90),
    plain('unacknowledged', kpis.unacknowledged, 'count'),
  ]
}

export interface JudgedPriority { priority: Priority; count: number; share: number; target: number; verdict: Verdict }

/** The priority distribution beside its target: the urgent must be rare. */
export const judgePriorities = (kpis: AlarmKpis): JudgedPriority[] => priorities.map((priority) => {
  const { count, share } = kpis.priorities[priority]
  const target = priorityTargets[priority]
  const good = priority === 'blue' ? share >= target : share <= target
  return { priority, count, share, target, verdict: kpis.alarms < ENOUGH ? 'few' : good ? 'met' : 'missed' }
})
