import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { currentAlarm } from './alarm-book.ts'
import { acknowledgeAlarm, resetAlarm } from './command-alarm.ts'
import { configureRule } from './configure-rule.ts'
import { advanceEngine, judgeBatch } from './engine.ts'
import { createEngine, type Engine } from './engine-state.ts'
import { returnToService, shelveAlarm, takeOutOfService, unshelveAlarm } from './hide-alarm.ts'
import { overlayOf } from './overlay-book.ts'
import { createMemoryStore } from './testing/memory-store.ts'
import { testPoint } from './testing/test-point.ts'

/** Seconds from the start; a point is heard at second 1 at the earliest. */
const START = 1_800_000_000
const slot = { rule: 'H', enterprise: 'E', point: 'P' }
const commands = ['acknowledge', 'reset', 'shelve', 'unshelve', 'outOfService', 'returnToService'] as const
type Command = (typeof commands)[number]

type Op = { dt: number } & (
  | { op: 'read'; lag: number; value: number | null }
  | { op: 'late'; age: number; value: number }
  | { op: 'do'; command: Command; forS: number }
  | { op: 'restart' }
  | { op: 'pass' })

interface Settings { onDelayS: number; offDelayS: number; deadband: number; ackRequired: boolean; latching: boolean }

const dt = fc.oneof(fc.constant(0), fc.nat({ max: 4 }), fc.nat({ max: 30 }))
const value = fc.constantFrom(10, 22, 24, 25, 30)
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ dt, op: fc.constant('read' as const), lag: fc.constantFrom(0, 0, 0, 1, 3), value: fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }) }) },
  { weight: 1, arbitrary: fc.record({ dt, op: fc.constant('late' as const), age: fc.integer({ min: 301, max: 400 }), value }) },
  { weight: 4, arbitrary: fc.record({ dt, op: fc.constant('do' as const), command: fc.constantFrom(...commands), forS: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ dt, op: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ dt, op: fc.constant('pass' as const) }) },
)
const settings: fc.Arbitrary<Settings> = fc.record({
  onDelayS: fc.constantFrom(0, 0, 5, 10), offDelayS: fc.constantFrom(0, 0, 5, 10), deadband: fc.constantFrom(0, 2), ackRequired: fc.boolean(), latching: fc.boolean(),
})

/** The law of alarms told once more, in flags instead of states, by somebody who has not seen the engine. Times in seconds. */
const createModel = (rule: Settings) => {
  const events: string[] = []
  let judgedTo = Number.NEGATIVE_INFINITY
  let last = { t: 0, arrived: 0, heard: false }
  // Condition: what hysteresis says, what the delays have made of it, and since when the two differ.
  let over = false
  let active = false
  let differsSince = 0
  // Lifecycle.
  let seen = true
  let resetDue = false
  let hidden: 'shelved' | 'out_of_service' | null = null
  let until = Number.POSITIVE_INFINITY

  const tell = (event: string, at: number): void => { events.push(`${event}@${at}${hidden !== null && (event === 'raised' || event === 'cleared') ? ' quiet' : ''}`) }
  const turn = (at: number): void => {
    active = over
    if (active) { seen = !rule.ackRequired; resetDue = rule.latching }
    tell(active ? 'raised' : 'cleared', at)
  }
  const deadline = (): number => (over === active ? Number.POSITIVE_INFINITY : differsSince + (over ? rule.onDelayS : rule.offDelayS))
  const reveal = (event: string, at: number): void => {
    hidden = null
    until = Number.POSITIVE_INFINITY
    seen = !active
    tell(event, at)
  }
  return {
    events,
    /** Everything due before `now`; what is due exactly now only at the end of the instant. */
    pass: (now: number, endOfInstant: boolean): void => {
      for (;;) {
        const settledAt = last.heard ? last.arrived + (deadline() - last.t) + 2 : Number.POSITIVE_INFINITY
        const expires = until < now || (until === now && endOfInstant) ? until : Number.POSITIVE_INFINITY
        if (settledAt < now && settledAt < expires) { const d = deadline(); turn(d); judgedTo = Math.max(judgedTo, d) } else if (expires < Number.POSITIVE_INFINITY) reveal('unshelved', expires)
        else return
      }
    },
    read: (t: number, now: number, reading: number | null): void => {
      if (t <= judgedTo) return
      if (deadline() < t) turn(deadline())
      judgedTo = t
      last = { t, arrived: now, heard: true }
      if (reading === null) return
      const next = over ? reading >= 25 - rule.deadband : reading >= 25
      if (next === over) return
      over = next
      differsSince = t
      if (over !== active && (over ? rule.onDelayS : rule.offDelayS) === 0) turn(t)
    },
    isLive: (t: number): boolean => t > judgedTo,
    obey: (command: Command, now: number, forS: number): void => {
      const allowed = {
        acknowledge: hidden === null && !seen, reset: hidden === null && !active && seen && resetDue,
        shelve: hidden === null, outOfService: hidden === null, unshelve: hidden === 'shelved', returnToService: hidden === 'out_of_service',
      }[command]
      if (!allowed) { tell('refused', now); return }
      switch (command) {
        case 'acknowledge': seen = true; tell('acknowledged', now); return
        case 'reset': resetDue = false; tell('reset', now); return
        case 'shelve': hidden = 'shelved'; until = now + forS; tell('shelved', now); return
        case 'outOfService': hidden = 'out_of_service'; tell('outOfService', now); return
        case 'unshelve': reveal('unshelved', now); return
        case 'returnToService': reveal('returnedToService', now)
      }
    },
    shown: (): string => {
      if (hidden !== null) return hidden
      if (active) return seen ? 'acknowledged' : 'unacknowledged'
      if (!seen) return 'returned_unacknowledged'
      return resetDue ? 'latched' : 'normal'
    },
  }
}

const createReal = (rule: Settings) => {
  const store = createMemoryStore()
  const events: string[] = []
  const point = testPoint(1, 'P')
  const fresh = (): Engine => {
    const engine = createEngine()
    configureRule(engine, AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', ...rule }), point, 0)
    store.restore(engine)
    return engine
  }
  let engine = fresh()
  const seconds = (at: number): number => at / 1000 - START
  const collect = (): void => {
    for (let index = 0; index <= engine.changes.transitions.length; index++) {
      for (const { event, at } of engine.changes.overlays.filter(({ after }) => after === index)) events.push(`${event}@${seconds(at)}`)
      const transition = engine.changes.transitions[index]
      if (transition === undefined || transition.alarm.late || !['raised', 'cleared', 'acknowledged', 'reset'].includes(transition.event)) continue
      events.push(`${transition.event}@${seconds(transition.at)}${transition.announced ? '' : ' quiet'}`)
    }
    store.keep(engine)
  }
  const current = (): string => currentAlarm(engine.alarms, slot)?.id ?? 'f'.repeat(32)
  const obey = (command: Command, now: number, forS: number): void => {
    const doing = { by: 'wang', reason: 'test', now: now * 1000 }
    switch (command) {
      case 'acknowledge': acknowledgeAlarm(engine, current(), 'wang', doing.now); return
      case 'reset': resetAlarm(engine, current(), 'wang', doing.now); return
      case 'shelve': shelveAlarm(engine, slot, doing, (now + forS) * 1000, false); return
      case 'unshelve': unshelveAlarm(engine, slot, doing); return
      case 'outOfService': takeOutOfService(engine, slot, doing); return
      case 'returnToService': returnToService(engine, slot, doing)
    }
  }
  return {
    events,
    pass: (now: number, endOfInstant: boolean): void => { advanceEngine(engine, (START + now) * 1000, endOfInstant); collect() },
    read: (t: number, now: number, reading: number | null): void => {
      engine.changes.points.add(1)
      judgeBatch(engine, batchOf((START + now) * 1000, [{ point: 1, time: (START + t) * 1000, value: reading, quality: reading === null ? 'fault' : 'good' }]))
      collect()
    },
    obey: (command: Command, now: number, forS: number): void => {
      try {
        obey(command, START + now, forS)
      } catch (error) {
        if (!(error instanceof HazardError)) throw error
        events.push(`refused@${now}`)
      }
      collect()
    },
    restart: (): void => { engine = fresh() },
    shown: (): string => overlayOf(engine.overlays, slot)?.state ?? currentAlarm(engine.alarms, slot)?.state ?? 'normal',
  }
}

it('any story ends as the law says: readings, late ones, bad ones, commands, time and restarts in any order', () => {
  fc.assert(fc.property(settings, fc.array(op, { maxLength: 40 }), (rule, ops) => {
    const model = createModel(rule)
    const real = createReal(rule)
    let now = 500
    for (const step of ops) {
      if (step.dt > 0) for (const each of [model, real]) each.pass(now, true)
      now += step.dt
      for (const each of [model, real]) each.pass(now, false)
      switch (step.op) {
        case 'read':
          // A reading that comes too late to be judged live belongs to the late ones; it is sent, and must change nothing.
          if (model.isLive(now - step.lag)) model.read(now - step.lag, now, step.value)
          real.read(now - step.lag, now, step.value)
          break
        case 'late': real.read(now - step.age, now, step.value); break
        case 'do': for (const each of [model, real]) each.obey(step.command, now, step.forS); break
        case 'restart': real.restart(); break
        case 'pass': break
      }
      expect(real.shown()).toBe(model.shown())
    }
    for (const each of [model, real]) each.pass(now + 100, true)
    expect({ events: real.events, shown: real.shown() }).toEqual({ events: model.events, shown: model.shown() })
  }), { numRuns: 1_000 })
})
