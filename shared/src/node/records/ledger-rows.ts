import type { Insertable, Selectable } from 'kysely'
import { AlarmRule } from '../../alarm-rule.ts'
import { Enterprise, Point, Source, type NumberedPoint } from '../../ledger.ts'
import { parametersOf } from '../../rule-parameters.ts'
import { plainLimit, plainPoint } from './plain-ledger-rows.ts'
import type { EnterpriseTable, PointTable, RuleTable, SourceTable } from './tables.ts'

/** Rows of the ledger tables and back. Reading goes through the schemas again, so that a damaged row is named and not believed. */

export const enterpriseRow = (item: Enterprise, retired = 0): Insertable<EnterpriseTable> => ({
  code: item.code, name: item.name, name_en: item.nameEn ?? null, region: item.region, industry: item.industry,
  lon: item.location.lon, lat: item.location.lat, retired,
})

export const enterpriseOf = (row: Selectable<EnterpriseTable>): Enterprise => Enterprise.parse({
  code: row.code, name: row.name, ...nameEn(row), region: row.region, industry: row.industry, location: { lon: row.lon, lat: row.lat },
})

export const sourceRow = (item: Source, retired = 0): Insertable<SourceTable> => ({
  enterprise: item.enterprise, code: item.code, name: item.name, name_en: item.nameEn ?? null, kind: item.kind,
  lon: item.location.lon, lat: item.location.lat, inherent_level: item.inherentLevel, retired,
})

export const sourceOf = (row: Selectable<SourceTable>): Source => Source.parse({
  enterprise: row.enterprise, code: row.code, name: row.name, ...nameEn(row), kind: row.kind,
  location: { lon: row.lon, lat: row.lat }, inherentLevel: row.inherent_level,
})

export const pointRow = (item: Point, retired = 0): Insertable<PointTable> => ({
  enterprise: item.enterprise, tag: item.tag, source: item.source, name: item.name, name_en: item.nameEn ?? null,
  quantity: item.quantity, unit: item.unit, range_low: item.rangeLow, range_high: item.rangeHigh,
  expected_interval_s: item.expectedIntervalS, max_rate_per_s: item.maxRatePerS ?? null, lon: item.location?.lon ?? null, lat: item.location?.lat ?? null, retired,
})

export const pointOf = (row: Selectable<PointTable>): NumberedPoint => plainPoint(row) ?? ({
  number: row.number,
  ...Point.parse({
    enterprise: row.enterprise, tag: row.tag, source: row.source, name: row.name, ...nameEn(row),
    quantity: row.quantity, unit: row.unit, rangeLow: row.range_low, rangeHigh: row.range_high,
    expectedIntervalS: row.expected_interval_s, ...(row.max_rate_per_s !== null && { maxRatePerS: row.max_rate_per_s }), location: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
  }),
})

export const ruleRow = (item: AlarmRule, retired = 0): Insertable<RuleTable> => ({
  id: item.id, enterprise: item.enterprise, point: item.point, kind: item.kind, limit_value: item.limit, deadband: item.deadband,
  on_delay_s: item.onDelayS, off_delay_s: item.offDelayS, priority: item.priority, enabled: Number(item.enabled),
  ack_required: Number(item.ackRequired), latching: Number(item.latching), re_alarm_s: item.reAlarmS, parameters: JSON.stringify(parametersOf(item)), retired,
})

export const ruleOf = (row: Selectable<RuleTable>): AlarmRule => plainLimit(row) ?? AlarmRule.parse({
  id: row.id, enterprise: row.enterprise, point: row.point, kind: row.kind, limit: row.limit_value, deadband: row.deadband,
  onDelayS: row.on_delay_s, offDelayS: row.off_delay_s, priority: row.priority, enabled: row.enabled === 1,
  ackRequired: row.ack_required === 1, latching: row.latching === 1, reAlarmS: row.re_alarm_s, ...(row.parameters === '{}' ? {} : JSON.parse(row.parameters) as object),
})

const nameEn = (row: { name_en: string | null }): { nameEn?: string } => (row.name_en === null ? {} : { nameEn: row.name_en })
