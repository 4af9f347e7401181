import { describe, expect, it } from 'vitest'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const DAY_MS = 86_400_000
const encoded = encodeURIComponent('DEMO-NH3/GD-07/H')

describe('POST /api/v1/rules/{id}/backtest', () => {
  it('tries the rule with the changes, over the last seven days unless said otherwise', async () => {
    const { app, backtests } = await createServerFixture()
    const answer = await app.inject({ method: 'POST', url: `/api/v1/rules/${encoded}/backtest`, payload: { candidate: { limit: 30, onDelayS: 5 } } })
    expect([answer.statusCode, answer.json()]).toMatchObject([202, { id: '1', state: 'queued', rules: ['DEMO-NH3/GD-07/H'] }])
    expect(backtests.requests).toMatchObject([{ candidates: [{ id: 'DEMO-NH3/GD-07/H', limit: 30, onDelayS: 5, kind: 'H' }], from: START - 7 * DAY_MS, to: START }])
  })

  it.each([
    ['another id does not make another rule', { candidate: { id: 'X', limit: 30 } }],
    ['a range of one\'s own', { candidate: {}, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00+08:00' }],
  ])('%s', async (_name, payload) => {
    const { app, backtests } = await createServerFixture()
    expect((await app.inject({ method: 'POST', url: `/api/v1/rules/${encoded}/backtest`, payload })).statusCode).toBe(202)
    expect(backtests.requests[0]?.candidates[0]?.id).toBe('DEMO-NH3/GD-07/H')
  })

  it.each([
    ['a rule that is not there', 'nobody', { candidate: {} }, 404, 'rules has no nobody'],
    ['a candidate that is none', encoded, { candidate: { kind: 'silence' } }, 400, 'candidate.'],
    ['a range that ends before it begins', encoded, { candidate: {}, from: 2, to: 1 }, 400, 'from: must lie before to'],
    ['a field that is not known', encoded, { candidate: {}, since: 1 }, 400, 'since'],
  ])('refuses %s', async (_name, id, payload, status, detail) => {
    const { app } = await createServerFixture()
    const answer = await app.inject({ method: 'POST', url: `/api/v1/rules/${id}/backtest`, payload })
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([status, expect.stringContaining(detail)])
  })

  it('knows nothing else that could be done with a rule', async () => {
    const { app } = await createServerFixture()
    expect((await app.inject({ method: 'POST', url: `/api/v1/rules/${encoded}/explode`, payload: { candidate: {} } })).statusCode).toBe(404)
  })
})

describe('/api/v1/backtests', () => {
  it('takes several candidates, lists, shows and cancels them', async () => {
    const { app, backtests } = await createServerFixture()
    const candidates = [{ id: 'A', enterprise: 'DEMO-NH3', point: 'GD-07', kind: 'H', limit: 1, priority: 'red' }]
    expect((await app.inject({ method: 'POST', url: '/api/v1/backtests', payload: { candidates, days: 1 } })).statusCode).toBe(202)
    expect(backtests.requests[0]?.from).toBe(START - DAY_MS)
    expect((await app.inject('/api/v1/backtests')).json()).toMatchObject({ items: [{ id: '1', state: 'queued' }], next: null })
    expect((await app.inject('/api/v1/backtests/1')).json()).toMatchObject({ id: '1', result: null })
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/backtests/1' })).json()).toMatchObject({ state: 'cancelled' })
    for (const method of ['GET', 'DELETE'] as const) expect((await app.inject({ method, url: '/api/v1/backtests/77' })).statusCode).toBe(404)
  })
})
