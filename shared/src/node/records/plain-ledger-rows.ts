import type { Selectable } from 'kysely'
import { priorities, type AlarmRule } from '../../alarm-rule.ts'
import type { EnterpriseCode, RuleId, SourceCode, Tag } from '../../ids.ts'
import type { NumberedPoint } from '../../ledger.ts'
import { limitKinds } from '../../rule-parameters.ts'
import type { PointTable, RuleTable } from './tables.ts'

/**
 * Most rows of a ledger are plain: a limit without parameters, a point without a place of its own. A start reads a million of them, so they are checked
 * here field by field. Whatever is not plain, or not what it should be, is undefined: the schema then reads it, or says what is wrong with it.
 */

const CODE = /^[A-Za-z0-9_.-]{1,64}$/
const TAG = /^[^\u0000-\u001f\u007f]{1,128}$/
const DAY_S = 86_400

export const plainLimit = (row: Selectable<RuleTable>): AlarmRule | undefined => {
  // The lists' own texts are taken, so that a million rules share them.
  const kind = limitKinds.find((known) => known === row.kind)
  const priority = priorities.find((known) => known === row.priority)
  if (row.parameters !== '{}' || kind === undefined || priority === undefined) return undefined
  if (!isText(row.id, 1, 200) || !isMatch(row.enterprise, CODE) || !isMatch(row.point, TAG) || !areFigures(row)) return undefined
  return {
    id: row.id as RuleId, enterprise: row.enterprise as EnterpriseCode, point: row.point as Tag, kind, limit: row.limit_value, deadband: row.deadband,
    onDelayS: row.on_delay_s, offDelayS: row.off_delay_s, priority, enabled: row.enabled === 1,
    ackRequired: row.ack_required === 1, latching: row.latching === 1, reAlarmS: row.re_alarm_s,
  }
}

const areFigures = (row: Selectable<RuleTable>): boolean =>
  Number.isFinite(row.limit_value) && isFrom(row.deadband, 0, Number.MAX_VALUE) && isFrom(row.on_delay_s, 0, DAY_S) && isFrom(row.off_delay_s, 0, DAY_S) &&
  (row.re_alarm_s === null || isFrom(row.re_alarm_s, 60, 7 * DAY_S))

export const plainPoint = (row: Selectable<PointTable>): NumberedPoint | undefined => {
  if (row.name_en !== null || row.max_rate_per_s !== null || row.lon !== null || row.lat !== null) return undefined
  if (!isMatch(row.enterprise, CODE) || !isMatch(row.tag, TAG) || !isMatch(row.source, CODE) || !isDescribed(row) || !isRanged(row)) return undefined
  return {
    number: row.number, enterprise: row.enterprise as EnterpriseCode, tag: row.tag as Tag, source: row.source as SourceCode, name: row.name,
    quantity: row.quantity, unit: row.unit, rangeLow: row.range_low, rangeHigh: row.range_high, expectedIntervalS: row.expected_interval_s, location: null,
  }
}

const isDescribed = (row: Selectable<PointTable>): boolean => isText(row.name, 1, 120) && isText(row.quantity, 1, 60) && isText(row.unit, 0, 30)

const isRanged = ({ range_low: low, range_high: high, expected_interval_s: interval }: Selectable<PointTable>): boolean =>
  (low === null || Number.isFinite(low)) && (high === null || Number.isFinite(high)) && (low === null || high === null || low < high) &&
  (interval === null || (Number.isFinite(interval) && interval > 0))

// What stands in a database may be of any type.
const isText = (text: unknown, least: number, most: number): boolean => typeof text === 'string' && text.length >= least && text.length <= most
const isMatch = (text: unknown, pattern: RegExp): boolean => typeof text === 'string' && pattern.test(text)
const isFrom = (figure: unknown, low: number, high: number): boolean => typeof figure === 'number' && figure >= low && figure <= high
