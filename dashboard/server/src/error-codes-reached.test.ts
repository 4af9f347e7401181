import { errorCatalogue } from '@hazardwatch/shared/error-codes'
import { expect, it } from 'vitest'
import { enterprise, point, rule } from './testing/fixtures.ts'
import { refusal } from './testing/refusal.ts'
import { createServerFixture, type ServerFixture } from './testing/server-fixture.ts'

const alarmPath = `/api/v1/alarms/${'1'.padStart(32, '0')}/acknowledge`

const backtestPath = `/api/v1/rules/${encodeURIComponent('DEMO-NH3/GD-07/H')}/backtest`

const json = { 'content-type': 'application/json' }

/** A way to each code of the catalogue. */
const ways: Record<keyof typeof errorCatalogue, (fixture: ServerFixture) => Promise<{ statusCode: number; body: string; headers: Record<string, unknown> }>> = {
  bad_request: ({ app }) => app.inject('/api/v1/alarms?limit=x'),
  payload_refused: ({ app, intake }) => {
    intake.result = { accepted: 0, refused: 1, rejections: [] }
    return app.inject({ method: 'POST', url: '/api/v1/readings?enterprise=DEMO-NH3', payload: {} })
  },
  not_found: ({ app }) => app.inject('/api/v1/nothing'),
  unknown_reference: ({ app }) => app.inject({ method: 'POST', url: '/api/v1/points', payload: point('NOBODY', 'a') }),
  already_exists: ({ app }) => app.inject({ method: 'POST', url: '/api/v1/enterprises', payload: enterprise('HRB-1') }),
  alarm_state: async ({ app }) => {
    await app.inject({ method: 'POST', url: alarmPath })
    return app.inject({ method: 'POST', url: alarmPath })
  },
  mark_refused: ({ app }) => app.inject({ method: 'POST', url: alarmPath.replace('/acknowledge', '/mark'), payload: { useful: true } }),
  shelve_too_long: ({ app }) => app.inject({ method: 'POST', url: alarmPath.replace('/acknowledge', '/shelve'), payload: { reason: 'works', forS: 90_000 } }),
  rule_impossible: ({ app }) => app.inject({ method: 'POST', url: '/api/v1/rules', payload: rule('DEMO-NH3', 'GD-07', { id: 'x', deadband: 1e9 }) }),
  unit_impossible: ({ app }) => app.inject({
    method: 'POST', url: '/api/v1/gateways', payload: { enterprise: 'DEMO-NH3', code: 'X', format: 'dtu', topic: 'x', map: [{ from: 'a', tag: 'GD-07', unit: 'kPa' }] },
  }),
  payload_too_large: ({ app }) => app.inject({ method: 'POST', url: '/api/v1/enterprises', headers: json, payload: ' '.repeat(16 * 1024 * 1024 + 1) }),
  unsupported_media_type: ({ app }) => app.inject({ method: 'POST', url: '/api/v1/enterprises', headers: { 'content-type': 'text/plain' }, payload: 'x' }),
  forbidden_origin: ({ app }) => app.inject({ url: '/api/v1/alarms', headers: { host: 'evil.example' } }),
  busy: ({ app, backtests }) => {
    backtests.desk.start = () => { throw refusal('busy', '20 backtests are waiting') }
    return app.inject({ method: 'POST', url: backtestPath, payload: { candidate: {} } })
  },
  store_unavailable: ({ app, store }) => {
    store.answer.failure = new Error('SECRET path')
    return app.inject('/api/v1/readings?point=DEMO-NH3/GD-07')
  },
  internal: ({ app, desk }) => {
    desk.desk.find = () => Promise.reject(new Error('SECRET table'))
    return app.inject(alarmPath.replace('/acknowledge', ''))
  },
}

it.each(Object.entries(ways))('%s is reached, is a problem document, and leaks nothing', async (code, reach) => {
  const { statusCode, body, headers } = await reach(await createServerFixture())
  const title = errorCatalogue[code as keyof typeof ways].en
  expect(JSON.parse(body)).toMatchObject({ code, status: statusCode, type: `urn:hazardwatch:error:${code}`, title })
  expect(headers['content-type']).toBe('application/problem+json')
  expect(body).not.toContain('SECRET')
})

it('whoever is told that a queue is full is told why, and when to ask again', async () => {
  const { body, headers } = await ways.busy(await createServerFixture())
  expect([JSON.parse(body), headers['retry-after']]).toMatchObject([{ detail: '20 backtests are waiting' }, '5'])
})

it('an answer that does not fit its own schema is our fault, not the caller\'s', async () => {
  const { app, desk } = await createServerFixture()
  desk.desk.list = () => Promise.resolve({ items: [{ SECRET: 1 } as never], next: null })
  const answer = await app.inject({ url: '/api/v1/alarms', headers: { 'accept-language': 'en' } })
  expect([answer.statusCode, answer.json()]).toMatchObject([500, { code: 'internal', title: 'Internal error' }])
  expect(answer.body).not.toContain('SECRET')
})

it.each([
  ['broken JSON', { 'content-type': 'application/json' }, '{"a":', 'the body is not valid JSON'],
  ['no body', { 'content-type': 'application/json' }, '', 'the body is empty'],
])('%s is told', async (_name, headers, payload, detail) => {
  const { app } = await createServerFixture()
  const answer = await app.inject({ method: 'POST', url: '/api/v1/enterprises', headers, payload })
  expect([answer.statusCode, answer.json<{ detail: string }>().detail.slice(0, detail.length)]).toEqual([400, detail])
})

it.each<[string, { method?: 'POST', url: string, headers?: Record<string, string>, payload?: string }]>([
  ['a fault of the input', { method: 'POST', url: '/api/v1/enterprises', headers: json, payload: '{"code":7}' }],
  ['a record that is not there', { url: '/api/v1/rules/NONE' }],
  ['a path that is not there', { url: '/api/v1/nothing' }],
  ['broken JSON', { method: 'POST', url: '/api/v1/enterprises', headers: json, payload: '{' }],
  ['another site', { url: '/api/v1/alarms', headers: { host: 'evil.example' } }],
  ['a payload of readings', { method: 'POST', url: '/api/v1/readings?enterprise=NONE', headers: json, payload: '{"values":{}}' }],
  ['times in the wrong order', { url: '/api/v1/readings?point=DEMO-NH3/GD-07&from=2&to=1' }],
])('%s is told in the language that was asked for', async (_name, request) => {
  const { app } = await createServerFixture()
  const [zh, en] = await Promise.all(['zh-CN', 'en'].map((language) => app.inject({ ...request, headers: { ...request.headers, 'accept-language': language } })))
  expect(zh!.headers['content-language']).toBe('zh')
  expect(zh!.json<{ detail: string }>().detail).toMatch(/[\u4e00-\u9fff]/)
  expect(en!.json<{ detail: string }>().detail).not.toMatch(/[\u4e00-\u9fff]/)
})
