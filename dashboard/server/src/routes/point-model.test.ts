import type { PictureQuestion } from '@hazardwatch/shared/model-picture'
import { PointModel } from '@hazardwatch/shared/point-model'
import { expect, it } from 'vitest'
import { refusal } from '../testing/refusal.ts'
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
  expect(await get(first!.tag)).toEqual({ enterprise: first!.enterprise, tag: first!.tag, models: [model], warmUps: [], picture: null })
  expect((await get(second!.tag)).models).toEqual([])
})

it('a point that is not registered is not found', async () => {
  const { app } = await createServerFixture()
  const answer = await app.inject('/api/v1/points/DEMO-NH3/NOWHERE/model')
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not_found'])
})

it('asks for the picture of a rule that is on this point, of the last hour unless a time is given', async () => {
  const asked: PictureQuestion[] = []
  const { app, ledger, clock } = await createServerFixture({
    pictures: {
      warmUps: async () => [],
      picture: async (question) => {
        asked.push(question)
        throw refusal('rule_impossible', 'it expects nothing')
      },
    },
  })
  const [point] = ledger.points()
  const [rule] = ledger.rules()
  const url = `/api/v1/points/${point!.enterprise}/${encodeURIComponent(point!.tag)}/model`
  const answers = await Promise.all([`rule=${encodeURIComponent(rule!.id)}`, `rule=${encodeURIComponent(rule!.id)}&from=1000&to=5000&at=2000`, 'rule=NONE', `rule=${encodeURIComponent(rule!.id)}&from=5000&to=5000`].map((query) => app.inject(`${url}?${query}`)))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([422, 422, 404, 400])
  expect(asked).toEqual([{ rule: rule!.id, from: clock.now() - 3_600_000, to: clock.now(), at: undefined }, { rule: rule!.id, from: 1000, to: 5000, at: 2000 }])
})
