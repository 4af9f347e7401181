import { expect, it } from 'vitest'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const DAY = 86_400_000

it.each<[string, unknown[]]>([
  ['?from=2026-01-30T00:00:00Z&to=2026-01-31T00:00:00Z&region=220000&operators=2', ['220000', Date.parse('2026-01-30T00:00:00Z'), Date.parse('2026-01-31T00:00:00Z'), 2]],
  [`?to=${START}`, ['100000', START - DAY, START, 1]],
  ['', ['100000', expect.any(Number), expect.any(Number), 1]],
])('GET /api/v1/kpis%s asks the desk', async (query, asked) => {
  const { app, desk } = await createServerFixture()
  const answer = await app.inject(`/api/v1/kpis${query}`)
  expect([answer.statusCode, answer.json<{ region: string }>().region]).toEqual([200, asked[0]])
  expect(desk.orders).toEqual([['kpis', ...asked]])
})

it.each<[string, number]>([['?from=2026-01-31T00:00:00Z&to=2026-01-30T00:00:00Z', 400], ['?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z', 400], ['?region=999999', 422], ['?operators=0', 400], ['?x=1', 400]])(
  'GET /api/v1/kpis%s is refused', async (query, status) => {
    const { app } = await createServerFixture()
    expect((await app.inject(`/api/v1/kpis${query}`)).statusCode).toBe(status)
  })
