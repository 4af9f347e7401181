import type { Alarm, AlarmChange, AlarmComment, AlarmJournalEntry } from './alarm.ts'
import type { AlarmKpis, Flood } from './alarm-kpis.ts'
import type { DetectorReport } from './alarm-mark.ts'
import type { AlarmOverlay } from './alarm-overlay.ts'
import type { AnomalyModel } from './point-model.ts'
import type { PointPresence } from './presence.ts'
import type { RegionRiskView, RiskLevel, SourceRisk, RegionRisk } from './risk.ts'

export interface AlarmFilter {
  enterprise?: string
  source?: string
  /** Tag, or ENT/TAG. */
  point?: string
  rule?: string
  states?: readonly string[]
  priorities?: readonly string[]
  /** Regions include everything below them. */
  region?: string
  /** raisedAt, epoch ms: from inclusive, to exclusive. */
  from?: number
  to?: number
  late?: boolean
  /** True: only what rules in a dry run would have alarmed; left out or false: everything else. */
  dryRun?: boolean
  limit: number
  cursor?: string
}

/** What is to be hidden or brought back: the alarm of an occurrence, or that of a rule, whatever its state; of a rule on many points, that on the one named (tag). */
export type AlarmTarget = { alarm: string } | { rule: string; point?: string }

/** Who, and why. */
export interface Order { by: string; reason: string }

export interface ShelveOrder extends Order {
  /** Seconds until it ends by itself; left out = the longest that is allowed. */
  forS?: number
  /** It also ends when the alarm clears. */
  oneShot: boolean
}

/** Port: what the outside may ask of the alarm engine. Commands throw HazardError (`not_found`, `alarm_state`, `shelve_too_long`, `mark_refused`). */
export interface AlarmDesk {
  list(filter: AlarmFilter): Promise<{ items: Alarm[]; next: string | null }>
  find(id: string): Promise<Alarm | undefined>
  acknowledge(id: string, by: string): Promise<Alarm>
  reset(id: string, by: string): Promise<Alarm>
  /** The corrective action has been taken. */
  confirm(id: string, by: string): Promise<Alarm>
  /** Whether an early warning was useful. Alarms of other kinds are refused (`mark_refused`). */
  mark(id: string, by: string, useful: boolean): Promise<Alarm>
  /** How the early warnings were marked, by kind. @param enterprise undefined = all */
  detectors(enterprise: string | undefined): Promise<DetectorReport[]>
  /** @param assignee null = nobody */
  assign(id: string, by: string, assignee: string | null): Promise<Alarm>
  shelve(target: AlarmTarget, order: ShelveOrder): Promise<AlarmOverlay>
  unshelve(target: AlarmTarget, order: Order): Promise<AlarmOverlay>
  outOfService(target: AlarmTarget, order: Order): Promise<AlarmOverlay>
  returnToService(target: AlarmTarget, order: Order): Promise<AlarmOverlay>
  /** By design, for a condition that the engine does not know. */
  suppress(target: AlarmTarget, order: Order): Promise<AlarmOverlay>
  unsuppress(target: AlarmTarget, order: Order): Promise<AlarmOverlay>
  /** Everything that happened to it, oldest first. */
  journal(id: string): Promise<AlarmJournalEntry[]>
  /** What became durable after the change `after`, oldest first: who keeps the last number misses none and hears none twice. */
  changes(after: number, limit: number, region: string): Promise<AlarmChange[]>
  /** @param from epoch ms, inclusive @param to epoch ms, exclusive @param operators positions that share the region */
  kpis(region: string, from: number, to: number, operators: number): Promise<AlarmKpis>
  comment(id: string, by: string, text: string): Promise<AlarmComment>
  comments(id: string): Promise<AlarmComment[]>
  /** Every open, announced alarm. */
  openAlarms(): Alarm[]
  /** Regions whose operators are flooded now. */
  floods(): Flood[]
  /** What is shelved, suppressed or out of service, with or without an occurrence. */
  overlays(): AlarmOverlay[]
  sourceRisks(): SourceRisk[]
  liveLevel(enterprise: string, source: string): RiskLevel
  regionRisks(): RegionRisk[]
  regionRisk(region: string): RegionRiskView | undefined
  /** Points that are not live. @param points of these only, by number */
  absences(points?: readonly number[]): PointPresence[]
  /** What the rules of kind anomaly on a point think of it now. @param point its number */
  anomalyModels(point: number): AnomalyModel[]
  /** How far the engine is behind, ms; when it last judged a reading, epoch ms; and what it cannot watch. */
  health(): EngineHealth
}

/** What rules on many points cannot watch. */
export interface SelectorGaps {
  /** Points that are meant and whose unit does not convert to that of the rule. */
  excludedPoints: number
  /** Rules whose selector means no point, though it is not said that this may be. */
  rulesWithoutPoints: number
}

export interface EngineHealth { lagMs: number; judgedAt: number | null; gaps: SelectorGaps }

/** What the engine tells after it is durable. */
export type EngineChange =
  | { type: 'alarm'; alarm: Alarm }
  | { type: 'flood'; floods: Flood[] }
  | { type: 'overlay'; overlay: AlarmOverlay; ended: boolean }
  | { type: 'risk'; regions: RegionRisk[]; sources: SourceRisk[] }
  | { type: 'presence'; points: PointPresence[] }
