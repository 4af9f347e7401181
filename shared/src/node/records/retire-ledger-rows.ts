import type { Transaction } from 'kysely'
import type { AlarmRule } from '../../alarm-rule.ts'
import type { NumberedPoint, Source } from '../../ledger.ts'
import type { LedgerChange } from '../../ledger-port.ts'
import type { RuleEdit } from '../../rule-change.ts'
import { pointKey } from '../../ids.ts'
import { serviceReason } from '../../service-reason.ts'
import { chunks } from './chunks.ts'
import { noteRuleChanges } from './rule-change-records.ts'
import { pointsOf, type LedgerPicture } from './ledger-picture.ts'
import type { Tables } from './tables.ts'

/** Retiring a source retires its points, and a point its rules: children first in the list of changes. */
export const retireSources = async (transaction: Transaction<Tables>, picture: LedgerPicture, sources: readonly Source[], at: number): Promise<LedgerChange[]> => {
  const points = Map.groupBy([...new Set(sources.map(({ enterprise }) => enterprise))].flatMap((enterprise) => pointsOf(picture, enterprise)), ({ enterprise, source }) => pointKey(enterprise, source))
  const changes: LedgerChange[] = []
  for (const source of sources) {
    changes.push(...await retirePoints(transaction, picture, points.get(pointKey(source.enterprise, source.code)) ?? [], at))
    await transaction.updateTable('source').set({ retired: 1 }).where('enterprise', '=', source.enterprise).where('code', '=', source.code).execute()
    changes.push({ type: 'source', source, retired: true })
  }
  return changes
}

export const retirePoints = async (transaction: Transaction<Tables>, picture: LedgerPicture, points: readonly NumberedPoint[], at: number): Promise<LedgerChange[]> => {
  const rulesOf = Map.groupBy([...new Set(points.map(({ enterprise }) => enterprise))].flatMap((enterprise) => picture.rules.of({ enterprise })), (rule) => pointKey(rule.enterprise, rule.point))
  const going = points.map((point) => {
    const key = pointKey(point.enterprise, point.tag)
    return { point, rules: rulesOf.get(key) ?? [], edit: { by: null, reason: serviceReason('pointRetired', key) } }
  })
  await noteRuleChanges(transaction, going.flatMap(({ rules, edit }) => rules.map((before) => ({ before, after: undefined, edit }))), at)
  await markRetired(transaction, going.flatMap(({ rules }) => rules))
  for (const part of chunks(points)) await transaction.updateTable('point').set({ retired: 1 }).where('number', 'in', part.map(({ number }) => number)).execute()
  return going.flatMap(({ point, rules }): LedgerChange[] => [...rules.map(changeOf), { type: 'point', point, retired: true }])
}

export const retireRules = async (transaction: Transaction<Tables>, rules: readonly AlarmRule[], edit: RuleEdit, at: number): Promise<LedgerChange[]> => {
  await noteRuleChanges(transaction, rules.map((before) => ({ before, after: undefined, edit })), at)
  await markRetired(transaction, rules)
  return rules.map(changeOf)
}

const markRetired = async (transaction: Transaction<Tables>, rules: readonly AlarmRule[]): Promise<void> => {
  for (const part of chunks(rules)) await transaction.updateTable('rule').set({ retired: 1 }).where('id', 'in', part.map(({ id }) => id)).execute()
}

const changeOf = (rule: AlarmRule): LedgerChange => ({ type: 'rule', rule, retired: true })
