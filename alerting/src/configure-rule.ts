import type { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { pointKey } from '@hazardwatch/shared/ids'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { currentAlarm } from './alarm-book.ts'
import { applyLive } from './apply-observation.ts'
import { detectorOf, otherInputs } from './detect/all-detectors.ts'
import { isRaised } from './detect/limit-columns.ts'
import { resetLimit } from './detect/limit.ts'
import { createDetection, forgetCells } from './detection.ts'
import { endDryRun } from './end-dry-run.ts'
import type { Engine } from './engine-state.ts'
import { isGated, ruleInState, setGates } from './gate-book.ts'
import { gatewayOf, memberOf, ownRuleId } from './gateways/gateway-book.ts'
import { listen, passOnConditions, stopListening, tellListeners } from './hear-conditions.ts'
import { endOverlays, linkCauses } from './hide-alarm.ts'
import { createFindings, notePending, renewLate } from './judge-memory.ts'
import { slotOn, type Slot } from './overlay-book.ts'
import { pointClock, reservePoint } from './point-memory.ts'
import { dropRule, NONE, putRule, putSilenceTap, putStageTap, sameCondition } from './rule-book.ts'
import { reAlarmTimer, setTimer } from './wall-timers.ts'
import { silenceAfterMs } from './watch-silence.ts'

/**
 * Adds or edits a rule. An edit keeps the alarm and the running delays, a dry run that ends raises what stands; disabling ends an active alarm at `now` (epoch ms).
 * @param others the points of `otherInputs`, in their order, and behind them that of `activeWhile`; undefined where the ledger does not have one
 */
export const configureRule = (engine: Engine, rule: AlarmRule, point: NumberedPoint, now: number, others: readonly (NumberedPoint | undefined)[] = []): void => {
  putInGate(engine, rule, point, now, others)
  endDryRun(engine, rule.id, (number) => pointClock(engine.memory.points, number, now))
}

const putInGate = (engine: Engine, rule: AlarmRule, point: NumberedPoint, now: number, others: readonly (NumberedPoint | undefined)[]): void => {
  const wasGated = engine.gates.rules.has(rule.id)
  if (!isGated(rule) && !wasGated) { putInForce(engine, rule, point, now, others); return }
  const gated = { rule, point, others }
  engine.gates.rules.set(rule.id, gated)
  putInForce(engine, ruleInState(engine.gates, rule, point), point, now, others)
  setGates(engine, gated, now)
  if (!isGated(rule)) engine.gates.rules.delete(rule.id)
}

const putInForce = (engine: Engine, rule: AlarmRule, point: NumberedPoint, now: number, others: readonly (NumberedPoint | undefined)[]): void => {
  reservePoint(engine.memory.points, point.number)
  const before = engine.book.rows.get(rule.id)
  const moved = before !== undefined && (engine.book.points[before] !== point.number || !sameCondition(engine.book.rules.kindOf(before), rule.kind))
  if (before !== undefined && (moved || !rule.enabled)) standDown(engine, rule.id, now)
  if (moved) uncover(engine, rule.id, now)
  const detector = detectorOf(rule, point)
  const channels = others.slice(0, otherInputs(rule).length)
  const detection = detector && createDetection(detector, [point.number, ...channels.map((other) => other?.number ?? NONE)])
  if (before !== undefined && engine.book.rules.whenOf(before) !== undefined) stopListening(engine.book, rule.id)
  const row = putRule(engine.book, rule, point.number, detection, point)
  listen(engine.book, rule)
  if (rule.kind === 'vote') watchChannels(engine, row, rule, [point, ...channels])
  armByStage(engine, row, rule, others[channels.length])
  notePending(engine.book, engine.memory, row)
  engine.memory.nextSilence = Number.NEGATIVE_INFINITY
  engine.points.set(point.number, point)
  if (rule.kind === 'video') {
    const key = pointKey(point.enterprise, point.tag)
    engine.videoRules.set(key, (engine.videoRules.get(key) ?? new Set()).add(rule.id))
  }
  if (rule.kind === 'gateway') putGatewayRule(engine, rule, now)
  const through = rule.kind === 'silence' ? memberOf(engine.gateways, point.number) : undefined
  if (through !== undefined) through.quietMs = Number.NaN
  engine.changes.rules.add(rule.id)
  if (rule.reAlarmS !== null) renewReAlarm(engine, slotOn(rule.id, point), rule.reAlarmS)
  linkCauses(engine, slotOn(rule.id, point), rule.suppressedBy ?? [], now)
  if (renewLate(engine.book, engine.memory, row, moved)) engine.changes.lateRules.add(rule.id)
  if (moved) engine.lateAlarms.delete(rule.id)
}

/** A rule that somebody writes takes the place of the gateway's own. */
const putGatewayRule = (engine: Engine, { id, enterprise, point }: AlarmRule, now: number): void => {
  const gateway = gatewayOf(engine.gateways, enterprise, point)
  const before = gateway.ruleId
  gateway.ruleId = id
  if (before !== id && before === ownRuleId(gateway)) retireRule(engine, before, now)
}

/** An alarm that stands acknowledged asks again when the rule now says so. */
const renewReAlarm = (engine: Engine, slot: Slot, afterS: number | null): void => {
  const alarm = currentAlarm(engine.alarms, slot)
  const timer = alarm && reAlarmTimer(alarm, afterS)
  if (timer !== undefined) setTimer(engine.timers, timer)
}

const armByStage = (engine: Engine, row: number, { activeWhile }: AlarmRule, point: NumberedPoint | undefined): void => {
  const before = engine.book.stages.get(row)
  engine.book.stages.delete(row)
  if (activeWhile === undefined || point === undefined) return
  const { low, high } = { low: activeWhile.low ?? Number.NEGATIVE_INFINITY, high: activeWhile.high ?? Number.POSITIVE_INFINITY }
  putStageTap(engine.book, row, point.number, low, high)
  const stage = engine.book.stages.get(row)
  // The same stage goes on; what another one is, the next reading of its point says.
  if (stage !== undefined && before?.low === low && before.high === high) stage.open = before.open
}

/** A channel that falls silent has a vote of its own. */
const watchChannels = (engine: Engine, row: number, rule: AlarmRule, channels: readonly (NumberedPoint | undefined)[]): void => {
  if (!rule.enabled) return
  channels.forEach((channel, input) => {
    if (channel === undefined) return
    const afterMs = rule.afterS === undefined ? silenceAfterMs(channel.expectedIntervalS) : rule.afterS * 1000
    if (afterMs < Number.POSITIVE_INFINITY) putSilenceTap(engine.book, row, input, channel.number, afterMs / 1000)
  })
}

/** Takes a rule out; an active alarm of it ends at `now` (epoch ms) and still waits to be acknowledged. */
export const retireRule = (engine: Engine, id: string, now: number): void => {
  const row = engine.book.rows.get(id)
  if (row === undefined) return
  standDown(engine, id, now)
  uncover(engine, id, now)
  if (engine.book.rules.whenOf(row) !== undefined) stopListening(engine.book, id)
  if (engine.book.rules.kindOf(row) === 'gateway') for (const gateway of engine.gateways.gateways) if (gateway.ruleId === id) gateway.ruleId = undefined
  dropRule(engine.book, id)
  engine.memory.pending.delete(row)
  engine.memory.late.delete(row)
  engine.lateAlarms.delete(id)
  engine.gates.rules.delete(id)
  for (const ids of engine.videoRules.values()) ids.delete(id)
}

/** What hides a rule does not outlive it, nor go with it to another point. */
const uncover = (engine: Engine, id: string, now: number): void => {
  const row = engine.book.rows.get(id)
  const point = engine.points.get(row === undefined ? -1 : engine.book.points[row] ?? -1)
  const rule = row === undefined ? undefined : engine.book.rules.get(row)
  if (point === undefined || rule === undefined) return
  const slot = slotOn(rule.id, point)
  linkCauses(engine, slot, [], now)
  endOverlays(engine, slot, now)
}

/** To the rules that combine it, a condition that is taken away is one that does not hold. */
const tellCombinations = (engine: Engine, id: string, at: number, now: number): void => {
  if (!engine.book.listeners.has(id)) return
  const findings = createFindings()
  tellListeners(engine.book, engine.memory, id, false, at, now, findings)
  passOnConditions(engine.book, engine.memory, now, findings)
  for (const observation of findings.live) applyLive(engine, observation)
  for (const row of findings.touched) {
    const touched = engine.book.rules.idOf(row)
    if (touched !== undefined) engine.changes.rules.add(touched)
  }
}

/** Ends what a rule has going before it is moved, disabled or taken out. */
const standDown = (engine: Engine, id: string, now: number): void => {
  const row = engine.book.rows.get(id)
  if (row === undefined) return
  const phase = engine.book.live.phase[row] ?? 0
  const point = engine.book.points[row] ?? -1
  const onset = engine.book.live.onset[row] ?? 0
  const at = Math.max(pointClock(engine.memory.points, point, now), onset)
  if (isRaised(phase)) {
    applyLive(engine, { rule: row, event: 'cleared', at, onset, value: 0 })
    tellCombinations(engine, id, at, now)
  }
  resetLimit(engine.book.live, row)
  const detection = engine.book.detections[row]
  if (detection !== undefined) forgetCells(detection)
  engine.memory.pending.delete(row)
  engine.changes.rules.add(id)
}
