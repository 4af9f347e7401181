import type { Transaction } from 'kysely'
import type { AlarmRule } from '../../alarm-rule.ts'
import type { Enterprise, NumberedPoint, Point, Source } from '../../ledger.ts'
import { chunks } from './chunks.ts'
import { enterpriseRow, pointOf, pointRow, ruleRow, sourceRow } from './ledger-rows.ts'
import type { Records } from './open-records.ts'
import type { Tables } from './tables.ts'

export const putEnterpriseRows = (records: Records, items: readonly Enterprise[]): Promise<void> => records.transaction().execute(async (transaction) => {
  for (const part of chunks(items)) {
    await transaction.insertInto('enterprise').values(part.map((item) => enterpriseRow(item)))
      .onConflict((conflict) => conflict.column('code').doUpdateSet((row) => ({
        name: row.ref('excluded.name'), name_en: row.ref('excluded.name_en'), region: row.ref('excluded.region'), industry: row.ref('excluded.industry'),
        lon: row.ref('excluded.lon'), lat: row.ref('excluded.lat'), retired: row.ref('excluded.retired'),
      }))).execute()
  }
})

export const putSourceRows = (records: Records, items: readonly Source[]): Promise<void> => records.transaction().execute(async (transaction) => {
  for (const part of chunks(items)) {
    await transaction.insertInto('source').values(part.map((item) => sourceRow(item)))
      .onConflict((conflict) => conflict.columns(['enterprise', 'code']).doUpdateSet((row) => ({
        name: row.ref('excluded.name'), name_en: row.ref('excluded.name_en'), kind: row.ref('excluded.kind'), lon: row.ref('excluded.lon'),
        lat: row.ref('excluded.lat'), inherent_level: row.ref('excluded.inherent_level'), retired: row.ref('excluded.retired'),
      }))).execute()
  }
})

export const putPointRows = (records: Records, items: readonly Point[]): Promise<NumberedPoint[]> => records.transaction().execute(async (transaction) => {
  const numbered: NumberedPoint[] = []
  for (const part of chunks(items)) {
    const rows = await transaction.insertInto('point').values(part.map((item) => pointRow(item)))
      .onConflict((conflict) => conflict.columns(['enterprise', 'tag']).doUpdateSet((row) => ({
        source: row.ref('excluded.source'), name: row.ref('excluded.name'), name_en: row.ref('excluded.name_en'), quantity: row.ref('excluded.quantity'),
        unit: row.ref('excluded.unit'), range_low: row.ref('excluded.range_low'), range_high: row.ref('excluded.range_high'),
        expected_interval_s: row.ref('excluded.expected_interval_s'), max_rate_per_s: row.ref('excluded.max_rate_per_s'), lon: row.ref('excluded.lon'), lat: row.ref('excluded.lat'), retired: row.ref('excluded.retired'),
      }))).returningAll().execute()
    numbered.push(...rows.map(pointOf))
  }
  return numbered
})

/** @param note what is written in the same transaction: who changed them, and why */
export const putRuleRows = (records: Records, items: readonly AlarmRule[], note: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> => records.transaction().execute(async (transaction) => {
  await note(transaction)
  for (const part of chunks(items)) {
    await transaction.insertInto('rule').values(part.map((item) => ruleRow(item)))
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => ({
        enterprise: row.ref('excluded.enterprise'), point: row.ref('excluded.point'), kind: row.ref('excluded.kind'), limit_value: row.ref('excluded.limit_value'),
        deadband: row.ref('excluded.deadband'), on_delay_s: row.ref('excluded.on_delay_s'), off_delay_s: row.ref('excluded.off_delay_s'),
        priority: row.ref('excluded.priority'), enabled: row.ref('excluded.enabled'), ack_required: row.ref('excluded.ack_required'),
        latching: row.ref('excluded.latching'), re_alarm_s: row.ref('excluded.re_alarm_s'), parameters: row.ref('excluded.parameters'), retired: row.ref('excluded.retired'),
      }))).execute()
  }
})
