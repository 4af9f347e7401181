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
}

export type Names = Pick<Ledger, 'enterprises' | 'sources' | 'points'>

/** @param now epoch ms: tells whether a day must be written */
export const describeAlarm = (alarm: Alarm, names: Names, language: Language, t: TFunction, now: number): AlarmWords => {
  const point = names.points.get(pointKey(alarm.enterprise, alarm.point))
  const source = names.sources.get(`${alarm.enterprise}/${alarm.source}`)
  const enterprise = names.enterprises.get(alarm.enterprise)
  const name = point === undefined ? alarm.point : nameOf(point, language)
  const kind = t(`kind.${alarm.kind}`)
  const code = isLimit(alarm.kind) ? alarm.kind : ''
  return {
    what: `${name} ${kind} ${code}`.trimEnd(),
    point: name,
    kind,
    code,
    tag: alarm.point,
    source: source === undefined ? alarm.source : nameOf(source, language),
    enterprise: enterprise === undefined ? alarm.enterprise : nameOf(enterprise, language),
    state: describeState(alarm, t, now),
  }
}

const describeState = (alarm: Alarm, t: TFunction, now: number): string => {
  const state = t(`state.${alarm.state}`)
  if (alarm.acknowledgedAt === null || alarm.acknowledgedBy === null) return state
  return t('alarms.by', { state, by: alarm.acknowledgedBy, time: formatMoment(Date.parse(alarm.acknowledgedAt), now) })
}
