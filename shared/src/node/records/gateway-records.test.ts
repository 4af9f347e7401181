import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GatewayProfile } from '../../gateway-profile.ts'
import { Enterprise, Point, Source } from '../../ledger.ts'
import type { Ledger } from '../../ledger-port.ts'
import { openLedger } from './ledger-records.ts'
import { openTemporaryRecords, type TemporaryRecords } from './temporary-records.ts'
import { saidInChinese } from '../../testing/said-in-chinese.ts'

const enterprise = (code: string) => Enterprise.parse({ code, name: '示例企业', region: '220881', industry: 'chemical', location: { lon: 122.8, lat: 45.3 } })
const gateway = (code: string, change: object = {}) => GatewayProfile.parse({ enterprise: 'E1', code, format: 'dtu', topic: `dtu/${code}`, map: [{ from: 'S/a', tag: 'A', scale: 0.1, offset: 2 }], ...change })
const box = (code: string, change: object = {}) => gateway(code, { format: 'hj212', topic: undefined, mn: `MN-${code}`, map: [], ...change })

const celsius = gateway('G2', { map: [{ from: 'S/p', tag: 'P', unit: '°C' }] })
const point = (unit: string) => Point.parse({
  enterprise: 'E1', tag: 'P', source: 'S1', name: 'P', quantity: 'pressure', unit, rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null,
})
const source = Source.parse({ enterprise: 'E1', code: 'S1', name: 'S', kind: 'other', location: { lon: 122.8, lat: 45.3 }, inherentLevel: 'blue' })

describe('gateways in the ledger', () => {
  let temporary: TemporaryRecords
  let ledger: Ledger

  beforeEach(async () => {
    temporary = await openTemporaryRecords()
    ledger = await openLedger(temporary.records)
    await ledger.createEnterprises([enterprise('E1'), enterprise('E2')])
    await ledger.createGateways([gateway('G1'), box('B1')])
  })
  const pressure = async (unit: string): Promise<void> => {
    await ledger.createSources([source])
    await ledger.createPoints([point(unit)])
  }
  afterEach(async () => { await temporary.remove() })

  it('stay as they are over a restart, tags that are not registered included', async () => {
    await ledger.replaceGateway(gateway('G1', { topic: 'other/+/x' }))
    const byCode = () => ledger.gateways().sort((a, b) => a.code.localeCompare(b.code))
    const before = byCode()
    ledger = await openLedger(await temporary.reopen())
    expect(byCode()).toEqual(before)
    expect(ledger.gateway('E1', 'G1')).toEqual(gateway('G1', { topic: 'other/+/x' }))
  })

  it.each<[string, () => Promise<void>, string, RegExp]>([
    ['an unknown enterprise', () => ledger.createGateways([gateway('G2', { enterprise: 'E9' })]), 'unknown_reference', /E9/],
    ['the same gateway again', () => ledger.createGateways([gateway('G1')]), 'already_exists', /E1\/G1/],
    ['the topic of another enterprise', () => ledger.createGateways([gateway('G2', { enterprise: 'E2', topic: 'dtu/G1' })]), 'already_exists', /E2\/G2.*overlaps dtu\/G1 of gateway E1\/G1/],
    ['a filter that covers it', () => ledger.createGateways([gateway('G2', { topic: 'dtu/#' })]), 'already_exists', /overlaps/],
    ['two in one request that overlap', () => ledger.createGateways([gateway('G2', { topic: 'x/+' }), gateway('G3', { topic: 'x/y' })]), 'already_exists', /overlaps x\/\+/],
    ['a device number that is taken', () => ledger.createGateways([box('B2', { enterprise: 'E2', mn: 'MN-B1' })]), 'already_exists', /mn MN-B1 is that of gateway E1\/B1/],
    ['a device number twice in one request', () => ledger.createGateways([box('B2', { mn: 'M' }), box('B3', { mn: 'M' })]), 'already_exists', /mn M /],
    ['moving onto a topic that is taken', async () => {
      await ledger.createGateways([gateway('G2')])
      await ledger.replaceGateway(gateway('G2', { topic: 'dtu/+' }))
    }, 'already_exists', /overlaps dtu\/G1/],
    ['a unit that does not become that of the point', async () => {
      await pressure('kPa')
      await ledger.createGateways([celsius])
    }, 'unit_impossible', /gateway E1\/G2: map "S\/p": °C \(temperature\) does not become kPa.*correct the unit of the point/],
    ['a point whose unit a gateway cannot give', async () => {
      await ledger.createGateways([celsius])
      await pressure('kPa')
    }, 'unit_impossible', /point E1\/P, which gateway G2 maps "S\/p" to: °C/],
    ['a change of the unit of a point to such a one', async () => {
      await ledger.createGateways([celsius])
      await pressure('K')
      await ledger.replacePoint(point('kPa'))
    }, 'unit_impossible', /point E1\/P/],
    ['replacing what is not there', () => ledger.replaceGateway(gateway('G9')), 'not_found', /G9/],
  ])('refuse %s', async (_, attempt, code, text) => {
    const error = await attempt().catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ code, words: { zh: saidInChinese } })
    expect(String(error)).toMatch(text)
  })

  it('give their topic and number free when they move or retire', async () => {
    await ledger.replaceGateway(gateway('G1', { topic: 'moved' }))
    await ledger.retireGateway('E1', 'B1')
    await ledger.createGateways([gateway('G2', { enterprise: 'E2', topic: 'dtu/#' }), box('B1', { enterprise: 'E2' })])
    expect(ledger.gateways().map(({ enterprise: of, code }) => `${of}/${code}`).sort()).toEqual(['E1/G1', 'E2/B1', 'E2/G2'])
  })

  it('retire with their enterprise', async () => {
    const told: string[] = []
    ledger.onChange((change) => told.push(`${change.type} ${change.retired}`))
    await ledger.retireEnterprise('E1')
    expect([told, ledger.gateways()]).toEqual([['gateway true', 'gateway true', 'enterprise true'], []])
    ledger = await openLedger(await temporary.reopen())
    expect(ledger.gateways()).toEqual([])
  })
})
