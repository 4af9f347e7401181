import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { MOST_PICTURE_READINGS } from '@hazardwatch/shared/model-picture'
import { batchOf, createBatch } from '@hazardwatch/shared/reading-batch'
import type { ScanQuery } from '@hazardwatch/shared/reading-store'
import { describe, expect, it } from 'vitest'
import { configureRule } from '../configure-rule.ts'
import { judgeBatch } from '../engine.ts'
import { createEngine } from '../engine-state.ts'
import { testModel } from '../testing/test-model.ts'
import { testPoint } from '../testing/test-point.ts'
import { makePicture } from './make-picture.ts'
import { createModelPictures, type PicturesOptions } from './model-pictures.ts'

const START = Date.UTC(2026, 0, 1)
const point = testPoint(1, 'P0', { expectedIntervalS: 2 })
const others = [testPoint(2, 'P1'), testPoint(3, 'P2')]
const common = { enterprise: 'E', point: 'P0', priority: 'blue' }
const rules = [
  { id: 'A', kind: 'anomaly' }, { id: 'B', kind: 'baseline', limit: 3 }, { id: 'D', kind: 'drift', limit: 3, sibling: 'P1', windowS: 480 }, { id: 'F', kind: 'forecast', limit: 30, horizonS: 480 },
  { id: 'W', kind: 'forecast', limit: 30, horizonS: 480, method: 'holt' }, { id: 'G', kind: 'health' }, { id: 'M', kind: 'multivariate', others: ['P1', 'P2'], everyS: 10 },
  { id: 'N', kind: 'multivariate', others: ['P1', 'P2'], everyS: 10, model: testModel(['P0', 'P1', 'P2'], 10) }, { id: 'H', kind: 'H', limit: 30 }, { id: 'OFF', kind: 'anomaly', enabled: false },
].map((fields) => AlarmRule.parse({ ...common, ...fields }))

/** Readings of the own point, one every two seconds. */
const series = (count: number) => batchOf(START, Array.from({ length: count }, (_, i) => ({ point: 1, time: START + i * 2000, value: 20 + Math.sin(i * i) })))

const create = (stored = series(100), make?: PicturesOptions['make']) => {
  const engine = createEngine()
  for (const rule of rules) configureRule(engine, rule, point, START, rule.others?.map((tag) => others.find((other) => other.tag === tag)) ?? (rule.sibling === undefined ? [] : [others[0]]))
  const queries: ScanQuery[] = []
  const pictures = createModelPictures({
    ledger: { rule: (id) => rules.find((rule) => rule.id === id), rules: () => rules, point: (_, tag) => [point, ...others].find((each) => each.tag === tag) },
    store: {
      scan: async (query, take) => { queries.push(query); await take(stored) },
      history: async () => ({ raw: true, points: [...stored.time.subarray(0, stored.count)].map((time) => [time, 20, 0] as const) }),
    },
    memoryOf: (rule) => engine.book.detections[engine.book.rows.get(rule) ?? -1]?.own,
    clock: () => START + 200_000, ...(make !== undefined && { make }),
  })
  return { engine, pictures, queries }
}

describe('pictures of what detectors expected', () => {
  it('are made aside of stored readings, with as much of the past as the detector needs', async () => {
    const { pictures, queries } = create()
    const made = await pictures.picture({ rule: 'A', from: START, to: START + 200_000 })
    expect(made).toMatchObject({ rule: 'A', kind: 'anomaly', readings: 100, replayedFrom: new Date(START).toISOString() })
    await pictures.picture({ rule: 'M', from: START, to: START + 200_000 })
    expect(queries).toEqual([
      { points: [1], from: START - 12_000 * 2_000, to: START + 200_000, order: 'time' }, { points: [1, 2, 3], from: START - 1_200_000, to: START + 200_000, order: 'time' },
    ])
  })

  it('asked for twice at once are made once', async () => {
    const { pictures, queries } = create()
    const question = { rule: 'G', from: START, to: START + 200_000 }
    const [one, two] = await Promise.all([pictures.picture(question), pictures.picture(question)])
    expect([one === two, queries.length]).toEqual([true, 1])
  })

  it.each([
    ['H', 'rule_impossible', /expects nothing/], ['NONE', 'not_found', /rules has no NONE/],
  ])('of %s there is none: %s', async (rule, code, text) => {
    const { pictures } = create()
    await expect(pictures.picture({ rule, from: START, to: START + 1 })).rejects.toMatchObject({ code, detail: expect.stringMatching(text), words: { zh: expect.stringMatching(/\p{Script=Han}/u) } })
  })

  it('of too many readings are refused with what would do', async () => {
    const many = createBatch(1, START)
    many.count = MOST_PICTURE_READINGS + 1
    const { pictures } = create(many)
    await expect(pictures.picture({ rule: 'A', from: START, to: START + 200_000 })).rejects.toMatchObject({ code: 'bad_request', detail: expect.stringMatching(/shorter time/), words: { zh: expect.stringContaining('更短的时间') } })
  })

  it('more than twenty waiting are refused', async () => {
    const { pictures } = create(series(1), async (task) => makePicture(task))
    const ask = (at: number) => pictures.picture({ rule: 'G', from: START, to: START + 200_000, at })
    const asked = Array.from({ length: 20 }, (_, at) => ask(at))
    expect(() => ask(20)).toThrow(expect.objectContaining({ code: 'busy', detail: expect.stringContaining('20 pictures are waiting') }))
    await Promise.all(asked)
  })
})

describe('how far a detector has come', () => {
  it('is nothing before the first reading, and a source is not learnt by itself', async () => {
    const found = await create().pictures.warmUps('E', 'P0')
    expect(found.map(({ rule, ready }) => [rule, ready])).toEqual([['A', false], ['B', false], ['D', false], ['F', false], ['W', false], ['G', false], ['M', false], ['N', false]])
    // Twenty rows of ten seconds are stored and could be learnt from.
    expect(found.find(({ rule }) => rule === 'M')).toEqual({ rule: 'M', kind: 'multivariate', ready: false, seen: 20, needed: 2_000, unit: 'rows', agreed: false })
  })

  it('grows with what is heard', async () => {
    const { engine, pictures } = create()
    for (let i = 0; i < 300; i++) {
      const time = START + i * 2000
      judgeBatch(engine, batchOf(time, [point, ...others].map(({ number }) => ({ point: number, time, value: 20 + Math.sin(i * i + number), quality: 'good' as const }))))
    }
    const found = new Map((await pictures.warmUps('E', 'P0')).map((each) => [each.rule as string, each]))
    expect(found.get('A')).toMatchObject({ ready: false, seen: 300, needed: 600, unit: 'readings' })
    expect(found.get('B')).toMatchObject({ ready: false, seen: expect.closeTo(598, 0), needed: 1_800, unit: 'seconds' })
    expect(found.get('D')).toMatchObject({ ready: true, seen: 80, needed: 80, unit: 'seconds' })
    expect(found.get('F')).toMatchObject({ ready: true, unit: 'seconds' })
    expect(found.get('W')).toMatchObject({ ready: true, unit: 'seconds' })
    expect(found.get('G')).toMatchObject({ ready: true, seen: 200 })
    expect(found.get('N')).toMatchObject({ ready: true })
  })
})
