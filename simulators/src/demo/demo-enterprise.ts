import { AlarmRule, type Priority } from '@hazardwatch/shared/alarm-rule'
import type { RuleKind } from '@hazardwatch/shared/rule-parameters'
import { Enterprise, Point, Source, type Location } from '@hazardwatch/shared/ledger'
import type { z } from 'zod'

/** What the ledger holds of one demo enterprise. */
export interface DemoEnterprise {
  enterprise: Enterprise
  sources: Source[]
  points: Point[]
  rules: AlarmRule[]
}

/** code, name, English name, kind, inherent level, metres east and north of the enterprise */
export type SourceRow = readonly [
  code: string, name: string, nameEn: string, kind: Source['kind'], inherent: Source['inherentLevel'], eastM: number, northM: number,
]

/** everyS null = no regular interval: the point is never silent */
export type PointRow = readonly [
  tag: string, source: string, name: string, nameEn: string, quantity: string, unit: string, low: number, high: number, everyS: number | null,
]

/** limit, deadband in the unit of the point; delays in seconds */
export type RuleRow = readonly [tag: string, kind: RuleKind, limit: number, priority: Priority, deadband: number, onDelayS?: number, offDelayS?: number]

/** What the rationalisation of a rule says. */
export type Guidance = Pick<AlarmRule, 'consequence' | 'cause' | 'operatorAction' | 'responseS' | 'priorityReason' | 'citation' | 'consequenceEn' | 'causeEn' | 'operatorActionEn' | 'priorityReasonEn' | 'citationEn'>

/** An early warning beside the limits: what only its kind has, and a limit where it has one */
export type WarningRow = readonly [tag: string, kind: RuleKind, priority: Priority, parameters: Omit<z.input<typeof AlarmRule>, 'id' | 'enterprise' | 'point' | 'kind' | 'priority'>]

interface Tables {
  enterprise: { code: string; name: string; nameEn: string; region: string; industry: Enterprise['industry']; location: Location }
  sources: readonly SourceRow[]
  points: readonly PointRow[]
  rules: readonly RuleRow[]
  /** By TAG/KIND, of the rules that have one. */
  guidance?: Readonly<Record<string, Guidance>>
  warnings?: readonly WarningRow[]
  /** Places of single points, where the place of their source is not good enough. */
  pointLocations?: Readonly<Record<string, Location>>
}

/** Builds the records from their tables; a row that the schemas of the ledger refuse throws here, at the start, naming the field. */
export const demoEnterprise = ({ enterprise, sources, points, rules, warnings = [], guidance = {}, pointLocations = {} }: Tables): DemoEnterprise => ({
  enterprise: Enterprise.parse(enterprise),
  sources: sources.map(([code, name, nameEn, kind, inherentLevel, eastM, northM]) =>
    Source.parse({ enterprise: enterprise.code, code, name, nameEn, kind, inherentLevel, location: placeNear(enterprise.location, eastM, northM) })),
  points: points.map(([tag, source, name, nameEn, quantity, unit, rangeLow, rangeHigh, expectedIntervalS]) => Point.parse({
    enterprise: enterprise.code, tag, source, name, nameEn, quantity, unit, rangeLow, rangeHigh, expectedIntervalS, location: pointLocations[tag] ?? null,
  })),
  rules: [
    ...rules.map(([point, kind, limit, priority, deadband, onDelayS = 0, offDelayS = 0]) => ({ point, kind, limit, priority, deadband, onDelayS, offDelayS })),
    ...warnings.map(([point, kind, priority, parameters]) => ({ point, kind, priority, ...parameters })),
  ].map((rule) => AlarmRule.parse({ id: `${enterprise.code}/${rule.point}/${rule.kind}`, enterprise: enterprise.code, ...rule, ...guidance[`${rule.point}/${rule.kind}`] })),
})

/** @returns the place so many metres east and north; good to a metre within some kilometres. */
export const placeNear = ({ lon, lat }: Location, eastM: number, northM: number): Location => {
  const metresPerDegree = 111_320
  return {
    lon: Number((lon + eastM / (metresPerDegree * Math.cos((lat * Math.PI) / 180))).toFixed(6)),
    lat: Number((lat + northM / metresPerDegree).toFixed(6)),
  }
}
