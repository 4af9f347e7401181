import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { PointModel } from '@hazardwatch/shared/point-model'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { expect, it } from 'vitest'
import { configureRule } from './configure-rule.ts'
import { judgeBatch } from './engine.ts'
import { createEngine, type Engine } from './engine-state.ts'
import { anomalyModels } from './point-models.ts'
import { testPoint } from './testing/test-point.ts'

const START = Date.UTC(2026, 0, 1)
const calm = (i: number): number => 20 + Math.sin(i * i) + Math.sin(i / 40)

const engineOf = (...rules: object[]): Engine => {
  const engine = createEngine()
  for (const fields of rules) {
    configureRule(engine, AlarmRule.parse({ enterprise: 'E', point: 'P0', priority: 'blue', limit: null, kind: 'anomaly', ...fields }), testPoint(1, 'P0'), START, [])
  }
  return engine
}

const feed = (engine: Engine, rows: number, last: number | null = null): void => {
  for (let i = 0; i < rows; i++) {
    const at = START + i * 60_000
    judgeBatch(engine, batchOf(at, [{ point: 1, time: at, value: i === rows - 1 && last !== null ? last : calm(i), quality: 'good' }]))
  }
}

it('has a model for each enabled rule of kind anomaly, and none for others', () => {
  const engine = engineOf({ id: 'A' }, { id: 'B', panel: 'full' }, { id: 'C', enabled: false }, { id: 'D', kind: 'H', limit: 30 })
  expect(anomalyModels(engine, 1).map(({ rule, panel }) => [rule, panel])).toEqual([['A', 'cheap'], ['B', 'full']])
  expect(anomalyModels(engine, 2)).toEqual([])
})

it('says for how many readings it warms up, and while it does knows no band', () => {
  const engine = engineOf({ id: 'A' })
  feed(engine, 100)
  expect(anomalyModels(engine, 1)).toMatchObject([{ rowsUntilLive: 500, byRecent: null, byTimeOfDay: null, contributions: [] }])
})

it('is what the endpoint answers: a band around the readings, and what was unusual in the last one', () => {
  const engine = engineOf({ id: 'A' })
  feed(engine, 1500, 60)
  const [model] = PointModel.parse({ enterprise: 'E', tag: 'P0', models: anomalyModels(engine, 1), warmUps: [], picture: null }).models
  expect(model?.severity).toBeGreaterThanOrEqual(0.5)
  expect(model?.surprise).toBeGreaterThan(model?.alarmAt ?? Number.NaN)
  expect(model?.byRecent?.low).toBeGreaterThan(10)
  expect(model?.byRecent?.high).toBeLessThan(30)
  expect(model?.contributions.length).toBeGreaterThan(3)
})
