import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import { looksLikeSelector, parseSelector, selects } from '@hazardwatch/shared/point-selector'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { isWords } from '@hazardwatch/shared/words'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentAlarm } from './alarm-book.ts'
import { acknowledgeAlarm, resetAlarm } from './command-alarm.ts'
import { configureMany, configurePart, narrowToOne, retirePart } from './configure-many.ts'
import { configureRule, retireRule } from './configure-rule.ts'
import { advanceEngine, judgeBatch } from './engine.ts'
import type { Engine } from './engine-state.ts'
import { shelveAlarm, takeOutOfService, returnToService } from './hide-alarm.ts'
import { selectorsOf } from './selector-book.ts'
import { createKeptEngine } from './testing/kept-engine.ts'
import { testPoint } from './testing/test-point.ts'

const START = 1_800_000_000_000
const tags = ['GD-01', 'GD-02', 'GD-12'] as const
const numberOf = (tag: string): number => (tags as readonly string[]).indexOf(tag) + 1
// A source each: which alarm is the first of its source is of all rules together.
const pointOf = (tag: string): NumberedPoint => testPoint(numberOf(tag), tag, { source: `S-${tag}`, expectedIntervalS: 5 })

const kinds = {
  H: { kind: 'H', limit: 7, deadband: 1, onDelayS: 3, offDelayS: 2 },
  L: { kind: 'L', limit: 3, deadband: 1 },
  rate: { kind: 'rate', limit: 4, windowS: 20, deadband: 1 },
  silence: { kind: 'silence', limit: null, afterS: 12 },
  count: { kind: 'count', limit: 1, level: 5, windowS: 15, offDelayS: 3 },
  scheduled: { kind: 'H', limit: 7, activeStates: ['running'], stateLimits: { startup: 9 } },
} as const
const ruleOf = (kind: keyof typeof kinds, point: string, change: object): AlarmRule => AlarmRule.parse({ id: 'R', enterprise: 'E', point, priority: 'red', ...kinds[kind], ...change })

const selectors = ['GD-*', 'GD-0*', '{tag!=GD-02}', '*2', '{quantity=nothing}', 'GD-01', 'GD-12'] as const

type Step =
  | { do: 'read'; tag: string; value: number | null; ageS: number; pauseS: number }
  | { do: 'wait'; pauseS: number }
  | { do: 'acknowledge' | 'reset' | 'shelve' | 'outOfService' | 'returnToService'; tag: string }
  | { do: 'edit'; point: string; change: object }
  | { do: 'retire' | 'register'; tag: string }
  | { do: 'restart' | 'killedAfterEdit'; point: string }

const tag = fc.constantFrom(...tags)
const edit = fc.record({ point: fc.constantFrom(...selectors), change: fc.constantFrom({}, { limit: 6 }, { latching: true }, { dryRun: true }, { enabled: false }, { priority: 'blue' }) })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('read' as const), tag, value: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 10 }) }, { weight: 1, arbitrary: fc.constant(null) }), ageS: fc.constantFrom(0, 0, 0, 0, 4, 400), pauseS: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), pauseS: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('acknowledge' as const, 'reset' as const, 'shelve' as const, 'outOfService' as const, 'returnToService' as const), tag }) },
  { weight: 2, arbitrary: edit.map((change): Step => ({ do: 'edit', ...change })) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('retire' as const, 'register' as const), tag }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'killedAfterEdit' as const), point: fc.constantFrom(...selectors) }) },
)

/** What both sides do alike, each on engines of its own. */
interface Side { engineOf: (tag: string) => Engine; configure: (rule: AlarmRule, now: number) => void; register: (tag: string, now: number) => void; retire: (tag: string, now: number) => void; restart: (now: number) => void; commit: () => void }

const isOn = (rule: AlarmRule, point: NumberedPoint): boolean => {
  if (!looksLikeSelector(rule.point)) return rule.point === point.tag
  const selector = parseSelector(rule.point)
  return !isWords(selector) && selects(selector, point)
}

/** The reference: each point has an engine and a plain rule of its own. */
const plainSide = (world: { rule: AlarmRule; registered: Set<string> }, told: () => void) => {
  const on = (each: string): AlarmRule => ({ ...world.rule, point: pointOf(each).tag })
  const put = (engine: Engine, each: string, now: number): void => {
    if (world.registered.has(each) && isOn(world.rule, pointOf(each))) configureRule(engine, on(each), pointOf(each), now)
    else retireRule(engine, 'R', now)
  }
  const engines = new Map(tags.map((each) => [each as string, createKeptEngine((engine) => { put(engine, each, START) })]))
  const side: Side = {
    engineOf: (each) => engines.get(each)!.engine,
    configure: (_rule, now) => { for (const [each, { engine }] of engines) put(engine, each, now) },
    register: (each, now) => { put(engines.get(each)!.engine, each, now) },
    retire: (each, now) => { put(engines.get(each)!.engine, each, now) },
    restart: (now) => { for (const each of engines.values()) each.restart(now, numberOf) },
    commit: () => { for (const each of engines.values()) each.commit(); told() },
  }
  return { side, told: (each: string) => engines.get(each)!.told }
}

/** One engine, and one rule on whatever its selector means. */
const manySide = (world: { rule: AlarmRule; registered: Set<string> }) => {
  const put = (engine: Engine, now: number): void => {
    const { rule, registered } = world
    const points = [...registered].map(pointOf)
    if (looksLikeSelector(rule.point)) { configureMany(engine, rule, points, now); return }
    const point = points.find((each) => each.tag === rule.point)
    narrowToOne(engine, rule, point, now)
    if (point === undefined) retireRule(engine, rule.id, now)
    else configureRule(engine, rule, point, now)
  }
  const kept = createKeptEngine((engine) => { put(engine, START) })
  const side: Side = {
    engineOf: () => kept.engine,
    configure: (_rule, now) => { put(kept.engine, now) },
    register: (each, now) => {
      if (world.rule.point === each) put(kept.engine, now)
      for (const many of selectorsOf(kept.engine.selectors, 'E')) configurePart(kept.engine, many, pointOf(each), now, [])
    },
    retire: (each, now) => {
      if (world.rule.point === each) put(kept.engine, now)
      for (const many of selectorsOf(kept.engine.selectors, 'E')) retirePart(kept.engine, many, each, now)
    },
    restart: (now) => { kept.restart(now, numberOf) },
    commit: kept.commit,
  }
  return { side, told: (each: string) => kept.told.filter(({ alarm }) => alarm.point === each) }
}

const command = (engine: Engine, what: string, at: string, now: number): string => {
  const slot = { rule: 'R', enterprise: 'E', point: at }
  const doing = { by: 'op', reason: 'test', now }
  try {
    if (what === 'shelve') shelveAlarm(engine, slot, doing, now + 10_000, false)
    else if (what === 'outOfService') takeOutOfService(engine, slot, doing)
    else if (what === 'returnToService') returnToService(engine, slot, doing)
    else {
      const alarm = currentAlarm(engine.alarms, slot)
      if (alarm === undefined) return 'none'
      if (what === 'acknowledge') acknowledgeAlarm(engine, alarm.id, 'op', now)
      else resetAlarm(engine, alarm.id, 'op', now)
    }
    return 'done'
  } catch (error) {
    if (error instanceof HazardError) return error.code
    throw error
  }
}

const play = (kind: keyof typeof kinds, first: string, steps: readonly Step[]) => {
  const worlds = [0, 1].map(() => ({ rule: ruleOf(kind, first, {}), registered: new Set<string>(tags) })) as [{ rule: AlarmRule; registered: Set<string> }, { rule: AlarmRule; registered: Set<string> }]
  const plain = plainSide(worlds[0], () => undefined)
  const many = manySide(worlds[1])
  const sides = [[plain.side, worlds[0]], [many.side, worlds[1]]] as const
  let now = START
  const answers: string[][] = [[], []]
  const isWatched = (each: string): boolean => worlds[0].registered.has(each) && isOn(worlds[0].rule, pointOf(each))
  for (const one of steps) {
    now += ('pauseS' in one ? one.pauseS : 1) * 1000
    for (const [index, [side, world]] of sides.entries()) {
      for (const engine of new Set(tags.map(side.engineOf))) advanceEngine(engine, now, false)
      side.commit()
      switch (one.do) {
        case 'read':
          if (!world.registered.has(one.tag)) break
          side.engineOf(one.tag).changes.points.add(numberOf(one.tag))
          judgeBatch(side.engineOf(one.tag), batchOf(now, [{ point: numberOf(one.tag), time: now - one.ageS * 1000, value: one.value, quality: one.value === null ? 'fault' : 'good' }]))
          break
        case 'wait': break
        case 'edit':
          world.rule = ruleOf(kind, one.point, kind === 'silence' ? { ...one.change, limit: null } : one.change)
          side.configure(world.rule, now)
          break
        case 'retire':
        case 'register':
          if (world.registered.has(one.tag) === (one.do === 'register')) break
          if (one.do === 'register') world.registered.add(one.tag)
          else world.registered.delete(one.tag)
          side[one.do](one.tag, now)
          break
        case 'restart': side.restart(now); break
        case 'killedAfterEdit':
          // The ledger has the edit; the engine is made anew before it made anything of it.
          world.rule = ruleOf(kind, one.point, {})
          side.restart(now)
          break
        case 'acknowledge':
        case 'reset':
        case 'shelve':
        case 'outOfService':
        case 'returnToService':
          if (isWatched(one.tag)) answers[index]?.push(command(side.engineOf(one.tag), one.do, one.tag, now))
      }
      for (const engine of new Set(tags.map(side.engineOf))) advanceEngine(engine, now)
      side.commit()
    }
  }
  const line = ({ event, alarm, from, at, announced }: ReturnType<typeof plain.told>[number]) => [event, alarm.id, alarm.rule, alarm.kind, alarm.state, alarm.priority, alarm.limit, from, at - START, announced, alarm.late, alarm.dryRun]
  // How far a late comparator gets is not kept over an edit of a rule that makes a signal: that it found something counts.
  const lines = (told: ReturnType<typeof plain.told>) => told.filter(({ alarm, event }) => !alarm.late || event === 'raised').map(line)
  return { plain: tags.map((each) => lines(plain.told(each))), many: tags.map((each) => lines(many.told(each))), answers }
}

/** What a dry run had standing at one point, when the rule is on another after a kill. */
const dryAndMoved: Step[] = [
  { do: 'edit', point: 'GD-*', change: { dryRun: true } },
  { do: 'read', tag: 'GD-01', value: 10, ageS: 0, pauseS: 1 }, { do: 'read', tag: 'GD-01', value: 10, ageS: 0, pauseS: 4 }, { do: 'read', tag: 'GD-12', value: 4, ageS: 0, pauseS: 1 },
  { do: 'killedAfterEdit', point: 'GD-12' }, { do: 'restart', point: 'GD-*' },
]

describe('one rule on many points is as one rule for each', () => {
  it.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s: random stories with edits, points that come and go, commands, restarts and kills', (kind) => {
    let raised = 0
    fc.assert(fc.property(fc.constantFrom(...selectors), fc.array(step, { minLength: 5, maxLength: 60 }), (first, steps) => {
      const { plain, many, answers } = play(kind, first, steps)
      expect(many).toEqual(plain)
      expect(answers[1]).toEqual(answers[0])
      raised += many.flat().filter(([event]) => event === 'raised').length
    }), { numRuns: 150, examples: [['GD-*', dryAndMoved]] })
    expect(raised).toBeGreaterThan(20)
  })
})
