import { isActive, isHidden, type Alarm } from '@hazardwatch/shared/alarm'
import type { AlarmOverlay } from '@hazardwatch/shared/alarm-overlay'
import { findingOfKind, isOfInstrument } from '@hazardwatch/shared/instrument-finding'
import type { PointPresence, Presence } from '@hazardwatch/shared/presence'
import { splitPointKey } from '@hazardwatch/shared/ids'
import { riskLevels, worse, type RegionRisk, type RiskContribution, type RiskCounts, type RiskLevel, type SourceRisk } from '@hazardwatch/shared/risk'

/** What a source's live level is made of. */
export interface SourceSituation {
  enterprise: string
  source: string
  /** Whether any point is registered on it. */
  watched: boolean
  alarms: readonly Alarm[]
  /** Points of it that do not speak as they should; points without a regular interval count only when they report bad quality. */
  absences: readonly PointPresence[]
  /** Alarms of its points that are out of service, whether or not they stand. */
  outOfService: readonly AlarmOverlay[]
}

/** When a plant falls silent, all of its points are reasons: a country of them, sent to every screen, would hold up the alarms. */
const LISTED = 10

/** @returns the first of these reasons, and how many there are besides. */
export const listed = (contributions: readonly RiskContribution[], most: number, more = 0): Pick<SourceRisk, 'contributions' | 'more'> => {
  const left = more + Math.max(0, contributions.length - most)
  return { contributions: contributions.slice(0, most), ...(left > 0 && { more: left }) }
}

/**
 * The live level of a source: the worst of its contributions, blue when there are none. An alarm contributes while its condition
 * holds, acknowledged or not. One that is hidden does not colour, but what lies behind it is not known to be well: like a silent or never heard point it makes the source unknown, which stands above blue.
 * So does an alarm of the instrument itself, whatever its priority: what such an instrument shows is not known to be true, neither the well nor the ill.
 * An alarm that is out of service is a watch that nobody keeps, though nothing has happened yet.
 */
export const assessSource = (situation: SourceSituation): SourceRisk => {
  const { enterprise, source } = situation
  const active = situation.alarms.filter(isActive)
  const contributions: RiskContribution[] = [
    ...active.map((alarm): RiskContribution => ({ ...weightOf(alarm), enterprise, source, point: alarm.point, alarm: alarm.id, since: alarm.raisedAt })),
    ...situation.outOfService.filter(({ rule, point }) => !active.some((alarm) => alarm.rule === rule && alarm.point === point))
      .map(({ point, since }): RiskContribution => ({ reason: 'out_of_service', level: 'unknown', enterprise, source, point, alarm: null, since })),
    ...situation.absences.flatMap((absence): RiskContribution[] => absenceContribution(absence, enterprise, source)),
    ...(situation.watched ? [] : [{ reason: 'no_points' as const, level: 'unknown' as const, enterprise, source, point: '', alarm: null, since: null }]),
  ]
  contributions.sort((a, b) => riskLevels.indexOf(a.level) - riskLevels.indexOf(b.level))
  const level = contributions.reduce<RiskLevel>((level, item) => worse(level, item.level), 'blue')
  return { enterprise, source, level, ...listed(contributions, LISTED) }
}

const weightOf = (alarm: Alarm): Pick<RiskContribution, 'reason' | 'level' | 'finding'> => {
  if (isHidden(alarm)) return { reason: 'hidden_alarm', level: 'unknown' }
  if (!isOfInstrument(alarm.kind)) return { reason: 'active_alarm', level: alarm.priority }
  const finding = alarm.finding ?? findingOfKind(alarm.kind)
  return { reason: 'unhealthy_instrument', level: 'unknown', ...(finding !== null && { finding }) }
}

const reasons: Record<Exclude<Presence, 'live'>, RiskContribution['reason']> = { silent: 'silent_point', bad: 'bad_quality', never_seen: 'never_seen' }

const absenceContribution = (absence: PointPresence, enterprise: string, source: string): RiskContribution[] => {
  if (absence.presence === 'live') return []
  const point = splitPointKey(absence.point)?.tag ?? absence.point
  return [{ reason: reasons[absence.presence], level: 'unknown', enterprise, source, point, alarm: null, since: absence.since }]
}

export const emptyCounts = (): RiskCounts => ({ red: 0, orange: 0, yellow: 0, blue: 0, unknown: 0 })

/** A region takes the counts and the worst, never an average; without sources it has no level. */
export const regionLevel = (counts: RiskCounts): RegionRisk['level'] => riskLevels.find((level) => counts[level] > 0) ?? 'none'
