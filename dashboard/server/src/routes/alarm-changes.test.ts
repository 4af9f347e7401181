import { expect, it } from 'vitest'
import { alarm } from '../testing/fixtures.ts'
import { createServerFixture } from '../testing/server-fixture.ts'

const at = '2026-11-26T06:00:00.000Z'

it('tells what comes after a number, and from where to go on', async () => {
  const { app, desk } = await createServerFixture()
  desk.state.changes = [{ seq: 8, event: 'raised', at, recordedAt: at, announced: true, alarm: alarm(1, 'DEMO-NH3') }]
  expect((await app.inject('/api/v1/alarm-changes?after=7&limit=5&region=220000')).json()).toMatchObject({ items: [{ seq: 8, alarm: { enterprise: 'DEMO-NH3' } }], last: 8 })
  desk.state.changes = []
  expect((await app.inject('/api/v1/alarm-changes?after=8')).json()).toEqual({ items: [], last: 8 })
  expect(desk.orders).toEqual([['changes', 7, 5, '220000'], ['changes', 8, 100, '100000']])
})

it.each([['?after=-1', 400], ['?limit=1001', 400], ['?region=999999', 422]])('refuses %s', async (query, status) => {
  const { app } = await createServerFixture()
  expect((await app.inject(`/api/v1/alarm-changes${query}`)).statusCode).toBe(status)
})
