import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import type { Alarm } from '../../alarm.ts'
import type { AlarmFilter } from '../../alarm-desk.ts'
import type { Page } from '../../list-page.ts'
import { alarmOf, occurrencesIn } from './alarm-rows.ts'
import { badCursor } from './bad-cursor.ts'
import type { Records } from './open-records.ts'
import type { Tables } from './tables.ts'

export type AlarmListFilter = AlarmFilter & { regions?: readonly string[] }

type Where = ExpressionBuilder<Tables, 'occurrence'>
type Condition = (where: Where) => Expression<SqlBool>

/** What an index answers with an equality, newest first. */
type Branch = readonly Condition[]

/**
 * Newest first. A year has millions of alarms, and whoever looks for the few of a quiet county must not walk past all of them: each county (or state) asked for is
 * looked up by itself, as far as the page goes, and the newest of all of them are the page.
 */
export const listAlarms = async (records: Records, filter: AlarmListFilter): Promise<Page<Alarm>> => {
  const branches = branchesOf(filter)
  if (branches.length === 0) return { items: [], next: null }
  const rows = await occurrencesIn(records).where('occurrence.id', 'in', newestIds(records, branches, filter))
    .orderBy('raised_at', 'desc').orderBy('occurrence.id', 'desc').limit(filter.limit + 1).execute()
  const items = rows.slice(0, filter.limit)
  const last = items.at(-1)
  return { items: items.map(alarmOf), next: rows.length > filter.limit && last !== undefined ? `${last.raised_at}_${last.id}` : null }
}

/** A subquery for the ids on the page, and of each branch as many as the page could take. */
const newestIds = (records: Records, branches: readonly Branch[], filter: AlarmListFilter) => {
  const rest = (where: Where) => conditions(where, filter)
  const [first, ...others] = branches.map((branch) => records.selectFrom((from) => from.selectFrom('occurrence').select('id')
    .where((where) => where.and([...branch.map((condition) => condition(where)), ...rest(where)]))
    .orderBy('raised_at', 'desc').orderBy('id', 'desc').limit(filter.limit + 1).as('branch')).select('id'))
  if (first === undefined) throw new TypeError('no branch')
  return others.reduce((all, each) => all.unionAll(each), first)
}

/** Compound queries of SQLite have 500 parts at the most; a province has fewer counties. */
const MOST_BRANCHES = 400

/** By what few occurrences have, if that was asked for; otherwise by time alone. */
const branchesOf = ({ rule, enterprise, point, dryRun, late, states, regions }: AlarmListFilter): Branch[] => {
  if (rule !== undefined) return [[is('rule', rule)]]
  if (enterprise !== undefined && point !== undefined) return [[is('enterprise', enterprise), is('point', point)]]
  // As numbers in the text: only so does SQLite see that its partial indexes have the answer.
  if (dryRun === true) return [[isFlagged('dry_run')]]
  if (late === true) return [[isFlagged('late')]]
  if (states !== undefined && !states.includes('normal')) return states.map((state) => [is('state', state)])
  if (enterprise !== undefined) return [[is('enterprise', enterprise)]]
  if (regions !== undefined && regions.length <= MOST_BRANCHES) return regions.map((region) => [is('region', region)])
  return [[]]
}

const is = (column: 'rule' | 'enterprise' | 'point' | 'state' | 'region', value: string): Condition => (where) => where(column, '=', value)
const isFlagged = (column: 'dry_run' | 'late'): Condition => (where) => where(column, '=', where.lit(1))

/** @returns a column that no index knows: the planner would take one for what most occurrences have, and sort millions. */
const plain = (column: 'source' | 'state' | 'priority' | 'region') => sql<string>`${sql.ref(column)} || ''`

const conditions = (where: Where, filter: AlarmListFilter) => [
  ...(filter.enterprise === undefined ? [] : [where('enterprise', '=', filter.enterprise)]),
  ...(filter.source === undefined ? [] : [where(plain('source'), '=', filter.source)]),
  ...(filter.point === undefined ? [] : [where('point', '=', filter.point)]),
  ...(filter.states === undefined ? [] : [where(plain('state'), 'in', filter.states)]),
  ...(filter.priorities === undefined ? [] : [where(plain('priority'), 'in', filter.priorities)]),
  ...(filter.regions === undefined ? [] : [where(plain('region'), 'in', filter.regions)]),
  ...(filter.from === undefined ? [] : [where('raised_at', '>=', filter.from)]),
  ...(filter.to === undefined ? [] : [where('raised_at', '<', filter.to)]),
  ...(filter.late === undefined ? [] : [where('late', '=', Number(filter.late))]),
  where('dry_run', '=', Number(filter.dryRun ?? false)),
  ...(filter.cursor === undefined ? [] : [after(where, filter.cursor)]),
]

/** The page after (raised_at, id), newest first. */
const after = (where: Where, cursor: string) => {
  const [raisedAt, id] = cursor.split('_')
  if (id === undefined || !/^\d{1,15}$/.test(raisedAt ?? '')) throw badCursor('cursor')
  const time = Number(raisedAt)
  // The first condition is what the indexes can begin at.
  return where.and([where('raised_at', '<=', time), where.or([where('raised_at', '<', time), where('id', '<', id)])])
}
