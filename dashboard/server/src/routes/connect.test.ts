import type { ConnectionHelp, ConnectionWay } from '@hazardwatch/shared/connection-help'
import { describe, expect, it } from 'vitest'
import { enterprise, gateway, point, rule, source } from '../testing/fixtures.ts'
import { createServerFixture, type ServerFixture } from '../testing/server-fixture.ts'

const helpOf = async ({ app }: Pick<ServerFixture, 'app'>, code = 'DEMO-NH3'): Promise<ConnectionHelp> =>
  (await app.inject({ url: `/api/v1/enterprises/${code}/connect`, headers: { host: 'localhost:8080' } })).json()
const wayOf = ({ ways }: ConnectionHelp, kind: ConnectionWay['kind']): ConnectionWay => {
  const way = ways.find((one) => one.kind === kind)
  if (way === undefined) throw new Error(`no ${kind}`)
  return way
}

describe('settings to paste', () => {
  it('are there for every format and for HTTP, with texts in both languages and real tags', async () => {
    const help = await helpOf(await createServerFixture())
    expect(help.tags).toEqual(['GD-07', 'Line 1/TK101.temp'])
    expect(help.ways.map(({ kind }) => kind)).toEqual(['native', 'neuron', 'thingsboard-device', 'thingsboard-gateway', 'alink', 'dtu', 'hj212', 'sparkplug-b', 'http'])
    for (const { title, note, send, example } of help.ways) {
      expect([title.zh, title.en, note.zh, note.en].filter((text) => text === '')).toEqual([])
      expect([send, example].filter((text) => text === null || text === '')).toEqual([])
    }
  })

  it('name the place where the reader reached the service, and where it listens', async () => {
    const help = await helpOf(await createServerFixture())
    expect(wayOf(help, 'native')).toMatchObject({ transport: 'mqtt', mqttVersions: ['3.1.1', '5'], host: 'localhost', port: 1883, topic: 'hazard/v1/DEMO-NH3/readings', profile: null, register: null })
    expect(wayOf(help, 'http')).toMatchObject({ transport: 'http', host: 'localhost', port: 8080, topic: null })
    expect(wayOf(help, 'hj212')).toMatchObject({ transport: 'tcp', mqttVersions: [], host: '127.0.0.1', port: 9212, topic: null })
  })

  it('say that HJ 212 is switched off', async () => {
    const help = await helpOf(await createServerFixture({ addresses: { mqtt: { host: '10.0.0.5', port: 1884 }, hj212: undefined } }))
    expect([wayOf(help, 'hj212'), wayOf(help, 'dtu')]).toMatchObject([{ port: null, send: null }, { host: '10.0.0.5', port: 1884 }])
  })

  it('have no example while there is no point', async () => {
    const fixture = await createServerFixture()
    await fixture.ledger.createEnterprises([enterprise('BARE')])
    const help = await helpOf(fixture, 'BARE')
    expect([help.tags, wayOf(help, 'native')]).toMatchObject([[], { example: null, send: null, port: 1883 }])
    expect((await fixture.app.inject('/api/v1/enterprises/NOBODY/connect')).statusCode).toBe(404)
  })

  it('hold values that raise no limit alarm', async () => {
    const fixture = await createServerFixture()
    await fixture.ledger.createEnterprises([enterprise('E')])
    await fixture.ledger.createSources([source('E', 'S1')])
    await fixture.ledger.createPoints([point('E', 'A', { rangeLow: null, rangeHigh: null }), point('E', 'B', { rangeLow: null, rangeHigh: null }), point('E', 'C', { rangeLow: -1, rangeHigh: 1e6 })])
    const ofPoint = (tag: string, kind: string, limit: number) => rule('E', tag, { id: `${tag}${kind}`, kind, limit })
    await fixture.ledger.createRules([ofPoint('A', 'H', -5), ofPoint('B', 'LL', 3), ofPoint('C', 'L', 0.1), ofPoint('C', 'H', 0.2), ofPoint('C', 'HH', 7)])
    expect(JSON.parse(wayOf(await helpOf(fixture, 'E'), 'native').example ?? '')).toEqual({ values: { A: -6, B: 4, C: 0.15 } })
  })

  it('stand in a shell as they are, whatever a tag holds', async () => {
    const fixture = await createServerFixture()
    await fixture.ledger.createPoints([point('DEMO-NH3', `A'; rm -rf "$HOME" 氨`)])
    expect(wayOf(await helpOf(fixture), 'native').send).toContain(`{"values":{"A'\\''; rm -rf \\"$HOME\\" 氨":`)
  })

  it('tell whether the profile is registered, and add to it what it lacks', async () => {
    const fixture = await createServerFixture()
    const before = wayOf(await helpOf(fixture), 'dtu')
    expect([before.registered, before.register]).toMatchObject([false, expect.stringContaining(`-X POST 'http://localhost:8080/api/v1/gateways'`)])
    await fixture.ledger.createGateways([gateway('DEMO-NH3', 'dtu', { format: 'dtu', topic: 'dtu/DEMO-NH3', map: [{ from: 'S1/GD-07', tag: 'GD-07', scale: 2 }] })])
    const between = wayOf(await helpOf(fixture), 'dtu')
    expect([between.registered, between.profile?.map, between.register]).toMatchObject([
      false, [{ from: 'S1/GD-07', scale: 2 }, { from: 'S1/Line 1/TK101.temp' }], expect.stringContaining(`-X PUT 'http://localhost:8080/api/v1/gateways/DEMO-NH3/dtu'`),
    ])
    if (between.profile !== null) await fixture.ledger.replaceGateway(between.profile)
    expect(wayOf(await helpOf(fixture), 'dtu')).toMatchObject({ registered: true, register: null })
  })
})
