import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import { Tag } from '@hazardwatch/shared/ids'
import { Point } from '@hazardwatch/shared/ledger'
import type { LedgerChange } from '@hazardwatch/shared/ledger-port'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { decodeMessage } from './decode-message.ts'
import { createGatewayRoutes } from './gateway-routes.ts'

const profile = (code: string, change: object = {}) => GatewayProfile.parse({ enterprise: 'E1', code, format: 'dtu', topic: `dtu/${code}`, ...change })

const point = {
  number: 1, ...Point.parse({ enterprise: 'E1', tag: 'T', source: 'S', name: 'T', quantity: 'x', unit: '', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null }),
}

const start = (...known: GatewayProfile[]) => {
  const listeners = new Set<(change: LedgerChange) => void>()
  const state = { changes: 0, unit: undefined as string | undefined }
  const pointOf = (tag: string) => ({ ...point, tag: Tag.parse(tag), unit: state.unit ?? '' })
  const routes = createGatewayRoutes({
    gateways: () => known,
    point: (_enterprise, tag) => (state.unit === undefined ? undefined : pointOf(tag)),
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }, () => { state.changes++ })
  routes.start()
  const tell = (gateway: GatewayProfile, retired = false): void => { for (const listener of listeners) listener({ type: 'gateway', gateway, retired }) }
  const changeUnit = (tag: string, unit: string): void => {
    state.unit = unit
    for (const listener of listeners) listener({ type: 'point', point: pointOf(tag), retired: false })
  }
  return { routes, tell, state, listeners, changeUnit }
}

describe('gateway routes', () => {
  it('are those of the ledger, by topic and by device number', () => {
    const { routes } = start(profile('G1', { topic: 'a/+/b' }), profile('B', { format: 'hj212', topic: undefined, mn: 'M1' }))
    expect([routes.find('a/x/b')?.code, routes.find('a/x/c'), routes.ofDevice('M1')?.code, routes.ofDevice('M2'), routes.filters()]).toEqual(['G1', undefined, 'B', undefined, ['a/+/b']])
  })

  it('follow the ledger, and tell it once a turn', async () => {
    const { routes, tell, state } = start(profile('G1'))
    tell(profile('G1', { topic: 'moved/#' }))
    tell(profile('G2'))
    expect([routes.find('dtu/G1'), routes.find('moved/x')?.code, routes.find('dtu/G2')?.code]).toEqual([undefined, 'G1', 'G2'])
    tell(profile('G2'), true)
    expect([routes.find('dtu/G2'), routes.filters()]).toEqual([undefined, ['moved/#']])
    expect(state.changes).toBe(0)
    await Promise.resolve()
    expect(state.changes).toBe(1)
  })

  it('hear nothing after they are stopped', () => {
    const { routes, listeners } = start()
    routes.stop()
    expect(listeners.size).toBe(0)
  })

  it('keep the sessions while only the map changes, and begin anew with another topic', () => {
    const { routes, tell } = start(profile('S', { format: 'sparkplug-b', topic: 'spBv1.0/G/#' }))
    const before = routes.find('spBv1.0/G/NDATA/E')?.decode
    tell(profile('S', { format: 'sparkplug-b', topic: 'spBv1.0/G/#', map: [{ from: 'a', tag: 'A' }] }))
    expect(routes.find('spBv1.0/G/NDATA/E')?.decode).toBe(before)
    tell(profile('S', { format: 'sparkplug-b', topic: 'spBv1.0/H/#' }))
    expect(routes.find('spBv1.0/H/NDATA/E')?.decode).not.toBe(before)
  })

  it('give each Sparkplug gateway sessions of its own', () => {
    const { routes } = start(profile('S', { format: 'sparkplug-b', topic: 'spBv1.0/G/#' }), profile('S', { enterprise: 'E2', format: 'sparkplug-b', topic: 'spBv1.0/H/#' }))
    expect(routes.find('spBv1.0/G/NDATA/E')?.decode).not.toBe(routes.find('spBv1.0/H/NDATA/E')?.decode)
  })
})

it('a message of a gateway is read in its format, by its map', () => {
  const { routes } = start(profile('G1', { map: [{ from: 'S1/nh3', tag: 'GD-07', scale: 0.1 }, { from: 'S1/t', tag: 'GONE' }] }))
  const gateway = routes.find('dtu/G1')
  if (gateway === undefined) throw new Error('no route')
  const payload = Buffer.from('{"sn":"S1","time":"2026-11-23 11:00:00","data":[{"id":"nh3","v":"120"},{"id":"t","v":1},{"id":"own","v":-9999}]}')
  const registry = { tagNumbers: () => new Map([['GD-07', 41], ['S1/own', 42]]) }
  const { batch, refusals } = decodeMessage(registry, { topic: 'dtu/G1', enterprise: 'E1', payload, arrivedAt: 1_795_402_800_000, gateway }, createBatch(4, 1_795_402_800_000))
  const rows = Array.from({ length: batch.count }, (_, row) => [batch.point[row], batch.time[row], batch.value[row], batch.quality[row]])
  expect(rows).toEqual([[41, 1_795_402_800_000, 12, 0], [42, 1_795_402_800_000, Number.NaN, 1]])
  expect(refusals).toMatchObject({ count: 1, listed: [{ reason: 'unknown_point', tag: 'S1/t' }] })
})

it('convert from the unit of the gateway to that of the point, from when there is one, and to another when it changes', async () => {
  const { routes, changeUnit } = start(profile('G1', { map: [{ from: 'S1/t', tag: 'T', unit: '°C' }] }))
  const read = () => {
    const route = routes.find('dtu/G1')
    if (route === undefined) throw new Error('no route')
    const message = { topic: 'dtu/G1', enterprise: 'E1', payload: Buffer.from('{"sn":"S1","data":[{"id":"t","v":100}]}'), arrivedAt: 0, gateway: route }
    const { batch, refusals } = decodeMessage({ tagNumbers: () => new Map([['T', 1]]) }, message, createBatch(1, 0))
    return [...batch.value.subarray(0, batch.count), ...Object.keys(refusals.byReason)]
  }
  // The number is known before the unit: nothing must slip through in between.
  expect(read()).toEqual(['unknown_point'])
  changeUnit('T', 'Cel')
  await Promise.resolve()
  expect(read()).toEqual([100])
  changeUnit('T', 'K')
  await Promise.resolve()
  expect(read()).toEqual([373.15])
  changeUnit('T', 'kPa')
  await Promise.resolve()
  expect(read()).toEqual(['unknown_point'])
})
