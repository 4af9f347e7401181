import type { Insertable, Selectable } from 'kysely'
import { Alarm, AlarmJournalEntry } from '../../alarm.ts'
import { isoTime } from '../../time.ts'
import type { Records } from './open-records.ts'
import type { AlarmTransitionTable, OccurrenceTable } from './tables.ts'

type OccurrenceWithComments = Selectable<OccurrenceTable> & { comments: number | null }

/** Occurrences as `alarmOf` takes them. */
export const occurrencesIn = (records: Records) => records.selectFrom('occurrence').selectAll('occurrence')
  .select((select) => select.selectFrom('alarm_comment').whereRef('alarm_comment.occurrence', '=', 'occurrence.id').select((count) => count.fn.countAll<number>().as('n')).as('comments'))
  .$castTo<OccurrenceWithComments>()

export const occurrenceRow = (alarm: Alarm, region: string): Insertable<OccurrenceTable> => ({
  id: alarm.id, enterprise: alarm.enterprise, source: alarm.source, point: alarm.point, region, rule: alarm.rule, kind: alarm.kind,
  priority: alarm.priority, state: alarm.state, onset_at: Date.parse(alarm.onsetAt), raised_at: Date.parse(alarm.raisedAt),
  cleared_at: epochMs(alarm.clearedAt), acknowledged_at: epochMs(alarm.acknowledgedAt), acknowledged_by: alarm.acknowledgedBy,
  value: alarm.value, limit_value: alarm.limit, unit: alarm.unit, late: Number(alarm.late), dry_run: Number(alarm.dryRun), first_out: Number(alarm.firstOut),
  underlying_state: alarm.underlyingState, confirmed_at: epochMs(alarm.confirmedAt), confirmed_by: alarm.confirmedBy, assignee: alarm.assignee,
  shelved_until: epochMs(alarm.shelvedUntil), shelved_by: alarm.shelvedBy, reason: alarm.reason, finding: alarm.finding,
  mark_useful: alarm.mark === null ? null : Number(alarm.mark.useful), mark_at: epochMs(alarm.mark?.at ?? null), mark_by: alarm.mark?.by ?? null,
})

/** Read through the schema again, so that a damaged row is named and not believed. */
export const alarmOf = (row: OccurrenceWithComments): Alarm => Alarm.parse({
  id: row.id, enterprise: row.enterprise, source: row.source, point: row.point, rule: row.rule, kind: row.kind, priority: row.priority, state: row.state,
  onsetAt: isoTime(row.onset_at), raisedAt: isoTime(row.raised_at), clearedAt: iso(row.cleared_at), acknowledgedAt: iso(row.acknowledged_at),
  acknowledgedBy: row.acknowledged_by, value: row.value, limit: row.limit_value, unit: row.unit, late: row.late === 1, dryRun: row.dry_run === 1, firstOut: row.first_out === 1,
  underlyingState: row.underlying_state, confirmedAt: iso(row.confirmed_at), confirmedBy: row.confirmed_by, assignee: row.assignee,
  shelvedUntil: iso(row.shelved_until), shelvedBy: row.shelved_by, reason: row.reason, finding: row.finding,
  mark: row.mark_useful === null ? null : { useful: row.mark_useful === 1, at: iso(row.mark_at), by: row.mark_by },
  comments: row.comments ?? 0,
})

export const journalEntryOf = (row: Selectable<AlarmTransitionTable>): AlarmJournalEntry => AlarmJournalEntry.parse({
  seq: row.seq, alarm: row.occurrence, event: row.event, from: row.from_state, to: row.to_state, at: isoTime(row.at), recordedAt: isoTime(row.recorded_at),
  by: row.actor, reason: row.reason, announced: row.announced === 1,
})

const epochMs = (time: string | null): number | null => (time === null ? null : Date.parse(time))
const iso = (time: number | null): string | null => (time === null ? null : isoTime(time))
