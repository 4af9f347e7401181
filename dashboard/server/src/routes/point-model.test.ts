import { PointModel } from '@hazardwatch/shared/point-model'
import { expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'

const model = {
  rule: 'R', panel: 'cheap' as const, rowsUntilLive: 0, surprise: 3, alarmAt: 8, severity: 0, byRecent: { low: 1, expected: 2, high: 3 }, byTimeOfDay: null,
  contributions: [{ lens: 'value', family: 'value', evidence: 1, share: 1 }],
}

it('answers what the detectors think of a point; no rule of that kind = no model', async () => {
  const { app, ledger, desk } = await createServerFixture()
  const [first, second] = ledger.points()
  desk.state.models.set(first!.number, [model])
  const get = async (tag: string) => PointModel.parse((await app.inject(`/api/v1/points/${first!.enterprise}/${encodeURIComponent(tag)}/model`)).json())
  expect(await get(first!.tag)).toEqual({ enterprise: first!.enterprise, tag: first!.tag, models: [model] })
  expect((await get(second!.tag)).models).toEqual([])
})

it('a point that is not registered is not found', async () => {
  const { app } = await createServerFixture()
  const answer = await app.inject('/api/v1/points/DEMO-NH3/NOWHERE/model')
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not_found'])
})
