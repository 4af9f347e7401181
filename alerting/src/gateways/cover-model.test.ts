import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import { overlayOf } from '../overlay-book.ts'
import { testPoint } from '../testing/test-point.ts'
import { assignPoint, gatewayOf } from './gateway-book.ts'
import { noteLeft } from './watch-gateways.ts'

const START = 1_800_000_000_000
const intervals = [2, 2, 4, 4, 8, 8]
const points = intervals.map((interval, index) => testPoint(index + 1, `P${index}`, { expectedIntervalS: interval }))
const all = points.map((_, index) => index)
/** Longest time in which a covered alarm waits for its point when the gateway is back, and a second until somebody looks. */
const PATIENCE_MS = 25_000

const engineWith = (code: string | undefined): Engine => {
  const engine = createEngine()
  points.forEach((point, index) => {
    const rule = { enterprise: 'E', point: point.tag, priority: 'orange' }
    configureRule(engine, AlarmRule.parse({ ...rule, id: `S${index}`, kind: 'silence', afterS: 3 * (intervals[index] ?? 1) }), point, START)
    configureRule(engine, AlarmRule.parse({ ...rule, id: `F${index}`, kind: 'fault' }), point, START)
    configureRule(engine, AlarmRule.parse({ ...rule, id: `H${index}`, kind: 'H', limit: 5 }), point, START)
    if (code !== undefined) assignPoint(engine.gateways, point, gatewayOf(engine.gateways, 'E', code), false)
  })
  return engine
}

type Step = { pauseS: number } & ({ kind: 'hear'; of: number[]; value: number | null } | { kind: 'leave'; bad: boolean })

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('hear' as const), pauseS: fc.constantFrom(1, 1, 2, 2, 3, 30), of: fc.oneof(fc.constant(all), fc.subarray(all)), value: fc.constantFrom<number | null>(1, 1, 1, 7, null) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), pauseS: fc.constantFrom(1, 2), bad: fc.boolean() }) },
)

/** What the conditions did: that is the same whether it is covered or not. */
const conditions = (engine: Engine): string[] => takeChanges(engine).transitions
  .filter(({ event, alarm }) => (event === 'raised' || event === 'cleared') && alarm.kind !== 'gateway').map(({ event, alarm, at }) => `${alarm.rule} ${event} ${at - START}`)

const play = (engine: Engine, code: string, steps: readonly Step[], look: (now: number) => void): string[] => {
  let now = START
  const seen: string[] = []
  const pass = (seconds: number): void => {
    for (let tick = 0; tick < seconds; tick++) {
      now += 1_000
      advanceEngine(engine, now)
      seen.push(...conditions(engine))
      look(now)
    }
  }
  const hear = (of: readonly number[], value: number | null): void => {
    judgeBatch(engine, batchOf(now + 1, of.map((index) => ({ point: index + 1, time: now + 1, value, quality: value === null ? 'fault' as const : 'good' as const }))))
    seen.push(...conditions(engine))
    look(now)
  }
  for (const each of steps) {
    pass(each.pauseS)
    if (each.kind === 'hear') hear(each.of, each.value)
    else {
      noteLeft(engine, 'E', code, now + 1)
      if (each.bad) hear(all, null)
    }
  }
  // In the end everything speaks as it should.
  for (let second = 0; second < 40; second += 2) {
    pass(2)
    hear(all, 1)
  }
  return seen
}

it.each(['GW', 'native'])('%s: what is covered is a silence or a fault, only while or soon after its gateway is lost, and only what is shown changes', (code) => {
  let covered = 0
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
    const engine = engineWith(code)
    const gateway = gatewayOf(engine.gateways, 'E', code)
    let lostUntil = Number.NEGATIVE_INFINITY
    const look = (now: number): void => {
      if (engine.gateways.down.has(gateway.number)) lostUntil = now
      for (const alarm of engine.alarms.bySlot.values()) {
        if (alarm.state !== 'suppressed') continue
        covered++
        expect(['silence', 'fault']).toContain(alarm.kind)
        expect(now - lostUntil).toBeLessThanOrEqual(PATIENCE_MS)
      }
    }
    const seen = play(engine, code, steps, look)
    expect(seen.sort()).toEqual(play(engineWith(undefined), code, steps, () => undefined).sort())
    const left = points.flatMap((point, index) => ['S', 'F', 'H'].filter((kind) => overlayOf(engine.overlays, { rule: `${kind}${index}`, enterprise: 'E', point: point.tag }) !== undefined))
    expect([left, engine.gateways.covered.size, engine.gateways.down.size]).toEqual([[], 0, 0])
  }), { numRuns: 150 })
  expect(covered).toBeGreaterThan(100)
})
