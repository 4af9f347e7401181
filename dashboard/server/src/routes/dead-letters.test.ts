import { DeadLetter } from '@hazardwatch/shared/dead-letters'
import { expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'

const letter = DeadLetter.parse({
  id: 7, at: '2026-01-31T08:00:00.000Z', enterprise: 'DEMO-NH3', gateway: null, topic: 't', reasons: { not_json: 1 }, first: null, accepted: 0, bytes: 1, kept: true,
  payload: 'x', encoding: 'text', truncated: false,
})

it('lists what the folder has, with what was asked for', async () => {
  const { app, letters } = await createServerFixture()
  letters.items.push(letter)
  letters.next = '7'
  const answer = await app.inject('/api/v1/ingest/dead-letters?enterprise=DEMO-NH3&topic=t&reason=not_json&limit=5&cursor=9&payloadBytes=100')
  expect([answer.statusCode, answer.json()]).toEqual([200, { items: [letter], next: '7' }])
  await app.inject('/api/v1/ingest/dead-letters')
  expect(letters.asked).toEqual([[{ enterprise: 'DEMO-NH3', topic: 't', reason: 'not_json', limit: 5, before: 9 }, 100], [{ limit: 50 }, 4_096]])
})

it.each([
  [undefined, {}], [{}, {}], [{ reason: 'unknown_point', ids: [7, '8'] }, { reason: 'unknown_point', ids: [7, 8] }],
])('replays %j', async (payload, asked) => {
  const { app, letters } = await createServerFixture()
  const answer = await app.inject({ method: 'POST', url: '/api/v1/ingest/dead-letters/replay', ...(payload !== undefined && { payload }) })
  expect([answer.statusCode, answer.json(), letters.asked]).toEqual([200, letters.result, [asked]])
})

it.each(['?reason=x', '?cursor=abc', '?payloadBytes=99999999', '?colour=red'])('refuses %s', async (query) => {
  const { app } = await createServerFixture()
  expect((await app.inject(`/api/v1/ingest/dead-letters${query}`)).statusCode).toBe(400)
})
