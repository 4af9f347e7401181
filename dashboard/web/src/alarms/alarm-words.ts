import type { Alarm } from '@hazardwatch/shared/alarm'
import { isLimit } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { TFunction } from 'i18next'
import { formatMoment } from '../format/duration.ts'
import { type Language, nameOf } from '../i18n/setup.ts'
import type { Ledger } from '../ledger/ledger-store.ts'

/** What the ledger calls an alarm's parts. Codes stand in for names that are not known (yet). */
export interface AlarmWords {
  /** Point and kind: 氨浓度 高高 HH, 氨浓度 卡死. */
  what: string
  /** The point alone. */
  point: string
  /** The kind in words. */
  kind: string
  /** What people call a limit besides: HH. Empty for kinds that are only known by their word. */
  code: string
  tag: string
  source: string
  enterprise: string
  state: string
  /** The state, and before it who deals with it. */
  standing: string
}

const NO_SOURCE = '-'

export type Names = Pick<Ledger, 'enterprises' | 'sources' | 'points'>

/** @param now epoch ms: tells whether a day must be written */
export const describeAlarm = (alarm: Alarm, names: Names, language: Language, t: TFunction, now: number): AlarmWords => {
  const point = names.points.get(pointKey(alarm.enterprise, alarm.point))
  const source = names.sources.get(`${alarm.enterprise}/${alarm.source}`)
  const enterprise = names.enterprises.get(alarm.enterprise)
  const name = point === undefined ? alarm.point : nameOf(point, language)
  const kind = t(`kind.${alarm.kind}`)
  const code = isLimit(alarm.kind) ? alarm.kind : ''
  const state = describeState(alarm, t, now)
  return {
    what: `${name} ${kind} ${code}`.trimEnd(),
    point: name,
    kind,
    code,
    tag: alarm.point,
    // A gateway has no source.
    source: source === undefined ? (alarm.source === NO_SOURCE ? '' : alarm.source) : nameOf(source, language),
    enterprise: enterprise === undefined ? alarm.enterprise : nameOf(enterprise, language),
    state,
    standing: alarm.assignee === null ? state : t('alarms.takenBy', { state, by: alarm.assignee }),
  }
}

const describeState = (alarm: Alarm, t: TFunction, now: number): string => {
  const state = t(`state.${alarm.state}`)
  if (alarm.acknowledgedAt === null || alarm.acknowledgedBy === null) return state
  return t('alarms.by', { state, by: alarm.acknowledgedBy, time: formatMoment(Date.parse(alarm.acknowledgedAt), now) })
}

/** Kinds whose limit is not of the reading that stands above it, but of what they make of it. */
const limitNames = ['rate', 'deviation', 'drift', 'baseline', 'accumulated', 'count', 'silence', 'gateway', 'multivariate', 'twa', 'video'] as const

/** @returns what the limit of an alarm is of, where it is not the reading: 偏离, 变化. Empty for limits. */
export const limitName = ({ kind }: Pick<Alarm, 'kind'>, t: TFunction): string => {
  const name = limitNames.find((known) => known === kind)
  return name === undefined ? '' : t(`alarms.limitOf.${name}`)
}
