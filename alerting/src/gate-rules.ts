import { pointKey } from '@hazardwatch/shared/ids'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import { configureRule } from './configure-rule.ts'
import type { Engine } from './engine-state.ts'
import { setGate, setGates, type SourceState } from './gate-book.ts'
import type { StageChange } from './judge-memory.ts'

/** Schedules are of minutes: to look at them each second is more than enough. */
const LOOK_MS = 1_000

/**
 * A source has gone into an operating state: rules that are armed by states are gated, limits by state take effect. An event that is older than
 * what is known of the source changes nothing.
 */
export const changeSourceState = (engine: Engine, enterprise: string, source: string, next: SourceState, now: number): void => {
  const key = pointKey(enterprise, source)
  const known = engine.gates.sources.get(key)
  if (known !== undefined && next.at < known.at) return
  engine.gates.sources.set(key, next)
  engine.changes.sources.set(key, { enterprise, source, ...next })
  for (const { rule, point, others } of engine.gates.rules.values()) {
    if (point.enterprise !== enterprise || point.source !== source) continue
    configureRule(engine, rule, point, now, others)
  }
}

/** What the wall clock opens and closes: schedules, and states that end by themselves. */
export const lookAtGates = (engine: Engine, now: number): void => {
  if (now < engine.gates.nextLook || (engine.gates.rules.size === 0 && engine.gates.sources.size === 0)) return
  engine.gates.nextLook = now + LOOK_MS
  for (const [key, { until }] of engine.gates.sources) {
    const slash = key.indexOf('/')
    // Nobody has said that the maintenance goes on: it is over, and what is not armed for longer than it must be misses an alarm.
    if (until !== null && until <= now) changeSourceState(engine, key.slice(0, slash), key.slice(slash + 1), { state: 'running', at: until, until: null }, now)
  }
  for (const gated of engine.gates.rules.values()) if (gated.rule.schedule !== undefined) setGates(engine, gated, now)
}

/** After a restart: what was gated may no longer be, and limits by state are those of the states that were stored. */
export const refreshGates = (engine: Engine, now: number): void => {
  for (const { rule, point, others } of engine.gates.rules.values()) configureRule(engine, rule, point, now, others)
}

/** The reading of a point has opened or closed the stage in which a rule is armed. */
export const applyStage = (engine: Engine, { row, open, value, at }: StageChange): void => {
  const gated = engine.gates.rules.get(engine.book.rules.idOf(row) ?? '')
  const stage = gated?.rule.activeWhile
  if (gated === undefined || stage === undefined) return
  const reason = open ? null : serviceReason('offStage', stage.point, String(value), String(stage.low ?? '…'), String(stage.high ?? '…'))
  setGate(engine, gated.rule, gated.point, 'stage', reason, Number.isFinite(engine.wall) ? engine.wall : at)
}
