import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { isScheduled } from '@hazardwatch/shared/rule-gate'
import { serviceReason } from '@hazardwatch/shared/service-reason'
import type { Engine } from './engine-state.ts'
import { suppressAlarm, unsuppressAlarm } from './hide-alarm.ts'
import { slotOn } from './overlay-book.ts'

/** What a source is doing, as its plant has told it. Times are epoch ms. */
export interface SourceState {
  state: string
  /** Event time at which it began. */
  at: number
  /** When it ends by itself (the source then runs again); null = with the next. */
  until: number | null
}

/** A rule that is not always armed, as the ledger has it: its limit in force depends on the state. */
export interface GatedRule {
  rule: AlarmRule
  point: NumberedPoint
  others: readonly (NumberedPoint | undefined)[]
}

export interface GateBook {
  /** By rule id. */
  rules: Map<string, GatedRule>
  /** By `ENT/SOURCE`. A source that is not here has never said what it is doing. */
  sources: Map<string, SourceState>
  /** Wall time at which schedules and ends of states are looked at next. */
  nextLook: number
}

export const createGateBook = (): GateBook => ({ rules: new Map(), sources: new Map(), nextLook: Number.NEGATIVE_INFINITY })

/** What keeps a rule from being armed, one cause each. */
export type GateCause = 'state' | 'stage' | 'schedule'

export const isGated = (rule: AlarmRule): boolean =>
  rule.activeStates !== undefined || rule.stateLimits !== undefined || rule.activeWhile !== undefined || rule.schedule !== undefined

/** A source that never told its state runs. */
const stateOf = (book: GateBook, { enterprise, source }: NumberedPoint): string => book.sources.get(pointKey(enterprise, source))?.state ?? 'running'

/** @returns the rule with the limit that holds in the state of its source. */
export const ruleInState = (book: GateBook, rule: AlarmRule, point: NumberedPoint): AlarmRule => {
  const limits: Partial<Record<string, number>> | undefined = rule.stateLimits
  const limit = limits?.[stateOf(book, point)]
  return limit === undefined ? rule : { ...rule, limit }
}

/** Closes or opens the gates of a rule by the state of its source and by its schedule. Its stage is told by readings. */
export const setGates = (engine: Engine, { rule, point }: GatedRule, now: number): void => {
  const state = stateOf(engine.gates, point)
  const states: readonly string[] | undefined = rule.activeStates
  setGate(engine, rule, point, 'state', states === undefined || states.includes(state) ? null : serviceReason('operatingState', state), now)
  setGate(engine, rule, point, 'schedule', rule.schedule === undefined || isScheduled(rule.schedule, now) ? null : serviceReason('offSchedule'), now)
  if (rule.activeWhile === undefined) setGate(engine, rule, point, 'stage', null, now)
}

/** @param reason why the rule is not armed; null = as far as this goes it is */
export const setGate = (engine: Engine, rule: AlarmRule, point: NumberedPoint, cause: GateCause, reason: string | null, now: number): void => {
  const slot = slotOn(rule.id, point)
  if (reason === null) unsuppressAlarm(engine, slot, `gate:${cause}`, { by: null, reason: serviceReason('armedAgain'), now })
  else suppressAlarm(engine, slot, `gate:${cause}`, { by: null, reason, now })
}
