import { sql, type Transaction } from 'kysely'
import type { Alarm, AlarmChange, AlarmComment, AlarmJournalEntry } from '../../alarm.ts'
import type { DetectorReport } from '../../alarm-mark.ts'
import type { Page } from '../../list-page.ts'
import { isoTime } from '../../time.ts'
import { pruneOutbox, readOutbox, writeOutbox } from './alarm-outbox.ts'
import { listAlarms, type AlarmListFilter } from './alarm-list.ts'
import { alarmOf, journalEntryOf, occurrencesIn } from './alarm-rows.ts'
import { chunks } from './chunks.ts'
import { kpiRows, type KpiRow } from './kpi-records.ts'
import { detectorReports } from './mark-records.ts'
import type { Records } from './open-records.ts'
import { recordOccurrences, type TransitionRecord } from './record-occurrences.ts'
import type { OverlayTable, PointClockTable, RuleMemoryTable, Tables } from './tables.ts'
import type { SourceStateTable } from './engine-tables.ts'

/** What hides a rule on a point began, changed or ended. */
export interface OverlayRecord {
  row: OverlayTable
  ended: boolean
  event: string
  at: number
  actor: string | null
  reason: string | null
}

/** What is written as one transaction: all of it is durable, or none. */
export interface AlarmCommit {
  recordedAt: number
  transitions: readonly TransitionRecord[]
  overlays: readonly OverlayRecord[]
  memories: readonly RuleMemoryTable[]
  /** Rules that are gone: their memory goes with them. */
  forgotten: readonly string[]
  clocks: readonly PointClockTable[]
  sources?: readonly SourceStateTable[]
  /** Id of the last plant event that was taken. */
  eventsTo?: number | undefined
  /** How far in their log readings have been judged. */
  readingsTo?: number
}

export interface AlarmMemory {
  memories: RuleMemoryTable[]
  sources?: SourceStateTable[]
  /** Id of the last plant event that was taken; undefined = none ever. */
  eventsTo?: number | undefined
  /** How far in their log readings had been judged at the last commit; undefined = not known. */
  readingsTo?: number | undefined
  /** Live occurrences that are not normal underneath, hidden or not. */
  open: Alarm[]
  overlays: OverlayTable[]
  /** Late occurrences whose end has not been found. */
  openLate: Alarm[]
  /** What rules in a dry run would have standing. */
  openDry?: Alarm[]
}

/** Port: occurrences, their journal, comments and the engine's memory. */
export interface AlarmRecords {
  load(): Promise<AlarmMemory>
  /** Hands over how far each point has been judged; a country has too many to hold at once. */
  readClocks(take: (clock: PointClockTable) => void): Promise<void>
  /** Resolves when durable. */
  commit(commit: AlarmCommit): Promise<void>
  list(filter: AlarmListFilter): Promise<Page<Alarm>>
  find(id: string): Promise<Alarm | undefined>
  journal(alarm: string): Promise<AlarmJournalEntry[]>
  /** Live occurrences raised in a time (epoch ms), or standing at its end. @param regions counties; undefined = all */
  kpiRows(from: number, to: number, regions: readonly string[] | undefined): Promise<KpiRow[]>
  /** What became durable after a change, oldest first. @param regions counties; undefined = all */
  changes(after: number, limit: number, regions: readonly string[] | undefined): Promise<AlarmChange[]>
  /** Forgets changes recorded before a time (epoch ms). */
  prune(before: number): Promise<void>
  /** How the early warnings were marked. @param enterprise undefined = all */
  detectors(enterprise: string | undefined): Promise<DetectorReport[]>
  addComment(alarm: string, by: string, text: string, at: number): Promise<AlarmComment>
  comments(alarm: string): Promise<AlarmComment[]>
}

/** @param reader answers what may take long (lists, figures); `openReader` has a thread for it. */
export const createAlarmRecords = (records: Records, reader: Records = records): AlarmRecords => ({
  load: () => load(records),
  readClocks: (take) => readClocks(records, take),
  commit: (commit) => records.transaction().execute((transaction) => writeCommit(transaction, commit)),
  list: (filter) => listAlarms(reader, filter),
  find: async (id) => {
    const row = await occurrencesIn(records).where('occurrence.id', '=', id).executeTakeFirst()
    return row && alarmOf(row)
  },
  journal: async (alarm) => {
    const rows = await records.selectFrom('alarm_transition').selectAll().where('occurrence', '=', alarm).orderBy('seq').execute()
    return rows.map(journalEntryOf)
  },
  kpiRows: (from, to, regions) => kpiRows(reader, from, to, regions),
  changes: (after, limit, regions) => readOutbox(reader, after, limit, regions),
  prune: (before) => pruneOutbox(records, before),
  detectors: (enterprise) => detectorReports(reader, enterprise),
  addComment: async (alarm, by, text, at) => {
    const row = await records.insertInto('alarm_comment').values({ occurrence: alarm, actor: by, text, at }).returningAll().executeTakeFirstOrThrow()
    return commentOf(row)
  },
  comments: async (alarm) => {
    const rows = await records.selectFrom('alarm_comment').selectAll().where('occurrence', '=', alarm).orderBy('id').execute()
    return rows.map(commentOf)
  },
})

const load = async (records: Records): Promise<AlarmMemory> => ({
  // What remembers nothing is as a rule is at first: a country has a million such rows.
  memories: await records.selectFrom('rule_memory').selectAll().where((row) => row.or([
    row('late', '=', 1), row('phase', '!=', 0), row('since', '!=', 0), row('onset', '!=', 0), row('onset_value', '!=', 0), row('cells', 'is not', null),
  ])).execute(),
  sources: await records.selectFrom('source_state').selectAll().execute(),
  ...await loadPlaces(records),
  open: (await occurrencesIn(records).where('underlying_state', '!=', 'normal').where('late', '=', 0).execute()).map(alarmOf),
  overlays: await records.selectFrom('alarm_overlay').selectAll().execute(),
  openDry: (await occurrencesIn(records).where('dry_run', '=', sql.lit(1)).where('late', '=', 0).where('cleared_at', 'is', null).execute()).map(alarmOf),
  openLate: (await occurrencesIn(records).where('late', '=', sql.lit(1)).where('cleared_at', 'is', null).execute()).map(alarmOf),
})

const CLOCKS_A_PAGE = 2_000

const readClocks = async (records: Records, take: (clock: PointClockTable) => void): Promise<void> => {
  for (let last = Number.NEGATIVE_INFINITY; ;) {
    const page = records.selectFrom('point_clock').selectAll()
    const rows = await (Number.isFinite(last) ? page.where('point', '>', last) : page).orderBy('point').limit(CLOCKS_A_PAGE).execute()
    for (const row of rows) take(row)
    if (rows.length < CLOCKS_A_PAGE) return
    last = rows.at(-1)?.point ?? last
  }
}

const loadPlaces = async (records: Records): Promise<Pick<AlarmMemory, 'eventsTo' | 'readingsTo'>> => {
  const places = new Map((await records.selectFrom('engine_place').selectAll().execute()).map(({ log, position }) => [log, position]))
  return { eventsTo: places.get('events'), readingsTo: places.get('readings') }
}

const writeCommit = async (transaction: Transaction<Tables>, commit: AlarmCommit): Promise<void> => {
  const recorded = await recordOccurrences(transaction, commit.transitions)
  for (const part of chunks(recorded)) {
    await transaction.insertInto('alarm_transition').values(part.map((item) => ({
      occurrence: item.alarm.id, event: item.event, from_state: item.from, to_state: item.alarm.state,
      at: item.at, recorded_at: commit.recordedAt, actor: item.actor, announced: Number(item.announced), reason: item.reason,
    }))).execute()
  }
  await writeOutbox(transaction, commit.recordedAt, recorded)
  await writeOverlays(transaction, commit)
  await writePlaces(transaction, commit)
  for (const part of chunks(commit.memories)) {
    await transaction.insertInto('rule_memory').values(part).onConflict((conflict) => conflict.columns(['rule', 'late']).doUpdateSet((row) => ({
      point: row.ref('excluded.point'), phase: row.ref('excluded.phase'), since: row.ref('excluded.since'), onset: row.ref('excluded.onset'), onset_value: row.ref('excluded.onset_value'), last_at: row.ref('excluded.last_at'), cells: row.ref('excluded.cells'),
    }))).execute()
  }
  for (const part of chunks(commit.forgotten)) await transaction.deleteFrom('rule_memory').where('rule', 'in', part).execute()
  for (const part of chunks(commit.clocks)) {
    await transaction.insertInto('point_clock').values(part).onConflict((conflict) => conflict.column('point').doUpdateSet((row) => ({
      judged_to: row.ref('excluded.judged_to'), live_at: row.ref('excluded.live_at'), live_arrival: row.ref('excluded.live_arrival'),
      heard_at: row.ref('excluded.heard_at'), quality: row.ref('excluded.quality'), recent: row.ref('excluded.recent'),
    }))).execute()
  }
}

const writePlaces = async (transaction: Transaction<Tables>, { sources = [], eventsTo, readingsTo }: AlarmCommit): Promise<void> => {
  for (const part of chunks(sources)) {
    await transaction.insertInto('source_state').values(part).onConflict((conflict) => conflict.columns(['enterprise', 'source']).doUpdateSet((row) => ({
      state: row.ref('excluded.state'), at: row.ref('excluded.at'), until: row.ref('excluded.until'),
    }))).execute()
  }
  const places = [{ log: 'events', position: eventsTo }, { log: 'readings', position: readingsTo }].flatMap(({ log, position }) => (position === undefined ? [] : [{ log, position }]))
  if (places.length === 0) return
  await transaction.insertInto('engine_place').values(places)
    .onConflict((conflict) => conflict.column('log').doUpdateSet((row) => ({ position: row.ref('excluded.position') }))).execute()
}

const writeOverlays = async (transaction: Transaction<Tables>, { overlays, recordedAt }: AlarmCommit): Promise<void> => {
  for (const { row, ended, event, at, actor, reason } of overlays) {
    const { rule, enterprise, point, layer } = row
    await transaction.deleteFrom('alarm_overlay').where('rule', '=', rule).where('enterprise', '=', enterprise).where('point', '=', point).where('layer', '=', layer).execute()
    if (!ended) await transaction.insertInto('alarm_overlay').values(row).execute()
    await transaction.insertInto('overlay_journal').values({ rule, enterprise, point, event, at, recorded_at: recordedAt, until: row.until, actor, reason }).execute()
  }
}

const commentOf = (row: { id: number; occurrence: string; at: number; actor: string; text: string }): AlarmComment =>
  ({ id: row.id, alarm: row.occurrence as AlarmComment['alarm'], at: isoTime(row.at), by: row.actor, text: row.text })
