import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { currentAlarm } from './alarm-book.ts'
import { acknowledgeAlarm } from './command-alarm.ts'
import { configureRule, retireRule } from './configure-rule.ts'
import { advanceEngine, judgeBatch } from './engine.ts'
import { createEngine, takeChanges, type Engine } from './engine-state.ts'
import { shelveAlarm, suppressAlarm, takeOutOfService, unsuppressAlarm } from './hide-alarm.ts'
import { overlayOf } from './overlay-book.ts'
import { testPoint } from './testing/test-point.ts'

const START = 1_800_000_000_000
const slot = { rule: 'H', enterprise: 'E', point: 'P' }
const doing = (seconds: number, reason = 'works') => ({ by: 'wang', reason, now: START + seconds * 1000 })
const design = (seconds: number, reason: string) => ({ by: null, reason, now: START + seconds * 1000 })

const engineWith = (change: Record<string, unknown> = {}): Engine => {
  const engine = createEngine()
  configureRule(engine, AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', ...change }), testPoint(1, 'P'), START)
  takeChanges(engine)
  return engine
}
const send = (engine: Engine, seconds: number, value: number): void => {
  const now = START + seconds * 1000
  judgeBatch(engine, batchOf(now, [{ point: 1, time: now, value }]))
}
const advance = (engine: Engine, seconds: number): void => { advanceEngine(engine, START + seconds * 1000) }
const shown = (engine: Engine): string => overlayOf(engine.overlays, slot)?.state ?? currentAlarm(engine.alarms, slot)?.state ?? 'normal'
const alarm = (engine: Engine) => {
  const found = currentAlarm(engine.alarms, slot)
  if (found === undefined) throw new Error('no alarm')
  return found
}

describe('shelved once', () => {
  it('ends when the alarm clears', () => {
    const engine = engineWith()
    send(engine, 0, 30)
    shelveAlarm(engine, slot, doing(1), START + 3_600_000, true)
    expect(shown(engine)).toBe('shelved')
    send(engine, 2, 20)
    expect(shown(engine)).toBe('normal')
    send(engine, 3, 30)
    expect(takeChanges(engine).transitions.map(({ event, announced }) => [event, announced])).toEqual([
      ['raised', true], ['shelved', true], ['cleared', false], ['unshelved', true], ['raised', true],
    ])
  })

  it('at a normal alarm covers its next occurrence, and the time still ends it', () => {
    const engine = engineWith()
    shelveAlarm(engine, slot, doing(1), START + 60_000, true)
    send(engine, 2, 30)
    expect(shown(engine)).toBe('shelved')
    advance(engine, 60)
    expect(shown(engine)).toBe('unacknowledged')
  })
})

describe('suppressed by design', () => {
  it('hides while any cause is left, each with its reason', () => {
    const engine = engineWith()
    send(engine, 0, 30)
    suppressAlarm(engine, slot, 'gate', design(1, 'not casting'))
    suppressAlarm(engine, slot, 'power', design(2, 'no power upstream'))
    expect([alarm(engine).state, alarm(engine).underlyingState]).toEqual(['suppressed', 'unacknowledged'])
    unsuppressAlarm(engine, slot, 'gate', design(3, 'casting'))
    expect(overlayOf(engine.overlays, slot)).toMatchObject({ state: 'suppressed', reason: 'no power upstream', causes: { power: 'no power upstream' } })
    unsuppressAlarm(engine, slot, 'power', design(4, 'power is back'))
    expect(alarm(engine)).toMatchObject({ state: 'unacknowledged', reason: null })
  })

  it('the same cause again and an unknown one change nothing', () => {
    const engine = engineWith()
    suppressAlarm(engine, slot, 'gate', design(1, 'not casting'))
    takeChanges(engine)
    suppressAlarm(engine, slot, 'gate', design(2, 'not casting'))
    unsuppressAlarm(engine, slot, 'other', design(3, ''))
    expect(takeChanges(engine).overlays).toEqual([])
    expect(shown(engine)).toBe('suppressed')
  })

  it('what a person hid stays hidden when the design lets go, and the other way round', () => {
    const engine = engineWith()
    send(engine, 0, 30)
    acknowledgeAlarm(engine, alarm(engine).id, 'wang', START)
    suppressAlarm(engine, slot, 'gate', design(1, 'not casting'))
    shelveAlarm(engine, slot, doing(2), START + 10_000, false)
    expect(shown(engine)).toBe('shelved')
    advance(engine, 10)
    expect([shown(engine), alarm(engine).underlyingState]).toEqual(['suppressed', 'acknowledged'])
    takeOutOfService(engine, slot, doing(11))
    unsuppressAlarm(engine, slot, 'gate', design(12, 'casting'))
    expect(shown(engine)).toBe('out_of_service')
  })

  it('refuses an acknowledgement, which would be of something that nobody was shown', () => {
    const engine = engineWith()
    send(engine, 0, 30)
    suppressAlarm(engine, slot, 'gate', design(1, 'not casting'))
    expect(() => acknowledgeAlarm(engine, alarm(engine).id, 'wang', START)).toThrow('it cannot be acknowledged')
  })
})

describe('covered by a cause', () => {
  const power = { rule: 'power', enterprise: 'E', point: 'Q' }
  const withPower = (more: Record<string, unknown> = {}): Engine => {
    const engine = engineWith({ suppressedBy: ['power'] })
    configureRule(engine, AlarmRule.parse({ id: 'power', enterprise: 'E', point: 'Q', kind: 'L', limit: 0, priority: 'red', ...more }), testPoint(2, 'Q'), START)
    return engine
  }
  const sendPower = (engine: Engine, seconds: number, value: number): void => {
    judgeBatch(engine, batchOf(START + seconds * 1000, [{ point: 2, time: START + seconds * 1000, value }]))
  }

  it('what depends on it is suppressed while it stands, says why, and comes back unacknowledged', () => {
    const engine = withPower()
    send(engine, 0, 30)
    sendPower(engine, 1, 0)
    expect(alarm(engine)).toMatchObject({ state: 'suppressed', reason: 'power stands' })
    expect(currentAlarm(engine.alarms, power)?.state).toBe('unacknowledged')
    sendPower(engine, 2, 1)
    expect(alarm(engine)).toMatchObject({ state: 'unacknowledged', reason: null })
  })

  it('what comes after it is recorded and not announced', () => {
    const engine = withPower()
    sendPower(engine, 1, 0)
    takeChanges(engine)
    send(engine, 2, 30)
    expect(takeChanges(engine).transitions.map(({ event, announced }) => [event, announced])).toEqual([['raised', false]])
  })

  it('a cause out of service covers nothing, and two that name each other do not both hide', () => {
    const engine = withPower({ suppressedBy: ['H'] })
    sendPower(engine, 0, 0)
    send(engine, 1, 30)
    expect([shown(engine), currentAlarm(engine.alarms, power)?.state]).toEqual(['suppressed', 'unacknowledged'])
    takeOutOfService(engine, power, doing(2))
    expect(shown(engine)).toBe('unacknowledged')
  })

  it('an edit that takes the cause away, and one that takes the rule of the cause away, let go', () => {
    const engine = withPower()
    sendPower(engine, 0, 0)
    send(engine, 1, 30)
    configureRule(engine, AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red' }), testPoint(1, 'P'), START + 2_000)
    expect(shown(engine)).toBe('unacknowledged')
    configureRule(engine, AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', suppressedBy: ['power'] }), testPoint(1, 'P'), START + 3_000)
    expect(shown(engine)).toBe('suppressed')
    retireRule(engine, 'power', START + 4_000)
    expect(shown(engine)).toBe('unacknowledged')
  })

  it('a rule that names itself is refused', () => {
    expect(() => engineWith({ suppressedBy: ['H'] })).toThrow('cannot suppress its own alarm')
  })
})

describe('the rest', () => {
  it('a hidden alarm takes no first-out mark, and none from another', () => {
    const engine = engineWith()
    configureRule(engine, AlarmRule.parse({ id: 'HH', enterprise: 'E', point: 'P', kind: 'HH', limit: 50, priority: 'red' }), testPoint(1, 'P'), START)
    takeOutOfService(engine, slot, doing(0))
    send(engine, 1, 60)
    expect(takeChanges(engine).transitions.filter(({ event }) => event === 'raised').map(({ alarm: { rule, firstOut } }) => [rule, firstOut])).toEqual([['H', false], ['HH', true]])
  })

  it('what hides a rule ends with the rule', () => {
    const engine = engineWith()
    send(engine, 0, 30)
    takeOutOfService(engine, slot, doing(1))
    retireRule(engine, 'H', START + 2_000)
    expect(takeChanges(engine).overlays.at(-1)).toMatchObject({ event: 'returnedToService', ended: true })
    expect(shown(engine)).toBe('normal')
  })

  it('a re-alarm that is set while the alarm stands acknowledged counts from the acknowledgement', () => {
    const engine = engineWith()
    send(engine, 0, 30)
    acknowledgeAlarm(engine, alarm(engine).id, 'wang', START + 1_000)
    configureRule(engine, AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P', kind: 'H', limit: 25, priority: 'red', reAlarmS: 60 }), testPoint(1, 'P'), START + 5_000)
    advance(engine, 61)
    expect(alarm(engine).state).toBe('unacknowledged')
  })

  it('an acknowledged alarm that still stands asks again, and not after it was hidden or acknowledged anew', () => {
    const engine = engineWith({ reAlarmS: 60 })
    send(engine, 0, 30)
    acknowledgeAlarm(engine, alarm(engine).id, 'wang', START + 1_000)
    advance(engine, 60)
    expect(alarm(engine).state).toBe('acknowledged')
    advance(engine, 61)
    expect(alarm(engine)).toMatchObject({ state: 'unacknowledged', acknowledgedAt: null })
    acknowledgeAlarm(engine, alarm(engine).id, 'li', START + 70_000)
    send(engine, 80, 20)
    advance(engine, 200)
    expect(shown(engine)).toBe('normal')
    expect(takeChanges(engine).transitions.map(({ event, at }) => [event, at - START])).toEqual([
      ['raised', 0], ['acknowledged', 1_000], ['reAlarmed', 61_000], ['acknowledged', 70_000], ['cleared', 80_000],
    ])
  })
})
