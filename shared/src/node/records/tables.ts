import type { Generated } from 'kysely'
import type { CareTables } from './care-records.ts'
import type { RuleChangeTable } from './rule-change-records.ts'
import type { SenderTables } from './sender-tables.ts'
import type { EnginePlaceTable, SourceStateTable } from './engine-tables.ts'

/** Booleans are 0 or 1 and times epoch ms in every table, so that SQLite and PostgreSQL take the same queries. */
export interface Tables extends SenderTables, CareTables {
  enterprise: EnterpriseTable
  source: SourceTable
  point: PointTable
  rule: RuleTable
  rule_change: RuleChangeTable
  gateway: GatewayTable
  camera: CameraTable
  occurrence: OccurrenceTable
  alarm_transition: AlarmTransitionTable
  alarm_comment: AlarmCommentTable
  alarm_overlay: OverlayTable
  overlay_journal: OverlayJournalTable
  alarm_outbox: AlarmOutboxTable
  rule_memory: RuleMemoryTable
  engine_place: EnginePlaceTable
  source_state: SourceStateTable
  point_clock: PointClockTable
  plant_event: PlantEventTable
  camera_state: CameraStateTable
  enterprise_presence: EnterprisePresenceTable
  presence_day: PresenceDayTable
  quarantine: QuarantineTable
}

export interface EnterpriseTable {
  code: string
  name: string
  name_en: string | null
  region: string
  industry: string
  lon: number
  lat: number
  retired: number
}

export interface SourceTable {
  enterprise: string
  code: string
  name: string
  name_en: string | null
  kind: string
  lon: number
  lat: number
  inherent_level: string
  retired: number
}

export interface PointTable {
  number: Generated<number>
  enterprise: string
  tag: string
  source: string
  name: string
  name_en: string | null
  quantity: string
  unit: string
  range_low: number | null
  range_high: number | null
  expected_interval_s: number | null
  max_rate_per_s: number | null
  lon: number | null
  lat: number | null
  retired: number
}

export interface RuleTable {
  id: string
  enterprise: string
  point: string
  kind: string
  limit_value: number | null
  deadband: number
  on_delay_s: number
  off_delay_s: number
  priority: string
  enabled: number
  ack_required: number
  latching: number
  re_alarm_s: number | null
  /** JSON object of what only some kinds have. */
  parameters: string
  retired: number
}

export interface GatewayTable {
  enterprise: string
  code: string
  format: string
  topic: string | null
  mn: string | null
  /** JSON array of what the names of the gateway mean. */
  map: string
  /** off, measured or ms; null = off. */
  clock_correction: string | null
  retired: number
}

export interface OccurrenceTable {
  id: string
  enterprise: string
  source: string
  point: string
  region: string
  rule: string
  kind: string
  priority: string
  state: string
  onset_at: number
  raised_at: number
  cleared_at: number | null
  acknowledged_at: number | null
  acknowledged_by: string | null
  value: number
  limit_value: number | null
  unit: string
  late: number
  /** 1: its rule was in a dry run. */
  dry_run: number
  first_out: number
  underlying_state: string
  confirmed_at: number | null
  confirmed_by: string | null
  assignee: string | null
  shelved_until: number | null
  shelved_by: string | null
  reason: string | null
  finding: string | null
  /** 1 = useful, 0 = not, null = nobody has said. */
  mark_useful: number | null
  mark_at: number | null
  mark_by: string | null
}

/** The journal: every transition, in the order in which it became durable. */
export interface AlarmTransitionTable {
  seq: Generated<number>
  occurrence: string
  event: string
  from_state: string
  to_state: string
  at: number
  recorded_at: number
  actor: string | null
  announced: number
  reason: string | null
}

/** What has to be told, in the order in which it became durable; written in the transaction of the transition it tells of. */
export interface AlarmOutboxTable {
  seq: Generated<number>
  recorded_at: number
  region: string
  event: string
  at: number
  announced: number
  /** The occurrence as it stood then, as JSON. */
  alarm: string
}

/** What hides the alarm of a rule on a point: one row for what a person did (layer `person`), one for what is by design (`design`). */
export interface OverlayTable {
  rule: string
  enterprise: string
  point: string
  layer: string
  state: string
  since: number
  until: number | null
  one_shot: number
  actor: string | null
  reason: string
  /** JSON object: what suppresses it, each with its reason. */
  causes: string
}

/** Every beginning and end of an overlay, in the order in which it became durable. */
export interface OverlayJournalTable {
  seq: Generated<number>
  rule: string
  enterprise: string
  point: string
  event: string
  at: number
  recorded_at: number
  until: number | null
  actor: string | null
  reason: string | null
}

export interface AlarmCommentTable {
  id: Generated<number>
  occurrence: string
  at: number
  actor: string
  text: string
}

/** What a rule remembers between readings at the point of this tag (null: kept before there were tags in it); written in the same transaction as the transition it belongs to. */
export interface RuleMemoryTable {
  rule: string
  /** 1: the memory of the comparator for late readings. */
  late: number
  point: string | null
  phase: number
  since: number | null
  onset: number | null
  onset_value: number | null
  /** Event time of the last late reading; null for the live comparator, whose point has a clock. */
  last_at: number | null
  /** What the kind remembers beside its condition: base64 of float64 cells, little-endian; null for kinds that remember nothing. A late comparator: the event times it has judged, a space, and these. */
  cells: string | null
}

/** How far a point has been judged (event time) and when it was last heard (wall clock). */
export interface PointClockTable {
  point: number
  judged_to: number
  live_at: number
  live_arrival: number
  heard_at: number
  quality: number
  /** JSON of the event times judged, in runs: a redelivered reading is known again after a restart. */
  recent: string
}

export interface CameraTable {
  enterprise: string
  id: string
  name: string
  name_en: string | null
  source: string | null
  expected_interval_s: number | null
  lon: number | null
  lat: number | null
  retired: number
}

/** What happened at the plants, without readings. One row for each (enterprise, kind, subject, at, type), however often it is delivered. */
export interface PlantEventTable {
  id: Generated<number>
  enterprise: string
  kind: string
  subject: string
  type: string
  at: number
  received_at: number
  source: string | null
  camera: string | null
  /** The event as JSON. */
  detail: string
}

/** When a camera was heard last (wall clock), and what its newest event (event time) said about it. */
export interface CameraStateTable {
  enterprise: string
  camera: string
  heard_at: number
  event_at: number
  offline: number
}

export interface EnterprisePresenceTable {
  enterprise: string
  online: number
  since: number
  /** Online time is in the days up to here. */
  counted_to: number
}

/** Days of China. */
export interface PresenceDayTable {
  enterprise: string
  day: string
  online_ms: number
  disconnects: number
}

/** Names that were seen and are not registered. */
export interface QuarantineTable {
  id: string
  kind: string
  enterprise: string | null
  gateway: string | null
  name: string
  topic: string
  first_seen_at: number
  last_seen_at: number
  seen: number
  value: number | null
  time: number | null
}
