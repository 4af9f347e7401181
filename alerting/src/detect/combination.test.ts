import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { configureRule, retireRule } from '../configure-rule.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges, type Engine } from '../engine-state.ts'
import { testPoint } from '../testing/test-point.ts'

const START = 1_800_000_000_000
const points = [testPoint(1, 'P0'), testPoint(2, 'P1')] as const
const rule = (id: string, at: 0 | 1, fields: object): AlarmRule => AlarmRule.parse({ id, enterprise: 'E', point: points[at].tag, priority: 'red', ...fields })

const engineWith = (when: object | string, more: object = {}): Engine => {
  const engine = createEngine()
  const rules = [rule('C', 0, { kind: 'combination', when, ...more }), rule('A', 0, { kind: 'H', limit: 10 }), rule('B', 1, { kind: 'H', limit: 10, onDelayS: 5 })]
  for (const each of rules) configureRule(engine, each, points[each.point === 'P0' ? 0 : 1], START)
  return engine
}
const send = (engine: Engine, at: number, point: 1 | 2, value: number): void => {
  judgeBatch(engine, batchOf(START + at * 1000, [{ point, time: START + at * 1000, value }]))
}
const toldOf = (engine: Engine, id = 'C') => takeChanges(engine).transitions.filter(({ alarm, event }) => alarm.rule === id && event !== 'superseded').map(({ event, at }) => [event, (at - START) / 1000])

type Step = [at: number, point: 1 | 2, value: number]
describe('a combination of conditions', () => {
  it.each<[string, object | string, object, Step[], unknown[]]>([
    ['and: when the last of them is raised, delays included', { and: ['A', 'B'] }, {}, [[0, 1, 12], [1, 2, 12], [7, 2, 12]], [['raised', 6]]],
    ['and: over with the first that clears', { and: ['A', 'B'] }, {}, [[0, 1, 12], [1, 2, 12], [7, 2, 12], [8, 1, 5]], [['raised', 6], ['cleared', 8]]],
    ['or: the first', { or: ['A', 'B'] }, {}, [[0, 1, 12], [1, 2, 12]], [['raised', 0]]],
    ['or: over with the last', { or: ['A', 'B'] }, {}, [[0, 1, 12], [1, 2, 12], [7, 2, 12], [8, 1, 5], [9, 2, 5]], [['raised', 0], ['cleared', 9]]],
    ['one and not the other', { and: ['A', { not: 'B' }] }, {}, [[0, 1, 12], [1, 2, 12], [7, 2, 12]], [['raised', 0], ['cleared', 6]]],
    ['not alone holds from the first reading of its point', { not: 'A' }, {}, [[0, 1, 5], [1, 1, 12]], [['raised', 0], ['cleared', 1]]],
    ['its own on-delay', 'A', { onDelayS: 3 }, [[0, 1, 12], [2, 1, 12], [4, 1, 12]], [['raised', 3]]],
    ['a condition that was never heard of does not hold', { or: ['nobody', 'A'] }, {}, [[0, 1, 5]], []],
  ])('%s', (_, when, more, steps, expected) => {
    const engine = engineWith(when, more)
    for (const [at, point, value] of steps) send(engine, at, point, value)
    expect(toldOf(engine)).toEqual(expected)
  })

  it('hears what the clock settles, and combines combinations', () => {
    const engine = engineWith({ and: ['A', 'B'] })
    configureRule(engine, rule('D', 1, { kind: 'combination', when: { not: 'C' } }), points[1], START)
    send(engine, 0, 1, 12)
    send(engine, 1, 2, 12)
    advanceEngine(engine, START + 60_000)
    const transitions = takeChanges(engine).transitions.map(({ alarm, event }) => `${alarm.rule} ${event}`)
    expect(transitions).toEqual(['A raised', 'D raised', 'B raised', 'C raised', 'D cleared'])
  })

  it('a rule that is taken away no longer holds', () => {
    const engine = engineWith({ or: ['A'] })
    send(engine, 0, 1, 12)
    takeChanges(engine)
    retireRule(engine, 'A', START + 5_000)
    expect(toldOf(engine)).toEqual([['cleared', 5]])
  })

  it('knows at once what already holds when it comes later', () => {
    const engine = engineWith('B')
    send(engine, 0, 1, 12)
    configureRule(engine, rule('C', 0, { kind: 'combination', when: 'A' }), points[0], START)
    send(engine, 1, 1, 12)
    expect(toldOf(engine)).toEqual([['raised', 1]])
  })
})
