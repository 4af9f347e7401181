import type { Alarm } from '@hazardwatch/shared/alarm'
import type { SourceStateTable } from '@hazardwatch/shared/node/records/engine-tables'
import { PointTable } from '@hazardwatch/shared/point-table'
import { createAlarmBook, type AlarmBook } from './alarm-book.ts'
import type { AlarmTransition, OverlayTransition } from './alarm-transition.ts'
import { createGateBook, type GateBook } from './gate-book.ts'
import { createGatewayBook, type GatewayBook } from './gateways/gateway-book.ts'
import { createJudgeMemory, type JudgeMemory } from './judge-memory.ts'
import { createOverlayBook, type OverlayBook, type Slot } from './overlay-book.ts'
import { createRuleBook, type RuleBook } from './rule-book.ts'
import { createSelectorBook, type SelectorBook } from './selector-book.ts'
import type { WallTimer } from './wall-timers.ts'

/**
 * The alarm engine without edges: no clock, no store, no timer. Its caller feeds it readings, time and commands, takes the
 * changes and makes them durable. The same engine runs live, after a restart and replayed.
 */
export interface Engine {
  book: RuleBook
  memory: JudgeMemory
  alarms: AlarmBook
  /** What is hidden. */
  overlays: OverlayBook
  /** By rule: the slots that its standing alarm suppresses. */
  dependents: Map<string, Map<string, Slot>>
  /** Ends of shelving and re-alarms, the next one first. */
  timers: WallTimer[]
  /** Latest wall time that the engine was told, epoch ms. */
  wall: number
  /** Position in the log of readings behind the batch judged last. It is stored with every commit: what came of all before it is durable then. */
  readTo: number
  /** The point each rule row watches. */
  points: PointTable
  /** Occurrences that late data has begun, by rule id. */
  lateAlarms: Map<string, Alarm>
  /** What rules in a dry run would have standing, by rule id. */
  dryAlarms: Map<string, Alarm>
  /** Rules that are not always armed. */
  gates: GateBook
  /** Through what the points come, and what is covered because it has failed. */
  gateways: GatewayBook
  /** Ids of the rules on a camera, by `ENT/CAMERA`. */
  videoRules: Map<string, Set<string>>
  /** Rules on many points. */
  selectors: SelectorBook
  changes: EngineChanges
}

/** What has changed since the caller last took it. */
export interface EngineChanges {
  transitions: AlarmTransition[]
  overlays: OverlayTransition[]
  /** Ids of rules whose memory must be kept. */
  rules: Set<string>
  /** Ids of rules whose late comparator must be kept. */
  lateRules: Set<string>
  /** Numbers of points whose clocks must be kept with it. */
  points: Set<number>
  /** Operating states that have changed, by `ENT/SOURCE`. */
  sources: Map<string, SourceStateTable>
  /** Id of the last plant event that was taken. */
  eventsTo: number | undefined
}

export const createEngine = (): Engine => ({
  book: createRuleBook(),
  memory: createJudgeMemory(),
  alarms: createAlarmBook(),
  overlays: createOverlayBook(),
  dependents: new Map(),
  timers: [],
  wall: Number.NEGATIVE_INFINITY,
  readTo: 0,
  points: new PointTable(),
  lateAlarms: new Map(),
  dryAlarms: new Map(),
  gates: createGateBook(),
  gateways: createGatewayBook(),
  videoRules: new Map(),
  selectors: createSelectorBook(),
  changes: emptyChanges(),
})

const emptyChanges = (): EngineChanges => ({ transitions: [], overlays: [], rules: new Set(), lateRules: new Set(), points: new Set(), sources: new Map(), eventsTo: undefined })

/** @returns the changes since the last call, and starts a new list. */
export const takeChanges = (engine: Engine): EngineChanges => {
  const taken = engine.changes
  engine.changes = emptyChanges()
  return taken
}
