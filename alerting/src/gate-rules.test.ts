import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { Camera } from '@hazardwatch/shared/camera'
import { PlantEvent } from '@hazardwatch/shared/plant-event'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { isoTime } from '@hazardwatch/shared/time'
import { describe, expect, it } from 'vitest'
import { currentAlarm } from './alarm-book.ts'
import { cameraPoint } from './camera-point.ts'
import { configureRule } from './configure-rule.ts'
import { advanceEngine, judgeBatch } from './engine.ts'
import { createEngine, takeChanges, type Engine } from './engine-state.ts'
import { hearEvents } from './hear-events.ts'
import { testPoint } from './testing/test-point.ts'

/** A Friday, 16:00 in China. */
const START = 1_800_000_000_000
const point = testPoint(1, 'P0')
const stage = testPoint(2, 'STAGE')
const slot = { rule: 'R', enterprise: 'E', point: 'P0' }

const engineWith = (fields: object): Engine => {
  const engine = createEngine()
  const rule = AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', kind: 'H', limit: 10, priority: 'red', ...fields })
  configureRule(engine, rule, point, START, rule.activeWhile === undefined ? [] : [stage])
  return engine
}
const send = (engine: Engine, at: number, value: number, to = 1): void => { judgeBatch(engine, batchOf(START + at * 1000, [{ point: to, time: START + at * 1000, value }])) }
const work = (engine: Engine, at: number, type: string, more: object = {}): void => {
  const event = { kind: 'work', id: at, enterprise: 'E', at: isoTime(START + at * 1000), receivedAt: isoTime(START + at * 1000), source: 'S', type, until: null, ...more }
  hearEvents(engine, [PlantEvent.parse(event)], START + at * 1000)
}
const state = (engine: Engine): string => currentAlarm(engine.alarms, slot)?.state ?? 'normal'
const suppressed = (engine: Engine): string | undefined => engine.overlays.suppressed.values().next().value?.reason

describe('armed by operating state', () => {
  const running = { activeStates: ['running', 'startup'] }

  it('a source that never told its state runs', () => {
    const engine = engineWith(running)
    send(engine, 0, 12)
    expect(state(engine)).toBe('unacknowledged')
  })

  it('in another state the alarm is suppressed, followed underneath, and comes back unacknowledged', () => {
    const engine = engineWith(running)
    work(engine, 0, 'maintenance')
    send(engine, 1, 12)
    expect([state(engine), suppressed(engine)]).toEqual(['suppressed', 'operating state maintenance'])
    expect(takeChanges(engine).transitions.filter(({ event }) => event === 'raised').map(({ announced }) => announced)).toEqual([false])
    work(engine, 2, 'running')
    expect(state(engine)).toBe('unacknowledged')
  })

  it('an older event changes nothing, another source neither', () => {
    const engine = engineWith(running)
    work(engine, 5, 'running')
    work(engine, 1, 'maintenance')
    work(engine, 9, 'maintenance', { source: 'S2' })
    send(engine, 10, 12)
    expect(state(engine)).toBe('unacknowledged')
  })

  it('a state ends by itself when nobody says that it goes on', () => {
    const engine = engineWith(running)
    work(engine, 0, 'maintenance', { until: isoTime(START + 3_600_000) })
    send(engine, 1, 12)
    advanceEngine(engine, START + 3_599_000)
    expect(state(engine)).toBe('suppressed')
    advanceEngine(engine, START + 3_601_000)
    expect(state(engine)).toBe('unacknowledged')
  })

  it('limits by state take the place of the limit, and what stands goes on', () => {
    const engine = engineWith({ stateLimits: { startup: 20 } })
    work(engine, 0, 'startup')
    send(engine, 1, 15)
    expect(state(engine)).toBe('normal')
    work(engine, 2, 'running')
    send(engine, 3, 15)
    expect(currentAlarm(engine.alarms, slot)).toMatchObject({ state: 'unacknowledged', limit: 10 })
    work(engine, 4, 'startup')
    send(engine, 5, 15)
    expect(state(engine)).toBe('returned_unacknowledged')
  })

  it('an edit that takes the gate away brings the alarm back', () => {
    const engine = engineWith(running)
    work(engine, 0, 'shutdown')
    send(engine, 1, 12)
    configureRule(engine, AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', kind: 'H', limit: 10, priority: 'red' }), point, START + 2000)
    expect(state(engine)).toBe('unacknowledged')
  })
})

describe('armed by the stage of a batch', () => {
  const casting = { activeWhile: { point: 'STAGE', low: 3, high: 4 } }

  it('before the stage is known the rule is armed', () => {
    const engine = engineWith(casting)
    send(engine, 0, 12)
    expect(state(engine)).toBe('unacknowledged')
  })

  it('outside of the stage it is suppressed, within it armed', () => {
    const engine = engineWith(casting)
    send(engine, 0, 1, 2)
    send(engine, 1, 12)
    expect([state(engine), suppressed(engine)]).toEqual(['suppressed', 'STAGE = 1, armed from 3 to 4'])
    send(engine, 2, 3, 2)
    expect(state(engine)).toBe('unacknowledged')
    send(engine, 3, 5, 2)
    expect(state(engine)).toBe('suppressed')
  })

  it('what was judged before a kill moves no gate when the log is replayed, and where it left the stage is known', () => {
    const engine = engineWith(casting)
    send(engine, 0, 5, 2)
    send(engine, 1, 12)
    takeChanges(engine)
    for (const [at, value] of [[2, 3], [3, 5]] as const) judgeBatch(engine, batchOf(START + at * 1000, [{ point: 2, time: START + at * 1000, value }]), 'replay')
    expect([takeChanges(engine).overlays, state(engine)]).toEqual([[], 'suppressed'])
    send(engine, 4, 6, 2)
    expect(takeChanges(engine).overlays).toEqual([])
    send(engine, 5, 3, 2)
    expect(state(engine)).toBe('unacknowledged')
  })

  it('stage and reading of one batch are taken in their order', () => {
    const engine = engineWith(casting)
    send(engine, 0, 1, 2)
    takeChanges(engine)
    judgeBatch(engine, batchOf(START + 1000, [{ point: 2, time: START + 1000, value: 3 }, { point: 1, time: START + 1000, value: 12 }, { point: 2, time: START + 1001, value: 9 }]))
    expect(takeChanges(engine).transitions.filter(({ event }) => event === 'raised').map(({ announced }) => announced)).toEqual([true])
    expect(state(engine)).toBe('suppressed')
  })
})

describe('armed by a schedule', () => {
  it.each<[string, object[], number, string]>([
    ['within', [{ from: '15:00', to: '17:00' }], 0, 'unacknowledged'],
    ['outside', [{ from: '17:00', to: '18:00' }], 0, 'suppressed'],
    ['from its first minute on', [{ from: '17:00', to: '18:00' }], 3_600, 'unacknowledged'],
    ['no longer in its last', [{ from: '15:00', to: '17:00' }], 3_600, 'suppressed'],
    ['over midnight', [{ from: '22:00', to: '06:00' }], 9 * 3_600, 'unacknowledged'],
    ['on its weekday', [{ days: [5], from: '00:00', to: '23:59' }], 0, 'unacknowledged'],
    ['on another', [{ days: [6, 7], from: '00:00', to: '23:59' }], 0, 'suppressed'],
    ['over midnight it belongs to the day on which it began', [{ days: [5], from: '22:00', to: '06:00' }], 9 * 3_600, 'unacknowledged'],
  ])('%s', (_, schedule, at, expected) => {
    const engine = engineWith({ schedule })
    send(engine, at - 1, 12)
    advanceEngine(engine, START + at * 1000)
    expect(state(engine)).toBe(expected)
  })
})

describe('video events', () => {
  const camera = { enterprise: 'E', id: '22020000001320000101', name: '罐区', source: 'S', expectedIntervalS: null, location: null } as unknown as Camera
  const watching = (fields: object): Engine => {
    const engine = createEngine()
    const rule = AlarmRule.parse({ id: 'V', enterprise: 'E', point: camera.id, kind: 'video', priority: 'red', ...fields })
    configureRule(engine, rule, cameraPoint(engine, camera), START)
    return engine
  }
  const see = (engine: Engine, at: number, event: string, confidence: number | null = null, receivedAt = at): void => {
    hearEvents(engine, [PlantEvent.parse({
      kind: 'video', id: at, enterprise: 'E', at: isoTime(START + at * 1000), receivedAt: isoTime(START + receivedAt * 1000), camera: camera.id, source: 'S', event, confidence, cause: 'reported',
    })], START + receivedAt * 1000)
  }
  const told = (engine: Engine) => takeChanges(engine).transitions.map(({ event, at, alarm }) => [event, (at - START) / 1000, alarm.point, alarm.source, alarm.value])

  it.each<[string, object, (engine: Engine) => void, unknown[]]>([
    ['smoke holds for five minutes', { events: ['smoke', 'flame'] }, (engine) => { see(engine, 0, 'smoke', 0.9); advanceEngine(engine, START + 400_000) },
      [['raised', 0, camera.id, 'S', 0.9], ['cleared', 300, camera.id, 'S', 0.9]]],
    ['another event makes it longer', { events: ['smoke'], holdS: 60 }, (engine) => { see(engine, 0, 'smoke'); see(engine, 50, 'smoke'); advanceEngine(engine, START + 200_000) },
      [['raised', 0, camera.id, 'S', 1], ['cleared', 110, camera.id, 'S', 1]]],
    ['too little confidence', { events: ['smoke'], limit: 0.8 }, (engine) => { see(engine, 0, 'smoke', 0.7) }, []],
    ['other events are none', { events: ['smoke'] }, (engine) => { see(engine, 0, 'crowd', 1) }, []],
    ['a camera is offline until it is online', { events: ['offline'] }, (engine) => { see(engine, 0, 'offline'); advanceEngine(engine, START + 9_000_000); see(engine, 9_000, 'online') },
      [['raised', 0, camera.id, 'S', 1], ['cleared', 9_000, camera.id, 'S', 1]]],
    ['what comes late never sounds', { events: ['smoke'] }, (engine) => { see(engine, 0, 'smoke', 1, 301) }, []],
  ])('%s', (_, fields, story, expected) => {
    const engine = watching(fields)
    story(engine)
    expect(told(engine)).toEqual(expected)
  })
})
