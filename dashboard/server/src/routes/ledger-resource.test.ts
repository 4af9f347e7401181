import { describe, expect, it } from 'vitest'
import { camera, enterprise, gateway, point, rule, source } from '../testing/fixtures.ts'
import { createServerFixture } from '../testing/server-fixture.ts'

interface Listed { items: { tag?: string; id?: string; enterprise?: string; code?: string }[]; next: string | null }
const ids = ({ items }: Listed): unknown[] =>
  items.map((item) => item.tag ?? item.id ?? (item.enterprise === undefined ? item.code : `${item.enterprise}/${item.code}`))

describe('lists', () => {
  it.each<[string, unknown[]]>([
    ['enterprises', ['DEMO-NH3', 'HRB-1']],
    ['enterprises?region=220100', ['DEMO-NH3']],
    ['enterprises?region=220202', []],
    ['enterprises?industry=gas', ['HRB-1']],
    ['enterprises?region=100000&industry=gas', ['HRB-1']],
    ['sources', ['DEMO-NH3/S1', 'HRB-1/S1']],
    ['sources?enterprise=HRB-1', ['HRB-1/S1']],
    ['sources?region=220000', ['DEMO-NH3/S1']],
    ['points', ['GD-07', 'Line 1/TK101.temp', 'P1']],
    ['points?enterprise=DEMO-NH3&quantity=temperature', ['Line 1/TK101.temp']],
    ['points?source=S2', []],
    ['rules', ['DEMO-NH3/GD-07/H', 'DEMO-NH3/GD-07/HH']],
    ['rules?enterprise=HRB-1', []],
    ['rules?point=GD-07&kind=HH', ['DEMO-NH3/GD-07/HH']],
    ['rules?point=DEMO-NH3/GD-07&enabled=true', ['DEMO-NH3/GD-07/H']],
    ['rules?enabled=false', ['DEMO-NH3/GD-07/HH']],
    ['cameras', ['22010200001320000101']],
    ['cameras?enterprise=DEMO-NH3&source=S2', []],
    ['gateways', ['DEMO-NH3/PLC-1']],
    ['gateways?format=dtu', []],
    ['gateways?enterprise=DEMO-NH3&format=neuron', ['DEMO-NH3/PLC-1']],
  ])('%s', async (path, expected) => {
    const { app } = await createServerFixture()
    const answer = await app.inject(`/api/v1/${path}`)
    expect(answer.statusCode).toBe(200)
    expect(ids(answer.json())).toEqual(expected)
    expect(answer.json<Listed>().next).toBeNull()
  })

  it('go on where the page before ended', async () => {
    const { app } = await createServerFixture()
    const first = (await app.inject('/api/v1/points?limit=2')).json<Listed>()
    expect(ids(first)).toEqual(['GD-07', 'Line 1/TK101.temp'])
    const second = (await app.inject(`/api/v1/points?limit=2&cursor=${first.next}`)).json<Listed>()
    expect([ids(second), second.next]).toEqual([['P1'], null])
  })

  it.each([
    ['enterprises?limit=0', 400, 'query.limit: Too small: expected number to be >=1; given: "0"'],
    ['enterprises?limit=1001', 400, 'query.limit: Too big'],
    ['enterprises?cursor=abc', 400, 'query.cursor: "abc" is not a cursor'],
    ['enterprises?industry=toys', 400, 'query.industry: Invalid option: expected one of "chemical"'],
    ['enterprises?region=22', 400, 'query.region: use the six digits'],
    ['enterprises?region=999999', 422, 'query.region: there is no region 999999'],
    ['points?tagg=1', 400, 'Unrecognized key: "tagg"; allowed: enterprise, source, quantity, limit, cursor'],
    ['rules?enabled=yes', 400, 'query.enabled: Invalid option: expected one of "true"|"false"; given: "yes"'],
  ])('refuse %s', async (path, status, detail) => {
    const { app } = await createServerFixture()
    const answer = await app.inject(`/api/v1/${path}`)
    expect(answer.statusCode).toBe(status)
    expect(answer.json<{ detail: string }>().detail).toContain(detail)
  })
})

const resources = [
  { name: 'enterprises', key: 'DEMO-NH3', fresh: enterprise('NEW-1'), freshKey: 'NEW-1', patch: { name: '新名' }, wrong: { name: '' } },
  { name: 'sources', key: 'DEMO-NH3/S1', fresh: source('DEMO-NH3', 'S2'), freshKey: 'DEMO-NH3/S2', patch: { name: '新名' }, wrong: { kind: 'pond' } },
  {
    name: 'points', key: 'DEMO-NH3/Line%201%2FTK101.temp', fresh: point('DEMO-NH3', 'a/b 测%'), freshKey: `DEMO-NH3/${encodeURIComponent('a/b 测%')}`,
    patch: { unit: 'Cel' }, wrong: { rangeLow: 100 },
  },
  {
    name: 'rules', key: 'DEMO-NH3/GD-07/H', fresh: rule('DEMO-NH3', 'GD-07', { id: 'x/y z' }), freshKey: 'x/y%20z',
    patch: { limit: 30 }, wrong: { deadband: -1 },
  },
  {
    name: 'gateways', key: 'DEMO-NH3/PLC-1', fresh: gateway('DEMO-NH3', 'SP-1', { format: 'sparkplug-b', topic: 'spBv1.0/G/+/E/#', map: [] }), freshKey: 'DEMO-NH3/SP-1',
    patch: { topic: 'neuron/other' }, wrong: { topic: 'hazard/v1/#' },
  },
  {
    name: 'cameras', key: 'DEMO-NH3/22010200001320000101', fresh: camera('DEMO-NH3', '22010200001310000102', { source: null }), freshKey: 'DEMO-NH3/22010200001310000102',
    patch: { expectedIntervalS: 30 }, wrong: { expectedIntervalS: 0 },
  },
]

it.each<[string, (rule: object) => unknown, string]>([
  ['one rule', (wrong) => wrong, 'body.deadband'],
  ['a list of rules', (wrong) => [wrong], 'body[0].deadband'],
])('a refusal of %s says at which field', async (_name, bodyOf, path) => {
  const { app } = await createServerFixture()
  const answer = await app.inject({ method: 'POST', url: '/api/v1/rules', payload: bodyOf(rule('DEMO-NH3', 'GD-07', { id: 'x', limit: 5, deadband: 6 })) as object })
  expect([answer.statusCode, answer.json<{ errors: unknown }>().errors]).toEqual([422, [{ path, message: 'it would never clear' }]])
})

it.each([['true', 1], ['false', 0]])('cameras that are online: %s', async (online, count) => {
  const { app } = await createServerFixture()
  const { items } = (await app.inject(`/api/v1/cameras?online=${online}`)).json<{ items: unknown[] }>()
  expect(items).toHaveLength(count)
})

describe.each(resources)('$name', ({ name, key, fresh, freshKey, patch, wrong }) => {
  const path = `/api/v1/${name}`
  const setUp = async () => {
    const { app } = await createServerFixture()
    const status = async (method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST', url: string, payload?: object) =>
      (await app.inject({ method, url, ...(payload === undefined ? {} : { payload }) })).statusCode
    return { app, status }
  }

  it('reads one, and says when there is none', async () => {
    const { status } = await setUp()
    expect(await status('GET', `${path}/${key}`)).toBe(200)
    expect(await status('GET', `${path}/${freshKey}`)).toBe(404)
  })

  it('registers one, which is then there as it was given', async () => {
    const { app } = await setUp()
    const answer = await app.inject({ method: 'POST', url: path, payload: fresh })
    expect([answer.statusCode, answer.json<Listed>().items]).toMatchObject([201, [fresh]])
    expect((await app.inject(`${path}/${freshKey}`)).json()).toMatchObject(fresh)
  })

  it('registers all of several or none', async () => {
    const { app, status } = await setUp()
    const existing = (await app.inject(`${path}/${key}`)).json<object>()
    expect(await status('POST', path, [fresh, existing])).toBe(409)
    expect(await status('POST', path, [fresh, { ...fresh, ...wrong }])).toBe(400)
    expect(await status('GET', `${path}/${freshKey}`)).toBe(404)
    expect(await status('POST', path, [fresh])).toBe(201)
    expect(await status('POST', path, [])).toBe(400)
  })

  it('takes back what it gave (read, change, PUT), but never under another key', async () => {
    const { app, status } = await setUp()
    const read = (await app.inject(`${path}/${key}`)).json<object>()
    const answer = await app.inject({ method: 'PUT', url: `${path}/${key}`, payload: { ...read, ...patch } })
    expect([answer.statusCode, answer.json()]).toEqual([200, { ...read, ...patch }])
    expect(await status('PUT', `${path}/${freshKey}`, { ...read, ...patch })).toBe(400)
    expect(await status('PUT', `${path}/${freshKey}`, fresh)).toBe(404)
    expect(await status('PUT', `${path}/${key}`, { ...read, ...wrong })).toBe(400)
    expect(await status('PUT', `${path}/${key}`, { ...read, typo: 1 })).toBe(400)
  })

  it('changes fields and leaves the others', async () => {
    const { app, status } = await setUp()
    const read = (await app.inject(`${path}/${key}`)).json<object>()
    const answer = await app.inject({ method: 'PATCH', url: `${path}/${key}`, payload: patch })
    expect([answer.statusCode, answer.json()]).toEqual([200, { ...read, ...patch }])
    expect(await status('PATCH', `${path}/${key}`, wrong)).toBe(400)
    expect(await status('PATCH', `${path}/${key}`, { typo: 1 })).toBe(400)
    expect(await status('PATCH', `${path}/${freshKey}`, patch)).toBe(404)
  })

  it('retires', async () => {
    const { app, status } = await setUp()
    expect((await app.inject({ method: 'DELETE', url: `${path}/${key}` })).body).toBe('')
    expect(await status('GET', `${path}/${key}`)).toBe(404)
    expect(await status('DELETE', `${path}/${key}`)).toBe(404)
  })
})

it('a patch of a rule does not reset what its schema has defaults for', async () => {
  const { app } = await createServerFixture()
  const url = '/api/v1/rules/DEMO-NH3/GD-07/H'
  await app.inject({ method: 'PATCH', url, payload: { deadband: 2, enabled: false } })
  expect((await app.inject({ method: 'PATCH', url, payload: { limit: 26 } })).json()).toMatchObject({ limit: 26, deadband: 2, enabled: false })
})

it('a gateway tells which tags of its map have no point yet', async () => {
  const { app } = await createServerFixture()
  const map = [{ from: 'a', tag: 'GD-07' }, { from: 'b', tag: 'NEW' }, { from: 'c', tag: 'NEW' }]
  const answer = await app.inject({ method: 'PATCH', url: '/api/v1/gateways/DEMO-NH3/PLC-1', payload: { map } })
  expect([answer.statusCode, answer.json()]).toMatchObject([200, { map, unregistered: ['NEW'] }])
})

it('a rule without an id is called after what it watches', async () => {
  const { app } = await createServerFixture()
  const { id: _id, ...nameless } = rule('DEMO-NH3', 'Line 1/TK101.temp')
  const answer = await app.inject({ method: 'POST', url: '/api/v1/rules', payload: nameless })
  expect(answer.json<Listed>().items).toMatchObject([{ id: 'DEMO-NH3/Line 1/TK101.temp/H' }])
})

it('a source carries its live level, which cannot be set', async () => {
  const { app, desk } = await createServerFixture()
  desk.state.sourceRisks = [{ enterprise: 'DEMO-NH3', source: 'S1', level: 'red', contributions: [] }]
  const read = (await app.inject('/api/v1/sources/DEMO-NH3/S1')).json<object>()
  expect(read).toMatchObject({ liveLevel: 'red' })
  const answer = await app.inject({ method: 'PUT', url: '/api/v1/sources/DEMO-NH3/S1', payload: { ...read, liveLevel: 'blue' } })
  expect(answer.json()).toMatchObject({ liveLevel: 'red' })
})

it('takes a change under its own content type, and a DELETE that names one without a body', async () => {
  const { app } = await createServerFixture()
  const rule = '/api/v1/rules/DEMO-NH3%2FGD-07%2FH'
  const patched = await app.inject({ method: 'PATCH', url: rule, headers: { 'content-type': 'application/merge-patch+json' }, payload: '{"priority":"red"}' })
  expect([patched.statusCode, patched.json()]).toMatchObject([200, { priority: 'red' }])
  const broken = await app.inject({ method: 'PATCH', url: rule, headers: { 'content-type': 'application/merge-patch+json' }, payload: '{"priority":' })
  expect([broken.statusCode, broken.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining('not valid JSON')])
  expect((await app.inject({ method: 'DELETE', url: rule, headers: { 'content-type': 'application/json' } })).statusCode).toBe(204)
  expect((await app.inject(rule)).statusCode).toBe(404)
})
