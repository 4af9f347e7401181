import { describe, expect, it } from 'vitest'
import { alarm } from '../testing/fixtures.ts'
import { createServerFixture } from '../testing/server-fixture.ts'

const { id, rule } = alarm(1, 'DEMO-NH3')
const reason = 'works'

describe('POST /api/v1/alarms/{id}/…', () => {
  it.each<[string, object | undefined, unknown[]]>([
    ['reset', undefined, ['reset', id, 'unnamed']],
    ['confirm', { by: 'wang' }, ['confirm', id, 'wang']],
    ['assign', { by: 'wang', assignee: 'li' }, ['assign', id, 'wang', 'li']],
    ['assign', { assignee: null }, ['assign', id, 'unnamed', null]],
    ['shelve', { by: 'wang', reason, forS: 600 }, ['shelve', { alarm: id }, { by: 'wang', reason, forS: 600, oneShot: false }]],
    ['shelve', { reason, oneShot: true }, ['shelve', { alarm: id }, { by: 'unnamed', reason, oneShot: true }]],
    ['unshelve', {}, ['unshelve', { alarm: id }, { by: 'unnamed', reason: 'by hand' }]],
    ['out-of-service', { by: 'wang', reason }, ['outOfService', { alarm: id }, { by: 'wang', reason }]],
    ['return-to-service', { by: 'wang', reason }, ['returnToService', { alarm: id }, { by: 'wang', reason }]],
    ['suppress', { by: 'wang', reason }, ['suppress', { alarm: id }, { by: 'wang', reason }]],
    ['unsuppress', { by: 'wang' }, ['unsuppress', { alarm: id }, { by: 'wang', reason: 'by hand' }]],
  ])('%s %j', async (path, payload, order) => {
    const { app, desk } = await createServerFixture()
    const answer = await app.inject({ method: 'POST', url: `/api/v1/alarms/${id}/${path}`, ...(payload && { payload }) })
    expect([answer.statusCode, answer.json<{ id: string }>().id]).toEqual([200, id])
    expect(desk.orders).toEqual([order])
  })

  it.each<[string, object, number]>([
    ['shelve', {}, 400], ['shelve', { reason: ' ' }, 400], ['shelve', { reason, forS: 0 }, 400], ['shelve', { reason, forS: 86_401 }, 422], ['shelve', { reason, for: 6 }, 400],
    ['out-of-service', { by: 'wang' }, 400], ['suppress', {}, 400], ['assign', {}, 400],
  ])('refuses %s %j', async (path, payload, status) => {
    const { app, desk } = await createServerFixture()
    expect((await app.inject({ method: 'POST', url: `/api/v1/alarms/${id}/${path}`, payload })).statusCode).toBe(status)
    expect(desk.orders).toEqual([])
  })

  it('a command can carry a comment', async () => {
    const { app } = await createServerFixture()
    const answer = await app.inject({ method: 'POST', url: `/api/v1/alarms/${id}/confirm`, payload: { by: 'wang', comment: 'valve shut' } })
    expect(answer.json()).toMatchObject({ comments: 1 })
  })

  it('an early warning is marked, with a comment; a limit is not', async () => {
    const { app, desk } = await createServerFixture()
    const mark = (payload: object) => app.inject({ method: 'POST', url: `/api/v1/alarms/${id}/mark`, payload })
    expect((await mark({ useful: true })).json()).toMatchObject({ code: 'mark_refused' })
    const before = desk.alarms.get(id)
    if (before !== undefined) desk.alarms.set(id, { ...before, kind: 'drift' })
    expect((await mark({ useful: false, by: 'wang', comment: 'wind' })).json()).toMatchObject({ comments: 1 })
    expect([(await mark({ by: 'wang' })).statusCode, (await mark({ useful: 'yes' })).statusCode]).toEqual([400, 400])
    expect(desk.orders).toEqual([['mark', id, 'wang', 'false']])
  })

  it.each([['', undefined, 200], ['?enterprise=HRB-1', 'HRB-1', 200], ['?enterprise=NOBODY', null, 422], ['?region=220000', null, 400]])('GET /api/v1/detectors%s', async (query, enterprise, status) => {
    const { app, desk } = await createServerFixture()
    expect((await app.inject(`/api/v1/detectors${query}`)).statusCode).toBe(status)
    expect(desk.orders).toEqual(status === 200 ? [['detectors', enterprise]] : [])
  })

  it('tells the journal', async () => {
    const { app, desk } = await createServerFixture()
    const at = '2026-11-26T06:00:00.000Z'
    desk.state.journal = [{ seq: 1, alarm: id, event: 'raised', from: 'normal', to: 'unacknowledged', at, recordedAt: at, by: null, reason: null, announced: true }]
    expect((await app.inject(`/api/v1/alarms/${id}/journal`)).json()).toEqual({ items: desk.state.journal, next: null })
    expect((await app.inject(`/api/v1/alarms/${'f'.repeat(32)}/journal`)).statusCode).toBe(404)
  })
})

describe('/api/v1/overlays', () => {
  it.each<[string, object, unknown[]]>([
    ['', { rule, state: 'shelved', by: 'wang', reason, forS: 60 }, ['shelve', { rule }, { by: 'wang', reason, forS: 60, oneShot: false }]],
    ['', { rule, state: 'out_of_service', reason }, ['outOfService', { rule }, { by: 'unnamed', reason }]],
    ['', { rule, state: 'suppressed', reason }, ['suppress', { rule }, { by: 'unnamed', reason }]],
    ['/end', { rule, state: 'shelved' }, ['unshelve', { rule }, { by: 'unnamed', reason: 'by hand' }]],
    ['/end', { rule, state: 'out_of_service' }, ['returnToService', { rule }, { by: 'unnamed', reason: 'by hand' }]],
    ['/end', { rule, state: 'suppressed', reason }, ['unsuppress', { rule }, { by: 'unnamed', reason }]],
  ])('POST %s %j', async (path, payload, order) => {
    const { app, desk } = await createServerFixture()
    const answer = await app.inject({ method: 'POST', url: `/api/v1/overlays${path}`, payload })
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { rule }])
    expect(desk.orders).toEqual([order])
  })

  it.each<[string, number]>([['', 2], ['?region=220000', 1], ['?enterprise=HRB-1', 1], ['?state=shelved', 1], ['?state=suppressed', 0]])('GET %s lists %i', async (query, count) => {
    const { app, desk } = await createServerFixture()
    const overlay = { point: 'P', rule, since: '2026-11-26T06:00:00.000Z', until: null, oneShot: false, by: 'wang', reason, causes: {} }
    desk.state.overlays = [{ ...overlay, enterprise: 'DEMO-NH3', state: 'shelved' }, { ...overlay, enterprise: 'HRB-1', state: 'out_of_service' }]
    expect((await app.inject(`/api/v1/overlays${query}`)).json<{ items: unknown[] }>().items).toHaveLength(count)
  })
})
