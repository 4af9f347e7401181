import type { Transaction } from 'kysely'
import type { AlarmRule } from '../../alarm-rule.ts'
import type { NumberedPoint, Source } from '../../ledger.ts'
import type { LedgerChange } from '../../ledger-port.ts'
import type { RuleEdit } from '../../rule-change.ts'
import { pointKey } from '../../ids.ts'
import { serviceReason } from '../../service-reason.ts'
import { noteRuleChanges } from './rule-change-records.ts'
import { pointsOf, type LedgerPicture } from './ledger-picture.ts'
import type { Tables } from './tables.ts'

/** Retiring a source retires its points, and a point its rules: children first in the list of changes. */
export const retireSources = async (transaction: Transaction<Tables>, picture: LedgerPicture, sources: readonly Source[], at: number): Promise<LedgerChange[]> => {
  const changes: LedgerChange[] = []
  for (const source of sources) {
    const points = pointsOf(picture, source.enterprise).filter((point) => point.source === source.code)
    changes.push(...await retirePoints(transaction, picture, points, at))
    await transaction.updateTable('source').set({ retired: 1 }).where('enterprise', '=', source.enterprise).where('code', '=', source.code).execute()
    changes.push({ type: 'source', source, retired: true })
  }
  return changes
}

export const retirePoints = async (transaction: Transaction<Tables>, picture: LedgerPicture, points: readonly NumberedPoint[], at: number): Promise<LedgerChange[]> => {
  const changes: LedgerChange[] = []
  for (const point of points) {
    const rules = picture.rules.of(point).filter((rule) => rule.point === point.tag)
    changes.push(...await retireRules(transaction, rules, { by: null, reason: serviceReason('pointRetired', pointKey(point.enterprise, point.tag)) }, at))
    await transaction.updateTable('point').set({ retired: 1 }).where('number', '=', point.number).execute()
    changes.push({ type: 'point', point, retired: true })
  }
  return changes
}

export const retireRules = async (transaction: Transaction<Tables>, rules: readonly AlarmRule[], edit: RuleEdit, at: number): Promise<LedgerChange[]> => {
  await noteRuleChanges(transaction, rules.map((before) => ({ before, after: undefined })), edit, at)
  for (const rule of rules) await transaction.updateTable('rule').set({ retired: 1 }).where('id', '=', rule.id).execute()
  return rules.map((rule) => ({ type: 'rule', rule, retired: true }))
}
