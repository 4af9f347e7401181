import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Quality } from '@hazardwatch/shared/quality'
import { batchOf, markHistorical } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlarmTransition } from './alarm-transition.ts'
import { acknowledgeAlarm, resetAlarm } from './command-alarm.ts'
import { configureRule, retireRule } from './configure-rule.ts'
import { advanceEngine, judgeBatch } from './engine.ts'
import { createEngine, takeChanges, type Engine } from './engine-state.ts'
import { testPoint } from './testing/test-point.ts'

const START = 1_800_000_000_000
const point = testPoint(1, 'GD-07')
const neighbour = testPoint(2, 'GD-08')

const rule = (change: Partial<AlarmRule> & { kind: AlarmRule['kind'] }, on: NumberedPoint = point): AlarmRule =>
  AlarmRule.parse({ id: `${on.tag}/${change.kind}`, enterprise: on.enterprise, point: on.tag, limit: change.kind === 'silence' ? null : 25, priority: 'orange', ...change })

const engineWith = (...rules: AlarmRule[]): Engine => {
  const engine = createEngine()
  for (const each of rules) configureRule(engine, each, each.point === point.tag ? point : neighbour, START)
  return engine
}

const send = (engine: Engine, seconds: number, value: number | null, options: { arrived?: number; quality?: Quality; to?: number } = {}): void => {
  judgeBatch(engine, batchOf(START + (options.arrived ?? seconds) * 1000, [{ point: options.to ?? 1, time: START + seconds * 1000, value, quality: options.quality ?? 'good' }]))
}

const told = (engine: Engine) => takeChanges(engine).transitions.map(({ event, alarm }) => `${alarm.rule} ${event}`)
const current = (engine: Engine, id: string) => {
  const alarm = [...engine.alarms.bySlot.values()].find((each) => each.rule === id)
  if (alarm === undefined) throw new Error(`no open alarm of ${id}`)
  return alarm
}

describe('occurrences', () => {
  it('H and HH of one reading are two alarms, the nearer limit first out', () => {
    const engine = engineWith(rule({ kind: 'HH', limit: 50, priority: 'red' }), rule({ kind: 'H' }))
    send(engine, 0, 60)
    const alarms = takeChanges(engine).transitions.map(({ alarm }) => [alarm.kind, alarm.firstOut, alarm.value, alarm.limit])
    expect(alarms).toEqual([['H', true, 60, 25], ['HH', false, 60, 50]])
  })

  it('first-out counts again once the source is free of alarms', () => {
    const engine = engineWith(rule({ kind: 'H' }), rule({ kind: 'H' }, neighbour))
    send(engine, 0, 60)
    send(engine, 1, 60, { to: 2 })
    send(engine, 2, 0)
    send(engine, 3, 0, { to: 2 })
    send(engine, 4, 60, { to: 2 })
    const raised = takeChanges(engine).transitions.filter(({ event }) => event === 'raised')
    expect(raised.map(({ alarm }) => [alarm.point, alarm.firstOut])).toEqual([['GD-07', true], ['GD-08', false], ['GD-08', true]])
  })

  it('the same reading twice makes one occurrence', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 60)
    send(engine, 0, 60)
    expect(told(engine)).toEqual(['GD-07/H raised'])
  })

  it('coming back unseen is a new occurrence, and the old one can no longer be acknowledged as the live one', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 60)
    const first = current(engine, 'GD-07/H')
    send(engine, 1, 0)
    send(engine, 2, 60)
    expect(told(engine)).toEqual(['GD-07/H raised', 'GD-07/H cleared', 'GD-07/H superseded', 'GD-07/H raised'])
    expect(() => acknowledgeAlarm(engine, first.id, 'wang', START)).toThrow('not open')
    expect(current(engine, 'GD-07/H').state).toBe('unacknowledged')
  })

  it('acknowledging twice is refused and says who was first', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 60)
    const { id } = current(engine, 'GD-07/H')
    acknowledgeAlarm(engine, id, 'wang', START)
    const again = () => acknowledgeAlarm(engine, id, 'li', START)
    expect(again).toThrow('acknowledged by wang')
    expect(again).toThrow(expect.objectContaining({ words: expect.objectContaining({ zh: `报警 ${id} 处于“已确认”状态，wang 已于 ${new Date(START).toISOString()} 确认；不能确认` }) }))
  })

  it('a latching alarm waits for its reset', () => {
    const engine = engineWith(rule({ kind: 'H', latching: true }))
    send(engine, 0, 60)
    const { id } = current(engine, 'GD-07/H')
    expect(() => resetAlarm(engine, id, 'wang', START)).toThrow('cannot be reset')
    acknowledgeAlarm(engine, id, 'wang', START)
    send(engine, 1, 0)
    expect(current(engine, 'GD-07/H').state).toBe('latched')
    expect(resetAlarm(engine, id, 'wang', START).state).toBe('normal')
    expect(engine.alarms.bySlot.size).toBe(0)
  })
})

describe('bad quality', () => {
  it.each<Quality>(['fault', 'calibration', 'maintenance', 'manual', 'stopped'])('%s neither raises nor clears', (quality) => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 99, { quality })
    send(engine, 1, 60)
    send(engine, 2, 0, { quality })
    expect(told(engine)).toEqual(['GD-07/H raised'])
  })

  it('a detector beyond its range raises, and what it says there clears nothing', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 99, { quality: 'out_of_range' })
    send(engine, 1, 0, { quality: 'out_of_range' })
    expect(told(engine)).toEqual(['GD-07/H raised'])
  })

  it('a rule that names a quality judges its values like good ones', () => {
    const engine = engineWith(rule({ kind: 'H', alsoQualities: ['manual'] }))
    send(engine, 0, 99, { quality: 'manual' })
    send(engine, 1, 0, { quality: 'manual' })
    expect(told(engine)).toEqual(['GD-07/H raised', 'GD-07/H cleared'])
  })

  it('the held value goes on holding through a faulty reading, so a delay runs out', () => {
    const engine = engineWith(rule({ kind: 'H', onDelayS: 10 }))
    send(engine, 0, 60)
    send(engine, 11, null, { quality: 'fault' })
    expect(told(engine)).toEqual(['GD-07/H raised'])
  })
})

describe('time', () => {
  it('a reading from more than five minutes ahead is refused', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    expect(judgeBatch(engine, batchOf(START, [{ point: 1, time: START + 300_001, value: 60 }, { point: 1, time: START + 300_000, value: 60 }]))).toEqual([[1, START + 300_001]])
    expect(told(engine)).toEqual(['GD-07/H raised'])
  })

  it('a backfill of two weeks beside live data leaves the live state alone', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 20)
    for (let hour = 0; hour < 336; hour++) send(engine, hour * 3600 - 14 * 86_400, hour % 2 === 0 ? 60 : 0, { arrived: 1 })
    const transitions = takeChanges(engine).transitions
    expect(transitions.every(({ alarm, announced }) => alarm.late && !announced && alarm.state === 'normal')).toBe(true)
    expect(transitions.filter(({ event }) => event === 'raised')).toHaveLength(168)
    expect(engine.alarms.bySlot.size).toBe(0)
  })

  it.each<[name: string, at: number, retold: boolean]>([
    ['within the alarm that stands is that alarm once more', 4.5, true],
    ['before it began is an occurrence of its own', -4, false],
    ['behind all that was judged is one too', 40, false],
  ])('a late finding %s', (_, at, retold) => {
    const engine = engineWith(rule({ kind: 'H' }))
    for (let second = 0; second < 30; second++) send(engine, second, 60)
    takeChanges(engine)
    send(engine, at, 61, { arrived: 400 })
    expect(takeChanges(engine).transitions.map((each) => [each.event, each.alarm.late, each.retold])).toEqual([['raised', true, retold]])
  })

  it('what the sender calls historical is late, however young it is', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    const batch = batchOf(START, [{ point: 1, time: START, value: 60 }])
    markHistorical(batch)
    judgeBatch(engine, batch)
    expect(takeChanges(engine).transitions.map(({ alarm }) => alarm.late)).toEqual([true])
  })

  it('timers of several rules run out in the order of their ends', () => {
    const engine = engineWith(rule({ kind: 'H', onDelayS: 20 }), rule({ kind: 'HH', limit: 50, onDelayS: 5 }))
    send(engine, 0, 60)
    advanceEngine(engine, START + 60_000)
    expect(told(engine)).toEqual(['GD-07/HH raised', 'GD-07/H raised'])
  })
})

describe('silence', () => {
  const silence = rule({ kind: 'silence', afterS: 30 })
  const at = (engine: Engine, seconds: number): void => { advanceEngine(engine, START + seconds * 1000) }
  const times = (engine: Engine) => takeChanges(engine).transitions.map(({ event, at: when, alarm }) => [alarm.kind, event, (when - START) / 1000])

  it.each<[string, AlarmRule[], (engine: Engine) => void, [string, string, number][]]>([
    ['a reading at the very end of the time comes before it', [silence], (engine) => { send(engine, 0, 1); advanceEngine(engine, START + 30_000, false); send(engine, 30, 1) }, []],
    ['raised when the time is over, whenever that is noticed', [silence], (engine) => { send(engine, 0, 1); at(engine, 500) }, [['silence', 'raised', 30]]],
    ['noticed by the reading that ends it', [silence], (engine) => { send(engine, 0, 1); send(engine, 40, 1) }, [['silence', 'raised', 30], ['silence', 'cleared', 40]]],
    ['a reading of bad quality is heard', [silence], (engine) => { send(engine, 0, 1); send(engine, 29, null, { quality: 'fault' }); at(engine, 50) }, []],
    ['ended at the time of the reading, raised by its arrival', [silence], (engine) => { send(engine, 0, 1, { arrived: 10 }); at(engine, 45); send(engine, 5, 1, { arrived: 50 }) },
      [['silence', 'raised', 40], ['silence', 'cleared', 5]]],
    ['a late reading ends nothing', [silence], (engine) => { send(engine, 0, 1); at(engine, 31); send(engine, -5, 1, { arrived: 40 }); at(engine, 60) }, [['silence', 'raised', 30]]],
    ['breaks a pending on-delay', [silence, rule({ kind: 'H', onDelayS: 60 })], (engine) => { send(engine, 0, 60); at(engine, 100); send(engine, 101, 60); at(engine, 120) },
      [['silence', 'raised', 30], ['silence', 'cleared', 101]]],
    ['an on-delay that ended before it is fulfilled', [silence, rule({ kind: 'H', onDelayS: 10 })], (engine) => { send(engine, 0, 60); at(engine, 100) },
      [['H', 'raised', 10], ['silence', 'raised', 30]]],
    ['an on-delay that ends with it is fulfilled', [silence, rule({ kind: 'H', onDelayS: 30 })], (engine) => { send(engine, 0, 60); at(engine, 100) },
      [['silence', 'raised', 30], ['H', 'raised', 30]]],
    ['a pending off-delay starts anew with the first good reading', [silence, rule({ kind: 'H', offDelayS: 60 })],
      (engine) => { send(engine, 0, 60); send(engine, 1, 0); at(engine, 100); send(engine, 101, null, { quality: 'fault' }); send(engine, 110, 0); at(engine, 130); send(engine, 131, 0); send(engine, 150, 0); send(engine, 171, 0) },
      [['H', 'raised', 0], ['silence', 'raised', 31], ['silence', 'cleared', 101], ['H', 'cleared', 170]]],
    ['clears nothing', [silence, rule({ kind: 'H' })], (engine) => { send(engine, 0, 60); at(engine, 1000); send(engine, 1001, 60) },
      [['H', 'raised', 0], ['silence', 'raised', 30], ['silence', 'cleared', 1001]]],
    ['never heard is not silent', [silence], (engine) => { at(engine, 10_000) }, []],
  ])('%s', (_, rules, story, expected) => {
    const engine = engineWith(...rules)
    story(engine)
    expect(times(engine)).toEqual(expected)
  })

  it('a point is not silent for the time in which the service itself was away', () => {
    const engine = engineWith(silence)
    send(engine, 0, 1)
    engine.memory.deafUntil = START + 3_600_000
    at(engine, 3_620)
    expect(told(engine)).toEqual([])
    at(engine, 3_631)
    expect(told(engine)).toEqual(['GD-07/silence raised'])
  })
})

describe('hot edits', () => {
  it('a changed limit keeps the alarm and its acknowledgement', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 60)
    acknowledgeAlarm(engine, current(engine, 'GD-07/H').id, 'wang', START)
    configureRule(engine, rule({ kind: 'H', limit: 40 }), point, START)
    send(engine, 1, 50)
    expect(current(engine, 'GD-07/H').state).toBe('acknowledged')
    send(engine, 2, 39)
    expect(engine.alarms.bySlot.size).toBe(0)
  })

  it.each([
    ['disabling', (engine: Engine) => { configureRule(engine, rule({ kind: 'H', enabled: false }), point, START + 5000) }],
    ['retiring', (engine: Engine) => { retireRule(engine, 'GD-07/H', START + 5000) }],
  ])('%s ends an active alarm, which still waits to be seen', (_, edit) => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 60)
    edit(engine)
    const alarm = current(engine, 'GD-07/H')
    expect(alarm.state).toBe('returned_unacknowledged')
    expect(Date.parse(alarm.clearedAt ?? '')).toBe(START + 5000)
    send(engine, 6, 90)
    expect(acknowledgeAlarm(engine, alarm.id, 'wang', START).state).toBe('normal')
  })

  it('a rule moved to another point starts there afresh', () => {
    const engine = engineWith(rule({ kind: 'H' }))
    send(engine, 0, 60)
    configureRule(engine, { ...rule({ kind: 'H' }), point: neighbour.tag }, neighbour, START)
    send(engine, 1, 60)
    expect(current(engine, 'GD-07/H').state).toBe('returned_unacknowledged')
    send(engine, 1, 60, { to: 2 })
    expect([...engine.alarms.bySlot.values()].map(({ point, state }) => [point, state])).toEqual([['GD-07', 'returned_unacknowledged'], ['GD-08', 'unacknowledged']])
  })
})

describe('any course of readings, commands and redelivery', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('reading' as const), back: fc.integer({ min: 0, max: 3 }), value: fc.integer({ min: 0, max: 60 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('acknowledge' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }) },
  )
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
  const delays = fc.record({ onDelayS: fc.integer({ min: 0, max: 6 }), offDelayS: fc.integer({ min: 0, max: 6 }), deadband: fc.integer({ min: 0, max: 5 }) })

  /** Plays the steps. @returns what was told live, and what sending the last reading again has told. */
  const play = (steps: readonly Step[], setting: Partial<AlarmRule>): { live: AlarmTransition[]; again: AlarmTransition[] } => {
    const engine = engineWith(rule({ kind: 'H', ...setting }))
    const told: { live: AlarmTransition[]; again: AlarmTransition[] } = { live: [], again: [] }
    let now = 0
    let last: [at: number, value: number] = [0, 0]
    for (const each of steps) {
      if (each.kind === 'reading') {
        last = [Math.max(0, now - each.back), each.value]
        send(engine, ...last, { arrived: now })
        now += 1
      }
      if (each.kind === 'acknowledge') for (const open of engine.alarms.byId.values()) if (open.acknowledgedAt === null) acknowledgeAlarm(engine, open.id, 'wang', START)
      if (each.kind === 'wait') advanceEngine(engine, START + (now += each.seconds) * 1000)
      told.live.push(...takeChanges(engine).transitions.filter(({ alarm }) => !alarm.late))
      if (each.kind !== 'again') continue
      send(engine, ...last, { arrived: now })
      // Only the very first reading of a story can be new when it is sent "again".
      if (told.live.length > 0) told.again.push(...takeChanges(engine).transitions)
    }
    return told
  }

  it('raises and clears take turns, no id is given twice, redelivery tells nothing', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), delays, (steps, setting) => {
      const { live, again } = play(steps, setting)
      const conditions = live.map(({ event }) => event).filter((event) => event === 'raised' || event === 'cleared')
      const raised = live.filter(({ event }) => event === 'raised').map(({ alarm }) => alarm.id)
      expect(again).toEqual([])
      expect(conditions).toEqual(conditions.map((_, index) => (index % 2 === 0 ? 'raised' : 'cleared')))
      expect(new Set(raised).size).toBe(raised.length)
    }), { numRuns: 500 })
  })
})
