import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import { Priority } from '../../alarm-rule.ts'
import type { Records } from './open-records.ts'

/** An occurrence for figures of the alarm system. Times are epoch ms. */
export interface KpiRow {
  rule: string
  enterprise: string
  point: string
  priority: Priority
  raisedAt: number
  clearedAt: number | null
  /** When it was told; null when it was hidden. */
  annunciatedAt: number | null
  acknowledgedAt: number | null
}

/** An alarm is told after it is raised, by its delay on the way at the most. */
const TOLD_AFTER_MS = 3_600_000
const PART_MS = 21_600_000

/**
 * Live occurrences raised in a time, or standing at its end. Asked for in parts, so that judging goes on between them.
 * @param regions counties; undefined = all
 */
export const kpiRows = async (records: Records, from: number, to: number, regions: readonly string[] | undefined): Promise<KpiRow[]> => {
  const begin = from - TOLD_AFTER_MS
  const rows = await rowsOf(standingBefore(occurrencesOf(records, regions), begin, to))
  for (let start = begin; start < to; start += PART_MS) {
    await breathe()
    rows.push(...await rowsOf(occurrencesOf(records, regions).where('raised_at', '>=', start).where('raised_at', '<', Math.min(to, start + PART_MS))))
  }
  return rows
}

type Query = ReturnType<typeof occurrencesOf>

const occurrencesOf = (records: Records, regions: readonly string[] | undefined) => {
  const query = records.selectFrom('occurrence').select(['rule', 'enterprise', 'point', 'priority', 'raised_at', 'cleared_at']).where('late', '=', 0).where('dry_run', '=', 0)
    .select((select) => [
      select.selectFrom('alarm_transition').whereRef('occurrence', '=', 'occurrence.id').where('event', '=', 'raised').where('announced', '=', 1)
        .select((each) => each.fn.min('recorded_at').as('at')).as('told_at'),
      select.selectFrom('alarm_transition').whereRef('occurrence', '=', 'occurrence.id').where('event', '=', 'acknowledged')
        .select((each) => each.fn.min('at').as('at')).as('seen_at'),
    ])
  return regions === undefined ? query : query.where('region', 'in', regions)
}

/** Found by their end: all that were ever raised before it are millions, so that the index of their time must not be taken. */
const standingBefore = (query: Query, begin: number, to: number): Query =>
  query.where(sql<number>`raised_at + 0`, '<', begin).where((where) => where.or([where('cleared_at', 'is', null), where('cleared_at', '>=', to)]))

const rowsOf = async (query: Query): Promise<KpiRow[]> => (await query.execute()).map((row) => ({
  rule: row.rule, enterprise: row.enterprise, point: row.point, priority: Priority.parse(row.priority), raisedAt: row.raised_at, clearedAt: row.cleared_at,
  annunciatedAt: row.told_at, acknowledgedAt: row.seen_at,
}))
