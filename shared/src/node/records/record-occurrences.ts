import { sql, type Transaction } from 'kysely'
import type { Alarm } from '../../alarm.ts'
import { occurrenceRow } from './alarm-rows.ts'
import { chunks } from './chunks.ts'
import type { Tables } from './tables.ts'

export interface TransitionRecord {
  alarm: Alarm
  /** County of the enterprise when it happened. */
  region: string
  event: string
  from: string
  at: number
  actor: string | null
  reason: string | null
  announced: boolean
  /** A late finding of an alarm that stands already: left out. */
  retold?: boolean
}

/**
 * Puts occurrences as their transitions leave them, in the order in which it happened: whether a late finding tells of something known must not depend on
 * which transitions share a commit.
 * @returns those that tell of something new, for the journal.
 */
export const recordOccurrences = async (transaction: Transaction<Tables>, transitions: readonly TransitionRecord[]): Promise<TransitionRecord[]> => {
  const recorded: TransitionRecord[] = []
  let live: TransitionRecord[] = []
  const putLive = async (): Promise<void> => {
    for (const part of chunks(lastOfEach(live))) await putOccurrences(transaction, part)
    live = []
  }
  for (const item of transitions) {
    if (!item.alarm.late) {
      live.push(item)
      recorded.push(item)
      continue
    }
    await putLive()
    if (!await isNews(transaction, item)) continue
    await putOccurrences(transaction, [item])
    recorded.push(item)
  }
  await putLive()
  return recorded
}

/** The same late readings may be found more than once: sent again, or from another end. What is known of an occurrence is not told again, and what was left out has no end either. */
const isNews = async (transaction: Transaction<Tables>, { alarm, event, at, retold }: TransitionRecord): Promise<boolean> => {
  const known = await transaction.selectFrom('occurrence').select(['late', 'cleared_at']).where('id', '=', alarm.id).executeTakeFirst()
  if (event === 'raised') return known === undefined && retold !== true && !await isRetold(transaction, alarm)
  return known?.late === 1 && !(event === 'cleared' && known.cleared_at === at)
}

/**
 * A late finding that begins within an occurrence that has ended tells of it once more: a gateway that sends ten minutes again seldom begins between
 * two excursions. To record it would double the alarm. (The engine itself knows those that have not ended.)
 */
const isRetold = async (transaction: Transaction<Tables>, { enterprise, point, rule, onsetAt, dryRun }: Alarm): Promise<boolean> => {
  const onset = Date.parse(onsetAt)
  const ended = await transaction.selectFrom('occurrence').select('id')
    .where('enterprise', '=', enterprise).where('point', '=', point).where('rule', '=', rule)
    // What a dry run has found was told to nobody: it is no telling of an alarm.
    .where('onset_at', '<=', onset).where('cleared_at', '>', onset).where('dry_run', '<=', Number(dryRun)).limit(1).executeTakeFirst()
  return ended !== undefined
}

/** An occurrence that changed twice is written once, as it stands at the end. */
const lastOfEach = (transitions: readonly TransitionRecord[]): TransitionRecord[] => [...new Map(transitions.map((item) => [item.alarm.id, item])).values()]

/** What live data tell takes the place of a late finding of the same id; never the other way round. */
const takesOver = sql<boolean>`occurrence.late > excluded.late`

/** One of no duration at all: readings of one instant made its condition true, false and true again, which is one occurrence. */
const hadNoTime = sql<boolean>`occurrence.cleared_at = occurrence.onset_at`

/** Only what can change is updated. */
const putOccurrences = (transaction: Transaction<Tables>, items: readonly TransitionRecord[]): Promise<unknown> =>
  transaction.insertInto('occurrence').values(items.map((item) => occurrenceRow(item.alarm, item.region)))
    .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => ({
      late: row.ref('excluded.late'),
      raised_at: row.ref('excluded.raised_at'),
      value: row.ref('excluded.value'),
      first_out: row.ref('excluded.first_out'),
      state: row.ref('excluded.state'),
      underlying_state: row.ref('excluded.underlying_state'),
      cleared_at: sql`case when ${takesOver} or ${hadNoTime} then excluded.cleared_at else coalesce(excluded.cleared_at, occurrence.cleared_at) end`,
      acknowledged_at: row.ref('excluded.acknowledged_at'),
      acknowledged_by: row.ref('excluded.acknowledged_by'),
      confirmed_at: sql`coalesce(occurrence.confirmed_at, excluded.confirmed_at)`,
      confirmed_by: sql`coalesce(occurrence.confirmed_by, excluded.confirmed_by)`,
      assignee: row.ref('excluded.assignee'),
      shelved_until: row.ref('excluded.shelved_until'),
      shelved_by: row.ref('excluded.shelved_by'),
      reason: row.ref('excluded.reason'),
      mark_useful: row.ref('excluded.mark_useful'),
      mark_at: row.ref('excluded.mark_at'),
      mark_by: row.ref('excluded.mark_by'),
    // One that has ended never becomes active again, whatever is judged once more.
    })).where((where) => where.or([
      takesOver,
      where.and([where('occurrence.late', '=', where.ref('excluded.late')), where.or([hadNoTime, where('occurrence.cleared_at', 'is', null), where(sql`excluded.cleared_at`, 'is not', null)])]),
    ])))
    .execute()
