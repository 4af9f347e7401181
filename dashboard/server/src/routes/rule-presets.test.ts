import { expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'

it.each([['', 200, 'gas-combustible'], ['?topic=ammonia', 200, 'ammonia-machine-room'], ['?topic=x', 400, undefined]])('GET /api/v1/rule-presets%s is %i', async (query, status, first) => {
  const { app } = await createServerFixture()
  const answer = await app.inject(`/api/v1/rule-presets${query}`)
  expect([answer.statusCode, answer.json<{ items?: { id: string }[] }>().items?.[0]?.id]).toEqual([status, first])
})
