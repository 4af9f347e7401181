import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import type { HazardError } from '@hazardwatch/shared/error-codes'
import { GOOD, qualityCode } from '@hazardwatch/shared/quality'
import { addReading, createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { RuleEdit } from '@hazardwatch/shared/rule-change'
import type { ScanQuery } from '@hazardwatch/shared/reading-store'
import { describe, expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { createEngine, takeChanges } from '../engine-state.ts'
import { judgeBatch } from '../engine.ts'
import { testPoint } from '../testing/test-point.ts'
import { pumpRows } from '../testing/test-pump.ts'
import { createSourceLearner } from './learn-source.ts'

const tags = ['FT-01', 'PT-01', 'IT-01', 'TT-01']
const START = 1_700_000_000_000
const rule = AlarmRule.parse({ id: 'PUMP', enterprise: 'E', point: 'FT-01', kind: 'multivariate', others: tags.slice(1), everyS: 1, priority: 'yellow' })
const points = tags.map((tag, number) => testPoint(number, tag))

/** Rows of the pump as readings, the channels a few ms apart. */
const batchOfRows = (seed: number, count: number, disturb?: (row: number, values: number[]) => void): ReadingBatch => {
  const { values } = pumpRows(seed, count, disturb)
  const batch = createBatch(count * tags.length, START + count * 1000)
  for (let row = 0; row < count; row++) tags.forEach((_, channel) => { addReading(batch, channel, START + row * 1000 + channel * 7, values[row * tags.length + channel]!, GOOD) })
  return batch
}

const createLearner = (history: ReadingBatch, calibrations: Readonly<Record<string, string>> = {}) => {
  const rules = new Map([[rule.id, rule], ['H', AlarmRule.parse({ id: 'H', enterprise: 'E', point: 'FT-01', kind: 'H', limit: 1, priority: 'red' })]])
  const queries: ScanQuery[] = []
  const edits: (RuleEdit | undefined)[] = []
  const memories = new Map<string, Float64Array>()
  const learner = createSourceLearner({
    ledger: {
      rule: (id) => rules.get(id), rules: () => [...rules.values()], point: (_, tag) => points.find((point) => point.tag === tag),
      replaceRule: async (item, edit) => { rules.set(item.id, AlarmRule.parse(item)); edits.push(edit) },
    },
    memoryOf: (id) => memories.get(id),
    calibratedAt: (_, tag) => calibrations[tag],
    store: { scan: async (query, take) => { queries.push(query); await take(history) } },
  })
  return { learner, rules, queries, memories, edits }
}

describe('learning a source', () => {
  it('puts the model into the rule, which then sees what the source never did', async () => {
    const { learner, rules, queries, memories } = createLearner(batchOfRows(1, 2500))
    const summary = await learner.learn({ rule: 'PUMP', from: START, to: START + 2_500_000 })
    expect(queries).toEqual([{ points: [0, 1, 2, 3], from: START, to: START + 2_500_000, order: 'time' }])
    expect(summary).toMatchObject({ rule: 'PUMP', rows: 2499, score: null, channels: [{ tag: 'FT-01', role: 'used', drifting: false }, {}, {}, { tag: 'TT-01', role: 'used', drifting: true }] })
    expect(learner.list()).toEqual([summary])
    const engine = createEngine()
    const learnt = AlarmRule.parse(JSON.parse(JSON.stringify(rules.get('PUMP'))))
    configureRule(engine, learnt, points[0]!, START, points.slice(1))
    judgeBatch(engine, batchOfRows(2, 800, (row, values) => { if (row >= 500) values[0] = (values[0] ?? 0) - 2 }))
    const raised = takeChanges(engine).transitions.filter(({ event }) => event === 'raised')
    expect(raised).toHaveLength(1)
    expect((raised[0]!.at - START) / 1000).toBeGreaterThan(500)
    expect((raised[0]!.at - START) / 1000).toBeLessThan(520)
    memories.set('PUMP', engine.book.detections[engine.book.rows.get('PUMP') ?? -1]!.own)
    const [now] = learner.list()
    expect(now?.score).toBeGreaterThan(1.2)
    expect(now?.channels[0]?.share).toBeGreaterThan(0.4)
    expect(now?.channels.some(({ stuck }) => stuck)).toBe(false)
  })

  it('records who vouched for the window, and why', async () => {
    const { learner, edits } = createLearner(batchOfRows(1, 2500))
    await learner.learn({ rule: 'PUMP', from: START, to: START + 2_500_000, by: '王工', reason: 'new impeller' })
    await learner.learn({ rule: 'PUMP', from: START, to: START + 2_500_000 })
    expect(edits).toEqual([{ by: '王工', reason: 'new impeller' }, { by: null, reason: null }])
  })

  it('tells of work on a channel after the window, by what the gateway marked or the book of instruments says, and never learns again by itself', async () => {
    const end = START + 2_500_000
    const calibrations: Record<string, string> = { 'PT-01': new Date(end - 1000).toISOString() }
    const { learner, rules, memories } = createLearner(batchOfRows(1, 2500), calibrations)
    expect(await learner.learn({ rule: 'PUMP', from: START, to: end })).toMatchObject({ intervalS: 1, maintained: null })
    const engine = createEngine()
    configureRule(engine, rules.get('PUMP')!, points[0]!, START, points.slice(1))
    const work = createBatch(3, end)
    for (const [second, quality] of [[60, 'maintenance'], [90, 'maintenance'], [120, 'fault']] as const) addReading(work, 2, end + second * 1000, 11, qualityCode(quality)!)
    judgeBatch(engine, work)
    memories.set('PUMP', engine.book.detections[engine.book.rows.get('PUMP') ?? -1]!.own)
    const model = rules.get('PUMP')?.model
    expect(learner.list()).toMatchObject([{ maintained: { at: new Date(end + 90_000).toISOString(), tag: 'IT-01', by: 'readings' } }])
    calibrations['TT-01'] = new Date(end + 600_000).toISOString()
    expect(learner.list()).toMatchObject([{ maintained: { at: new Date(end + 600_000).toISOString(), tag: 'TT-01', by: 'calibration' } }])
    expect(rules.get('PUMP')?.model).toBe(model)
  })

  it('says nothing before it has learnt', () => {
    const engine = createEngine()
    configureRule(engine, rule, points[0]!, START, points.slice(1))
    judgeBatch(engine, batchOfRows(2, 300, (row, values) => { if (row >= 100) values[0] = 0 }))
    expect(takeChanges(engine).transitions).toEqual([])
  })

  it.each([
    ['no such rule', 'nobody', 2_500_000, 2500, 'not_found', /rules has no nobody/],
    ['a rule that does not learn', 'H', 2_500_000, 2500, 'rule_impossible', /only a rule of kind multivariate/],
    ['a window that is too short', 'PUMP', 1_999_000, 2500, 'rule_impossible', /holds 1999 rows of 1 s, at least 2000/],
    ['a window that ends before it begins', 'PUMP', -1, 2500, 'rule_impossible', /holds 0 rows/],
    ['a window that is too long', 'PUMP', 60_000_000, 2500, 'rule_impossible', /at most 50000/],
    ['a window with too little in it', 'PUMP', 2_500_000, 1500, 'rule_impossible', /only 1499 rows of the window/],
    ['a window with nothing in it', 'PUMP', 2_500_000, 0, 'rule_impossible', /None of the 4 channels/],
  ])('refuses %s, with the reason', async (_, id, length, stored, code, reason) => {
    const { learner, rules } = createLearner(batchOfRows(1, stored))
    const refusal = await learner.learn({ rule: id, from: START, to: START + length }).catch((error: unknown) => error as HazardError)
    expect(refusal).toMatchObject({ code, detail: expect.stringMatching(reason), words: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
    expect(rules.get('PUMP')?.model).toBeUndefined()
  })

  it.each([
    ['other channels', { others: ['PT-01', 'TT-01', 'IT-01'] }],
    ['another interval', { everyS: 2 }],
  ])('a model does not fit a rule with %s', async (_, change) => {
    const { learner, rules } = createLearner(batchOfRows(1, 2500))
    await learner.learn({ rule: 'PUMP', from: START, to: START + 2_500_000 })
    expect(AlarmRule.safeParse({ ...rules.get('PUMP'), ...change }).error?.issues).toMatchObject([{ path: ['model'] }])
  })
})
