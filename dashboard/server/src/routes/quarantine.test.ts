import { QuarantinedName } from '@hazardwatch/shared/quarantine'
import { describe, expect, it } from 'vitest'
import { gateway, source } from '../testing/fixtures.ts'
import { createServerFixture } from '../testing/server-fixture.ts'

const id = 'a'.repeat(24)
const entry = (change: object = {}): QuarantinedName => QuarantinedName.parse({
  id, kind: 'tag', enterprise: 'DEMO-NH3', gateway: null, name: 'GD-08', topic: 'hazard/v1/DEMO-NH3/readings', firstSeenAt: '2026-01-31T08:00:00.000Z',
  lastSeenAt: '2026-01-31T08:00:01.000Z', count: 2, perMinute: 2, value: 12, time: '2026-01-31T08:00:01.000Z', ...change,
})

const start = async (...entries: QuarantinedName[]) => {
  const fixture = await createServerFixture()
  fixture.quarantine.push(...entries)
  const register = (payload?: object, which = id) => fixture.app.inject({ method: 'POST', url: `/api/v1/quarantine/${which}/register`, ...(payload !== undefined && { payload }) })
  return { ...fixture, register }
}

it('lists what is wanted, a page at a time', async () => {
  const { app } = await start(entry(), entry({ id: 'b'.repeat(24), name: 'B', gateway: 'PLC-1' }), entry({ id: 'c'.repeat(24), kind: 'device', enterprise: null, name: 'MN' }))
  const names = async (query: string) => (await app.inject(`/api/v1/quarantine${query}`)).json<{ items: QuarantinedName[] }>().items.map(({ name }) => name)
  expect([await names(''), await names('?kind=device'), await names('?enterprise=DEMO-NH3'), await names('?gateway=PLC-1'), await names('?limit=1')])
    .toEqual([['MN', 'GD-08', 'B'], ['MN'], ['GD-08', 'B'], ['B'], ['MN']])
})

describe('registering', () => {
  it('takes one call without a word when there is one source', async () => {
    const { register, ledger } = await start(entry())
    const answer = await register()
    expect([answer.statusCode, answer.json()]).toMatchObject([201, { enterprise: 'DEMO-NH3', tag: 'GD-08', source: 'S1', name: 'GD-08', quantity: 'unspecified', unit: '', rangeHigh: null }])
    expect(ledger.tagNumbers('DEMO-NH3')?.get('GD-08')).toBe(ledger.point('DEMO-NH3', 'GD-08')?.number)
  })

  it('takes what is said', async () => {
    const { register } = await start(entry())
    const said = { name: '氨浓度', source: 'S1', quantity: 'concentration', unit: '[ppm]', rangeLow: 0, rangeHigh: 100, maxRatePerS: 50, expectedIntervalS: 5 }
    expect((await register(said)).json()).toMatchObject(said)
  })

  it('of a name of a gateway under another tag also maps it', async () => {
    const { register, ledger } = await start(entry({ gateway: 'PLC-1', name: 'plc/g/new' }))
    expect((await register({ tag: 'GD-09' })).statusCode).toBe(201)
    expect([ledger.point('DEMO-NH3', 'GD-09')?.tag, ledger.gateway('DEMO-NH3', 'PLC-1')?.map.at(-1)]).toEqual(['GD-09', { from: 'plc/g/new', tag: 'GD-09' }])
  })

  it('of a name of a gateway to a point that is there maps it, and makes no point', async () => {
    const { register, ledger } = await start(entry({ gateway: 'PLC-1', name: 'plc/g/new' }))
    const before = ledger.points().length
    expect((await register({ tag: 'GD-07' })).json()).toMatchObject({ tag: 'GD-07', unit: '[ppm]' })
    expect([ledger.points().length, ledger.gateway('DEMO-NH3', 'PLC-1')?.map.map(({ tag }) => tag)]).toEqual([before, ['GD-07', 'GD-07']])
  })

  it('of a name that is mapped to a tag without a point makes that point, in the unit of the profile', async () => {
    const { register, ledger } = await start(entry({ gateway: 'PLC-2', name: 'p/g/t' }))
    await ledger.createGateways([gateway('DEMO-NH3', 'PLC-2', { map: [{ from: 'p/g/t', tag: 'T-1', unit: '°C' }] })])
    expect((await register({})).json()).toMatchObject({ tag: 'T-1', unit: 'Cel' })
  })

  it.each<[what: string, change: object, body: object | undefined, status: number, detail: string]>([
    ['an enterprise', { kind: 'enterprise', enterprise: null, name: 'E9' }, undefined, 422, 'POST /api/v1/enterprises'],
    ['a device', { kind: 'device', enterprise: null, name: 'M9' }, undefined, 422, 'POST /api/v1/gateways with format hj212'],
    ['another tag in the native format', {}, { tag: 'OTHER' }, 400, 'let the sender call it "OTHER"'],
    ['a name that can be no tag', { gateway: 'PLC-1', name: 'x'.repeat(200) }, undefined, 400, 'body.tag'],
    ['a range upside down', {}, { rangeLow: 5, rangeHigh: 1 }, 400, 'rangeLow must be below'],
    ['what is registered already', { name: 'GD-07' }, undefined, 409, 'its readings are taken'],
    ['a field that does not exist', {}, { colour: 'red' }, 400, 'Unrecognized key: "colour"'],
  ])('refuses %s, and says what to do', async (_, change, body, status, detail) => {
    const { register } = await start(entry(change))
    const answer = await register(body)
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { detail: expect.stringContaining(detail) }])
  })

  it('asks for the source where there are several or none, and knows no strange id', async () => {
    const { register, ledger } = await start(entry())
    await ledger.createSources([source('DEMO-NH3', 'S2')])
    expect((await register()).json()).toMatchObject({ detail: 'body.source: give the source that the point belongs to, one of S1, S2' })
    expect([(await register({}, 'b'.repeat(24))).statusCode, (await register({}, 'x')).statusCode]).toEqual([404, 400])
  })
})
