import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { NATIVE_GATEWAY } from '@hazardwatch/shared/gateway-profile'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { configureMany } from '../configure-many.ts'
import { configureRule, retireRule } from '../configure-rule.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, type Engine } from '../engine-state.ts'
import { returnToService, takeOutOfService } from '../hide-alarm.ts'
import { overlayOf } from '../overlay-book.ts'
import { createMemoryStore } from '../testing/memory-store.ts'
import { testPoint } from '../testing/test-point.ts'
import { assignPoint, gatewayOf } from './gateway-book.ts'
import { noteLeft, remakeRules, restoreGateways } from './watch-gateways.ts'

const START = 1_800_000_000_000
const POINTS = 20
const points = Array.from({ length: POINTS }, (_, index) => testPoint(index + 1, `P${index}`, { expectedIntervalS: 10 }))

interface Setting { code?: string; written?: object; afterS?: (index: number) => number; interval?: number | null; members?: number; faults?: boolean; oneForAll?: boolean }

/** Twenty points behind one gateway, each with a rule of silence, P0 with a limit. With `restarts` the engine is another one after each step. */
const room = ({ code = 'GW', written, afterS = () => 30, interval = 10, members = POINTS, faults = false, oneForAll = false }: Setting, restarts: boolean) => {
  const store = createMemoryStore()
  const configure = (engine: Engine, now: number): void => {
    for (const [index, point] of points.entries()) {
      const rule = { enterprise: 'E', point: point.tag, priority: 'orange' }
      if (!oneForAll) configureRule(engine, AlarmRule.parse({ ...rule, id: `S${index}`, kind: 'silence', afterS: afterS(index) }), point, now)
      if (faults) configureRule(engine, AlarmRule.parse({ ...rule, id: `F${index}`, kind: 'fault' }), point, now)
      if (index < members) assignPoint(engine.gateways, { number: point.number, expectedIntervalS: interval }, gatewayOf(engine.gateways, 'E', code), false)
    }
    if (oneForAll) configureMany(engine, AlarmRule.parse({ id: 'S', enterprise: 'E', point: 'P*', kind: 'silence', afterS: 30, priority: 'orange' }), points, now)
    configureRule(engine, AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'P0', kind: 'H', limit: 5, priority: 'red' }), points[0]!, now)
    if (written !== undefined) configureRule(engine, AlarmRule.parse({ id: 'G', enterprise: 'E', point: code, kind: 'gateway', priority: 'red', ...written }), gatewayOf(engine.gateways, 'E', code).point, now)
  }
  const seen = new Map<string, string[]>()
  let engine = createEngine()
  configure(engine, START)
  const step = (seconds: number): void => {
    for (const { event, alarm, at, announced } of engine.changes.transitions) {
      seen.set(alarm.rule, [...seen.get(alarm.rule) ?? [], `${event} ${(at - START) / 1000}${announced ? '' : ' hidden'}`])
    }
    // What the log would tell again.
    for (const { number } of points) engine.changes.points.add(number)
    store.keep(engine)
    if (!restarts) return
    const now = START + seconds * 1000
    const next = createEngine()
    configure(next, now)
    remakeRules(next, store.rules(), now)
    store.restore(next)
    restoreGateways(next, now)
    engine = next
  }
  return {
    /** Readings of points, by their place, that arrive at once. */
    hear: (seconds: number, of: readonly number[], value: number | null = 1) => {
      const now = START + seconds * 1000
      judgeBatch(engine, batchOf(now, of.map((index) => ({ point: index + 1, time: now, value, quality: value === null ? 'fault' as const : 'good' as const }))))
      step(seconds)
    },
    pass: (from: number, to: number) => {
      for (let seconds = from; seconds <= to; seconds++) {
        advanceEngine(engine, START + seconds * 1000)
        step(seconds)
      }
    },
    do: (seconds: number, what: (engine: Engine) => void) => {
      what(engine)
      step(seconds)
    },
    /** What an operator sees. */
    shown: () => [...engine.alarms.bySlot.values()].filter(({ state }) => state !== 'suppressed' && state !== 'out_of_service').map(({ rule, state }) => `${rule} ${state}`).sort(),
    covered: () => [...engine.alarms.bySlot.values()].filter(({ state }) => state === 'suppressed').length,
    hiddenBy: (rule: string, point: string) => Object.values(overlayOf(engine.overlays, { rule, enterprise: 'E', point })?.causes ?? {}),
    seen: (rule: string) => seen.get(rule) ?? [],
  }
}

const all = points.map((_, index) => index)
const but = (...left: number[]): number[] => all.filter((index) => !left.includes(index))

describe.each([['straight', false], ['with a restart after each step', true]])('%s', (_, restarts) => {
  it('twenty points go at once: one alarm, and all silences under it with their own times', () => {
    const plant = room({}, restarts)
    plant.hear(0, all)
    plant.pass(1, 40)
    expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
    expect(plant.covered()).toBe(POINTS)
    expect(plant.seen('gateway:E/GW')).toEqual(['raised 30'])
    expect(plant.seen('S7')).toEqual(['raised 30 hidden'])
    expect(plant.hiddenBy('S7', 'P7')).toEqual(['covered by gateway GW'])
  })

  it('one rule of silence for all of them is covered at each of its points, and uncovered at the one that stays away', () => {
    const plant = room({ oneForAll: true }, restarts)
    plant.hear(0, all)
    plant.pass(1, 40)
    expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
    expect(plant.covered()).toBe(POINTS)
    expect(plant.hiddenBy('S', 'P7')).toEqual(['covered by gateway GW'])
    plant.hear(61, but(3))
    plant.pass(62, 85)
    plant.hear(86, but(3))
    plant.pass(87, 95)
    expect(plant.shown()).toEqual(['S unacknowledged', 'gateway:E/GW returned_unacknowledged'])
    expect(plant.hiddenBy('S', 'P3')).toEqual([])
  })

  it('in messages of their own: none of the silences is told before the gateway', () => {
    const plant = room({}, restarts)
    for (const index of all) plant.hear(index / 2, [index])
    plant.pass(10, 60)
    expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
    expect(all.flatMap((index) => plant.seen(`S${index}`)).every((line) => line.endsWith('hidden'))).toBe(true)
    expect(plant.seen('S4')).toEqual(['raised 32 hidden'])
  })

  it('comes back with nineteen: the one that stays away stands by itself, the others have never been told', () => {
    const plant = room({}, restarts)
    plant.hear(0, all)
    plant.pass(1, 60)
    plant.hear(61, but(3))
    plant.pass(62, 70)
    expect(plant.shown()).toEqual(['gateway:E/GW returned_unacknowledged'])
    expect(plant.covered()).toBe(1)
    plant.hear(71, but(3))
    plant.pass(72, 80)
    plant.hear(81, but(3))
    plant.hear(91, but(3))
    plant.pass(91, 95)
    expect(plant.shown()).toEqual(['S3 unacknowledged', 'gateway:E/GW returned_unacknowledged'])
    expect(plant.covered()).toBe(0)
    expect(plant.seen('S3')).toEqual(['raised 30 hidden', expect.stringMatching(/^unsuppressed \d+$/)])
    expect(plant.seen('S4')).toEqual(['raised 30 hidden', 'cleared 61 hidden', expect.stringMatching(/^unsuppressed \d+$/)])
    expect(plant.seen('gateway:E/GW')).toEqual(['raised 30', 'cleared 61'])
  })

  it('goes again: another occurrence, and again nothing else', () => {
    const plant = room({}, restarts)
    plant.hear(0, all)
    plant.pass(1, 40)
    plant.hear(41, all)
    plant.pass(42, 90)
    expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
    expect(plant.covered()).toBe(POINTS)
    expect(plant.seen('gateway:E/GW')).toEqual(['raised 30', 'cleared 41', 'superseded 71', 'raised 71'])
  })

  it('one point alone is its own alarm, at its own time', () => {
    const plant = room({}, restarts)
    plant.hear(0, all)
    for (const at of [10, 20, 30, 40]) {
      plant.hear(at, but(5))
      plant.pass(at + 1, at + 9)
    }
    expect(plant.shown()).toEqual(['S5 unacknowledged'])
    expect(plant.seen('S5')).toEqual(['raised 30'])
  })

  it('what was silent before the gateway went stays shown', () => {
    const plant = room({}, restarts)
    plant.hear(0, all)
    for (const at of [10, 20, 30, 40]) {
      plant.hear(at, but(5))
      plant.pass(at + 1, at + 9)
    }
    plant.pass(50, 90)
    expect(plant.shown()).toEqual(['S5 unacknowledged', 'gateway:E/GW unacknowledged'])
    expect(plant.covered()).toBe(POINTS - 1)
  })

  it('a limit is never covered', () => {
    const plant = room({}, restarts)
    plant.hear(0, all, 7)
    plant.pass(1, 40)
    expect(plant.shown()).toEqual(['H unacknowledged', 'gateway:E/GW unacknowledged'])
  })

  it('points of unlike pace: those that are found silent first are covered with the others', () => {
    const plant = room({ afterS: (index) => (index < 15 ? 15 : 60) }, restarts)
    plant.hear(0, all)
    plant.pass(1, 70)
    expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
    expect(plant.seen('gateway:E/GW')).toEqual(['raised 15'])
    expect(plant.seen('S0')).toEqual(['raised 15 hidden'])
    expect(plant.seen('S19')).toEqual(['raised 60 hidden'])
  })

  it('the native topics are one gateway only when all fall silent together', () => {
    const plant = room({ code: NATIVE_GATEWAY }, restarts)
    plant.hear(0, all)
    for (let at = 10; at <= 60; at += 10) {
      plant.hear(at, [0, 1])
      plant.pass(at + 1, at + 9)
    }
    expect(plant.shown()).toHaveLength(POINTS - 2)
    expect(plant.shown()).not.toContain('gateway:E/native unacknowledged')
    const together = room({ code: NATIVE_GATEWAY }, restarts)
    together.hear(0, all)
    together.pass(1, 40)
    expect(together.shown()).toEqual(['gateway:E/native unacknowledged'])
    expect(together.covered()).toBe(POINTS)
  })

  it('one that says that it goes has failed ten seconds later, unless it is back', () => {
    const plant = room({}, restarts)
    plant.hear(0, all)
    plant.do(2, (engine) => { noteLeft(engine, 'E', 'GW', START + 2_000) })
    plant.hear(5, all)
    plant.pass(6, 20)
    expect(plant.shown()).toEqual([])
  })

  it('a rule that somebody wrote says how urgent it is, and after how long', () => {
    const plant = room({ written: { afterS: 20 } }, restarts)
    plant.hear(0, all)
    plant.pass(1, 40)
    expect(plant.shown()).toEqual(['G unacknowledged'])
    expect(plant.seen('G')).toEqual(['raised 20'])
    expect(plant.covered()).toBe(POINTS)
  })

  it('switched off, it covers nothing', () => {
    const plant = room({ written: { enabled: false } }, restarts)
    plant.hear(0, all)
    plant.pass(1, 40)
    expect(plant.shown()).toHaveLength(POINTS)
  })

  it('out of service, it covers no longer', () => {
    const plant = room({}, restarts)
    const slot = { rule: 'gateway:E/GW', enterprise: 'E', point: 'GW' }
    plant.hear(0, all)
    plant.pass(1, 40)
    plant.do(41, (engine) => { takeOutOfService(engine, slot, { by: 'wang', reason: 'exchange', now: START + 41_000 }) })
    plant.pass(42, 44)
    expect(plant.shown()).toHaveLength(POINTS)
    plant.do(45, (engine) => { returnToService(engine, slot, { by: 'wang', reason: 'done', now: START + 45_000 }) })
    expect(plant.shown()).toContain('gateway:E/GW unacknowledged')
  })

  it('two points are enough, one is its own alarm', () => {
    for (const [members, wanted] of [[2, 'gateway:E/GW unacknowledged'], [1, 'S0 unacknowledged']] as const) {
      const plant = room({ members }, restarts)
      plant.hear(0, [0, 1])
      plant.pass(1, 40)
      expect(plant.shown()).toContain(wanted)
    }
  })

  it('without an interval the rules of silence say what is to be expected', () => {
    const plant = room({ interval: null }, restarts)
    plant.hear(0, all)
    plant.pass(1, 40)
    expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
    expect(plant.covered()).toBe(POINTS)
  })
})

it('said to go and silent since: ten seconds later, before any point is silent', () => {
  const plant = room({}, false)
  plant.hear(0, all)
  plant.do(2, (engine) => { noteLeft(engine, 'E', 'GW', START + 2_000) })
  plant.pass(3, 40)
  expect(plant.seen('gateway:E/GW')).toEqual(['raised 12'])
  expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
})

it('a node whose death makes its points bad: one alarm at once, none of the faults, and a fault of later stands', () => {
  const plant = room({ faults: true }, false)
  plant.hear(0, all)
  plant.do(2, (engine) => { noteLeft(engine, 'E', 'GW', START + 2_000) })
  plant.hear(2, all, null)
  expect(plant.shown()).toEqual(['gateway:E/GW unacknowledged'])
  expect(plant.covered()).toBe(POINTS)
  plant.pass(3, 40)
  expect(plant.covered()).toBe(2 * POINTS)
  plant.hear(41, all)
  plant.pass(42, 43)
  expect(plant.shown()).toEqual(['gateway:E/GW returned_unacknowledged'])
  plant.hear(50, [3], null)
  expect(plant.shown()).toEqual(['F3 unacknowledged', 'gateway:E/GW returned_unacknowledged'])
})

it('a rule that is written while its own alarm stands takes its place', () => {
  const plant = room({}, false)
  plant.hear(0, all)
  plant.pass(1, 40)
  plant.do(41, (engine) => { configureRule(engine, AlarmRule.parse({ id: 'G', enterprise: 'E', point: 'GW', kind: 'gateway', priority: 'red' }), gatewayOf(engine.gateways, 'E', 'GW').point, START + 41_000) })
  plant.pass(42, 45)
  expect(plant.shown()).toEqual(['G unacknowledged', 'gateway:E/GW returned_unacknowledged'])
  expect(plant.covered()).toBe(POINTS)
  plant.do(46, (engine) => { retireRule(engine, 'G', START + 46_000) })
  plant.pass(47, 49)
  expect(plant.shown()).toEqual(['G returned_unacknowledged', 'gateway:E/GW unacknowledged'])
  expect(plant.covered()).toBe(POINTS)
})
