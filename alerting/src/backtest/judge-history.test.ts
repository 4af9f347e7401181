import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { Quality } from '@hazardwatch/shared/quality'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { advanceEngine, judgeBatch } from '../engine.ts'
import { createEngine, takeChanges } from '../engine-state.ts'
import { testPoint } from '../testing/test-point.ts'
import { formClusters, type Cluster } from './form-clusters.ts'
import { createHistoryJudge } from './judge-history.ts'

const T = 1_800_000_000_000
type Row = readonly [seconds: number, value: number | null, quality?: Quality, point?: number]
const rule = (fields: object): AlarmRule => AlarmRule.parse({ id: 'R', enterprise: 'E', point: 'P0', priority: 'red', ...fields })
const points = [0, 1].map((number) => testPoint(number + 100, `P${number}`))
const clusterOf = (...rules: AlarmRule[]): Cluster => {
  const [cluster] = formClusters(rules, [], (_enterprise, tag) => points.find((point) => point.tag === tag))
  if (cluster === undefined) throw new Error('no cluster')
  return cluster
}
const batchFrom = (rows: readonly Row[]): ReadingBatch =>
  batchOf(Number.NaN, rows.map(([seconds, value, quality = 'good', point = 0]) => ({ point, time: T + seconds * 1_000, value, quality })))

const play = (rules: AlarmRule[], batches: readonly (readonly Row[])[], to: number) => {
  const judge = createHistoryJudge(clusterOf(...rules), rules, T)
  for (const rows of batches) judge.take(batchFrom(rows))
  return judge.finish(T + to * 1_000).map(({ rule: id, onset, raisedAt, clearedAt }) =>
    [id, (onset - T) / 1_000, (raisedAt - T) / 1_000, clearedAt === null ? null : (clearedAt - T) / 1_000])
}

/** The same, as it would have happened live: each reading arrives at its own time. */
const playLive = (rules: AlarmRule[], rows: readonly Row[], to: number) => {
  const engine = createEngine()
  for (const each of rules) configureRule(engine, each, testPoint(0, 'P0'), T)
  for (const [seconds, value, quality = 'good'] of rows) {
    const at = T + seconds * 1_000
    advanceEngine(engine, at, false)
    judgeBatch(engine, batchOf(at, [{ point: 0, time: at, value, quality }]))
  }
  advanceEngine(engine, T + to * 1_000)
  const { transitions } = takeChanges(engine)
  return transitions.filter(({ event }) => event === 'raised').map(({ alarm, at }) => {
    const cleared = transitions.find((other) => other.event === 'cleared' && other.alarm.id === alarm.id)
    return [alarm.rule, (Date.parse(alarm.onsetAt) - T) / 1_000, (at - T) / 1_000, cleared === undefined ? null : (cleared.at - T) / 1_000]
  }).sort((a, b) => Number(a[2]) - Number(b[2]))
}

const H = rule({ id: 'H', kind: 'H', limit: 25, deadband: 2, onDelayS: 10, offDelayS: 5 })
const HH = rule({ id: 'HH', kind: 'HH', limit: 40 })
const silent = rule({ id: 'S', kind: 'silence', afterS: 60 })
const rate = rule({ id: 'RATE', kind: 'rate', limit: 5, windowS: 60 })

describe('history through the engine', () => {
  it.each<[string, AlarmRule[], Row[][], (string | number | null)[][]]>([
    ['an excursion with its delays', [H], [[[0, 20], [10, 30], [30, 20], [40, 20]]], [['H', 10, 20, 35]]],
    ['over the seam of two batches', [H], [[[0, 20], [10, 30]], [[30, 20], [40, 20]]], [['H', 10, 20, 35]]],
    ['the last value holds to the end of the range', [H], [[[0, 20], [10, 30]]], [['H', 10, 20, null]]],
    ['a pause is a silence that ends with the next reading', [silent], [[[0, 1], [30, 1], [200, 1], [250, 1]]], [['S', 90, 90, 200], ['S', 310, 310, null]]],
    ['a point that stops is silent until the end', [silent], [[[0, 1]]], [['S', 60, 60, null]]],
    ['of bad quality is no value', [HH], [[[0, 50, 'fault'], [1, 20]]], []],
    ['days later nothing counts as late', [HH], [[[0, 1], [500_000, 50], [500_001, 1]]], [['HH', 500_000, 500_000, 500_001]]],
  ])('%s', (_name, rules, batches, expected) => {
    expect(play(rules, batches, 600)).toEqual(expected)
  })

  it('hears a point fall silent while another goes on', () => {
    const rules = [rule({ id: 'S1', kind: 'silence', afterS: 60, point: 'P1' }), rule({ id: 'D', kind: 'deviation', limit: 5, sibling: 'P1' })]
    expect(play(rules, [[[0, 1], [1, 1, 'good', 1], [50, 1], [100, 1], [150, 1]]], 200)).toEqual([['S1', 61, 61, null]])
  })

  it('comes to what would have happened live, however the history is cut into batches', () => {
    const reading = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.option(fc.integer({ min: 0, max: 50 }), { freq: 8 }), fc.boolean())
    fc.assert(fc.property(fc.array(reading, { maxLength: 60 }), (steps) => {
      let at = 0
      const rows = steps.map(([gap, value]): Row => {
        at += gap
        return value === null ? [at, null, 'fault'] : [at, value]
      })
      const batches: Row[][] = [[]]
      rows.forEach((row, index) => {
        if (steps[index]?.[2] === true) batches.push([])
        batches.at(-1)?.push(row)
      })
      for (const rules of [[H, HH], [H, HH, silent], [rate, silent]]) expect(play(rules, batches, at + 300)).toEqual(playLive(rules, rows, at + 300))
    }))
  })
})

describe('clusters', () => {
  const lookUp = (_enterprise: string, tag: string) => points.find((point) => point.tag === tag)
  it('keep points apart that no rule hears together, and leave out rules without a point', () => {
    const rules = [rule({ id: 'A', kind: 'H', limit: 1 }), rule({ id: 'B', kind: 'H', limit: 1, point: 'P1' }), rule({ id: 'C', kind: 'H', limit: 1, point: 'GONE' })]
    expect(formClusters(rules, [], lookUp).map(({ numbers, current }) => [numbers, current.map(({ id }) => id)])).toEqual([[[100], ['A']], [[101], ['B']]])
  })
  it('join points that a rule of either side hears together', () => {
    const candidate = rule({ id: 'A', kind: 'deviation', limit: 1, sibling: 'P1' })
    const clusters = formClusters([rule({ id: 'A', kind: 'H', limit: 1 })], [candidate], lookUp)
    expect(clusters.map(({ numbers }) => numbers)).toEqual([[100, 101]])
  })
})
