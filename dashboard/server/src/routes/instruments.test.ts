import { BumpTest, bumpPresets, CalibrationView } from '@hazardwatch/shared/instrument-care'
import { pageOf } from '@hazardwatch/shared/list-page'
import { describe, expect, it } from 'vitest'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const DAY = 86_400_000
const written = { enterprise: 'DEMO-NH3', tag: 'GD-07', calibratedAt: iso(START - 100 * DAY), intervalDays: 180, by: '王工', reference: 'J-1', result: 'passed' }
const start = { enterprise: 'DEMO-NH3', tag: 'GD-07', gas: 'ammonia', concentration: 50, by: '王工' }

describe('calibrations', () => {
  it('are registered, read with their due date, listed by what is overdue, replaced, and retired', async () => {
    const { app } = await createServerFixture()
    const post = await app.inject({ method: 'POST', url: '/api/v1/calibrations', payload: written })
    expect(post.statusCode).toBe(201)
    const one = '/api/v1/calibrations/DEMO-NH3/GD-07'
    expect(CalibrationView.parse((await app.inject(one)).json())).toEqual({ ...written, dueAt: iso(START + 80 * DAY), overdue: false })
    await app.inject({ method: 'POST', url: '/api/v1/calibrations', payload: { enterprise: 'HRB-1', tag: 'P1', intervalDays: 365 } })
    const overdue = pageOf(CalibrationView).parse((await app.inject('/api/v1/calibrations?overdue=true')).json())
    expect(overdue.items).toMatchObject([{ enterprise: 'HRB-1', calibratedAt: null, dueAt: null, overdue: true, by: null, reference: null }])
    const put = await app.inject({ method: 'PUT', url: one, payload: { ...written, calibratedAt: iso(START), result: 'adjusted' } })
    expect(put.json()).toMatchObject({ result: 'adjusted', dueAt: iso(START + 180 * DAY) })
    expect((await app.inject('/api/v1/calibration-records?enterprise=DEMO-NH3&tag=GD-07')).json()).toMatchObject({ items: [{ result: 'adjusted', retired: false }] })
    expect((await app.inject({ method: 'DELETE', url: one })).statusCode).toBe(204)
    expect((await app.inject(one)).statusCode).toBe(404)
  })

  it.each([
    ['of a point that is not registered', { ...written, tag: 'NO' }, 422], ['with an interval of nothing', { ...written, intervalDays: 0 }, 400],
    ['with a result that there is none of', { ...written, result: 'fine' }, 400], ['with a time without a zone', { ...written, calibratedAt: '2026-01-01' }, 400],
  ])('%s are refused', async (_name, payload, status) => {
    const { app } = await createServerFixture()
    expect((await app.inject({ method: 'POST', url: '/api/v1/calibrations', payload })).statusCode).toBe(status)
  })
})

describe('bump tests', () => {
  it('are begun, the gas applied and taken away, and recorded with their result', async () => {
    const { app } = await createServerFixture()
    const begun = await app.inject({ method: 'POST', url: '/api/v1/bump-tests', payload: start })
    expect([begun.statusCode, BumpTest.parse(begun.json())]).toMatchObject([201, { state: 'running', endsAt: iso(START + 600_000), suppressedUntil: iso(START + 600_000) }])
    const { id } = begun.json<BumpTest>()
    const step = (path: string) => app.inject({ method: 'POST', url: `/api/v1/bump-tests/${id}/${path}` })
    expect((await step('apply')).statusCode).toBe(200)
    expect((await step('end')).json()).toMatchObject({ state: 'passed', t90S: 20 })
    expect([(await step('end')).statusCode, (await step('cancel')).json<{ code: string }>().code]).toEqual([409, 'alarm_state'])
    expect((await app.inject(`/api/v1/bump-tests/${id}`)).json()).toMatchObject({ id, state: 'passed' })
    expect((await app.inject('/api/v1/bump-tests?enterprise=DEMO-NH3&tag=GD-07')).json()).toMatchObject({ items: [{ id }] })
    expect((await app.inject('/api/v1/bump-tests?tag=OTHER')).json()).toMatchObject({ items: [] })
  })

  it.each([
    ['longer than half an hour', { ...start, maxS: 1_801 }, 400], ['by nobody', { ...start, by: ' ' }, 400], ['of a point that is not registered', { ...start, tag: 'NO' }, 422],
  ])('%s are refused', async (_name, payload, status) => {
    const { app } = await createServerFixture()
    expect((await app.inject({ method: 'POST', url: '/api/v1/bump-tests', payload })).statusCode).toBe(status)
  })

  it('one that does not exist is not found', async () => {
    const { app } = await createServerFixture()
    expect([(await app.inject('/api/v1/bump-tests/X')).statusCode, (await app.inject({ method: 'POST', url: '/api/v1/bump-tests/X/end' })).statusCode]).toEqual([404, 404])
  })

  it('what is usual is marked as not checked', async () => {
    const { app } = await createServerFixture()
    expect((await app.inject('/api/v1/bump-test-presets')).json()).toEqual({ items: bumpPresets, next: null })
    expect(bumpPresets.every(({ standard }) => standard.endsWith('[M]'))).toBe(true)
  })
})
