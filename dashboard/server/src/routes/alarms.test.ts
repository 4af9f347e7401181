import { describe, expect, it } from 'vitest'
import { alarm } from '../testing/fixtures.ts'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const id = alarm(1, 'DEMO-NH3').id
const missing = 'f'.repeat(32)
const OPEN = ['unacknowledged', 'acknowledged', 'returned_unacknowledged', 'latched']

describe('GET /api/v1/alarms', () => {
  it.each<[string, object]>([
    ['', { limit: 100 }],
    ['?dryRun=true&rule=R', { limit: 100, rule: 'R', dryRun: true }],
    ['?state=open', { limit: 100, states: OPEN }],
    ['?state=active', { limit: 100, states: ['unacknowledged', 'acknowledged'] }],
    ['?state=active,latched&state=normal', { limit: 100, states: ['unacknowledged', 'acknowledged', 'latched', 'normal'] }],
    ['?state=open&state=latched', { limit: 100, states: OPEN }],
    ['?priority=red&priority=orange', { limit: 100, priorities: ['red', 'orange'] }],
    ['?enterprise=DEMO-NH3&source=S1&point=DEMO-NH3/GD-07&rule=DEMO-NH3/GD-07/H',
      { limit: 100, enterprise: 'DEMO-NH3', source: 'S1', point: 'DEMO-NH3/GD-07', rule: 'DEMO-NH3/GD-07/H' }],
    [`?from=2026-01-31T08:00:00Z&to=${START + 1}&late=false&region=220000&limit=5&cursor=abc`,
      { limit: 5, from: START, to: START + 1, late: false, region: '220000', cursor: 'abc' }],
  ])('asks the desk for %s', async (query, filter) => {
    const { app, desk } = await createServerFixture()
    const answer = await app.inject(`/api/v1/alarms${query}`)
    expect(answer.statusCode).toBe(200)
    expect(desk.filters).toEqual([filter])
    expect(answer.json()).toMatchObject({ items: [{ id }, {}], next: null })
  })

  it.each([
    ['?state=opne', 400, 'query.state[0]: Invalid option'],
    ['?priority=purple', 400, 'query.priority[0]'],
    ['?late=1', 400, 'query.late'],
    ['?dryRun=yes', 400, 'query.dryRun'],
    ['?region=999999', 422, 'there is no region 999999'],
    ['?from=x', 400, 'query.from'],
  ])('refuses %s', async (query, status, detail) => {
    const { app, desk } = await createServerFixture()
    const answer = await app.inject(`/api/v1/alarms${query}`)
    expect(answer.statusCode).toBe(status)
    expect(answer.json<{ detail: string }>().detail).toContain(detail)
    expect(desk.filters).toEqual([])
  })
})

describe('GET /api/v1/alarms.csv', () => {
  it('is the whole list, a page after the other, with its names', async () => {
    const { app, desk } = await createServerFixture()
    const pages = [{ items: [alarm(1, 'DEMO-NH3'), alarm(2, 'DEMO-NH3')], next: 'later' }, { items: [alarm(3, 'DEMO-NH3')], next: null }]
    const filters: object[] = []
    desk.desk.list = async (filter) => {
      filters.push(filter)
      return pages[filters.length - 1] ?? { items: [], next: null }
    }
    const answer = await app.inject('/api/v1/alarms.csv?region=220000&state=open&language=en')
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['content-disposition']]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="alarms.csv"'])
    expect(filters).toEqual([{ limit: 200, region: '220000', states: OPEN }, { limit: 200, region: '220000', states: OPEN, cursor: 'later' }])
    const lines = answer.body.split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFraisedAt,onsetAt,/)
    expect(lines.slice(1).map((line) => line.slice(-32))).toEqual([...[1, 2, 3].map((number) => alarm(number, 'DEMO-NH3').id), ''])
  })

  it.each([['?limit=5', 400, 'limit'], ['?region=999999', 422, 'there is no region 999999'], ['?language=de', 400, 'query.language']])('refuses %s before it begins', async (query, status, detail) => {
    const { app, desk } = await createServerFixture()
    const answer = await app.inject(`/api/v1/alarms.csv${query}`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json'])
    expect(answer.json<{ detail: string }>().detail).toContain(detail)
    expect(desk.filters).toEqual([])
  })

  it('breaks off, and does not end as if it were whole, when the list fails in the middle', async () => {
    const { app, desk } = await createServerFixture()
    let asked = 0
    desk.desk.list = async () => {
      if (++asked > 1) throw new Error('the disk is gone')
      return { items: [alarm(1, 'DEMO-NH3')], next: 'later' }
    }
    await expect(app.inject('/api/v1/alarms.csv')).rejects.toThrow('response destroyed before completion')
  })
})

it.each([[id, 200], [missing, 404], ['xyz', 400]])('GET /api/v1/alarms/%s is %i', async (key, status) => {
  const { app } = await createServerFixture()
  expect((await app.inject(`/api/v1/alarms/${key}`)).statusCode).toBe(status)
})

describe('acknowledge', () => {
  const url = `/api/v1/alarms/${id}/acknowledge`

  it.each<[string, object | undefined, object]>([
    ['without a body', undefined, { acknowledgedBy: 'unnamed', comments: 0 }],
    ['with a name', { by: ' 王五 ' }, { acknowledgedBy: '王五', comments: 0 }],
    ['with a comment', { by: 'w', comment: 'valve closed' }, { acknowledgedBy: 'w', comments: 1 }],
  ])('%s', async (_name, payload, expected) => {
    const { app } = await createServerFixture()
    const answer = await app.inject({ method: 'POST', url, ...(payload === undefined ? {} : { payload }) })
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { id, state: 'acknowledged', ...expected }])
  })

  it('a second time is refused, and its comment with it', async () => {
    const { app } = await createServerFixture()
    await app.inject({ method: 'POST', url })
    const answer = await app.inject({ method: 'POST', url, payload: { comment: 'again' } })
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'alarm_state' }])
    expect((await app.inject(`/api/v1/alarms/${id}/comments`)).json()).toEqual({ items: [], next: null })
  })

  it.each([['an unknown alarm', missing, {}, 404], ['an empty name', id, { by: ' ' }, 400], ['an unknown field', id, { who: 'w' }, 400]])(
    'refuses %s', async (_name, key, payload, status) => {
      const { app } = await createServerFixture()
      expect((await app.inject({ method: 'POST', url: `/api/v1/alarms/${key}/acknowledge`, payload })).statusCode).toBe(status)
    })
})

describe('comments', () => {
  const url = `/api/v1/alarms/${id}/comments`

  it('are kept in order', async () => {
    const { app } = await createServerFixture()
    const first = await app.inject({ method: 'POST', url, payload: { by: '王五', text: '已派人' } })
    expect([first.statusCode, first.json()]).toMatchObject([201, { alarm: id, by: '王五', text: '已派人' }])
    await app.inject({ method: 'POST', url, payload: { text: '到场' } })
    expect((await app.inject(url)).json()).toMatchObject({ items: [{ text: '已派人' }, { text: '到场', by: 'unnamed' }], next: null })
  })

  it('are 404 for an unknown alarm', async () => {
    const { app } = await createServerFixture()
    expect((await app.inject(`/api/v1/alarms/${missing}/comments`)).statusCode).toBe(404)
  })

  it.each([['no text', id, { by: 'w' }, 400], ['an empty text', id, { by: 'w', text: ' ' }, 400], ['an unknown alarm', missing, { text: 'x' }, 404]])(
    'refuse %s', async (_name, key, payload, status) => {
      const { app } = await createServerFixture()
      expect((await app.inject({ method: 'POST', url: `/api/v1/alarms/${key}/comments`, payload })).statusCode).toBe(status)
    })
})
