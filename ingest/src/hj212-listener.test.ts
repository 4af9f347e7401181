import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { GatewayProfile } from '@hazardwatch/shared/gateway-profile'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { frameOf } from './decode/hj212/acknowledge-packet.ts'
import { noAccounts } from './accounts/account-records-fake.ts'
import { createGatewayRoutes } from './gateway-routes.ts'
import { Hj212ListenError, startHj212Listener, type Hj212Listener } from './hj212-listener.ts'
import { createIngestStats, type IngestStats } from './ingest-stats.ts'
import { createMessagePath } from './message-path.ts'

const NOW = 1_795_402_800_000
const HOST = '127.0.0.1'
const box = (enterprise: string, mn: string, map: object[] = []) => GatewayProfile.parse({ enterprise, code: mn, format: 'hj212', mn, map })
const report = (mn: string, value: number, flag = 5): Uint8Array =>
  frameOf(`QN=20261123110000000;ST=31;CN=2011;PW=123456;MN=${mn};Flag=${flag};CP=&&DataTime=20261123110000;a21001-Rtd=${value},a21001-Flag=N&&`)

describe('HJ 212 over TCP', () => {
  let listener: Hj212Listener
  let stats: IngestStats
  let rows: [number, number][]
  let spooled: Promise<void>
  let room: Promise<void> | undefined
  let rejected: string[]
  let box1: Socket
  let heard: string
  let strangers: string[]

  beforeEach(async () => {
    rows = []
    rejected = []
    strangers = []
    heard = ''
    spooled = Promise.resolve()
    room = undefined
    stats = createIngestStats(() => NOW)
    const registry = { tagNumbers: (enterprise: string) => (enterprise === 'E1' ? new Map([['PM10', 1]]) : new Map([['M2/a21001', 2]])) }
    const { takeDecoded } = createMessagePath({
      registry, stats,
      setAside: () => undefined, plausibility: { check: () => undefined }, order: { mark: () => undefined, takeBack: () => undefined },
      reject: (enterprise, topic, { byReason }) => { if (Object.keys(byReason).length > 0) rejected.push(`${enterprise} ${topic} ${Object.keys(byReason).join()}`) },
      forward: ({ count, point, value }: ReadingBatch) => { for (let row = 0; row < count; row++) rows.push([point[row] ?? -1, value[row] ?? -1]) },
      spool: { spool: () => spooled, position: () => 0 }, accounts: noAccounts,
    })
    const gateways = createGatewayRoutes({ point: () => undefined, gateways: () => [box('E1', 'M1', [{ from: 'M1/a21001', tag: 'PM10', scale: 1000 }]), box('E2', 'M2')], onChange: () => () => undefined }, () => undefined)
    gateways.start()
    const log = { warn: () => undefined, error: () => undefined }
    listener = await startHj212Listener({ host: HOST, port: 0, gateways, registry, take: takeDecoded, room: () => room, noteDevice: (mn) => { strangers.push(mn) }, clock: () => NOW, log })
    box1 = connect(listener.address.port, HOST)
    box1.on('data', (data) => { heard += data.toString() })
    box1.on('error', () => undefined)
    await once(box1, 'connect')
  })
  afterEach(async () => {
    box1.destroy()
    await listener.stop()
  })

  it('takes frames of several devices for their enterprises, split and joined, and answers each', async () => {
    const bytes = Buffer.concat([report('M1', 0.5), report('M2', 7), report('M1', 0.25)])
    box1.write(bytes.subarray(0, 200))
    await vi.waitFor(() => { expect(rows).toEqual([[1, 500]]) })
    box1.write(bytes.subarray(200))
    await vi.waitFor(() => { expect(heard.match(/CN=9014/g)).toHaveLength(3) })
    expect(rows.toSorted(([a], [b]) => a - b)).toEqual([[1, 500], [1, 250], [2, 7]])
    expect(stats.snapshot()).toMatchObject({ accepted: 3, refused: 0, bytes: bytes.length, enterprises: { E1: { accepted: 2 }, E2: { accepted: 1 } } })
  })

  it('answers when the readings are durable, not before, and not at all when they never are', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    spooled = promise
    box1.write(report('M1', 1))
    await vi.waitFor(() => { expect(rows).toHaveLength(1) })
    expect(heard).toBe('')
    resolve()
    await vi.waitFor(() => { expect(heard).toMatch(/QN=20261123110000000;ST=91;CN=9014;PW=123456;MN=M1/) })
    spooled = Promise.reject(new Error('disk full'))
    spooled.catch(() => undefined)
    box1.write(report('M1', 2))
    await vi.waitFor(() => { expect(rows).toHaveLength(2) })
    spooled = Promise.resolve()
    box1.write(report('M2', 3))
    await vi.waitFor(() => { expect(heard).toMatch(/MN=M2/) })
    expect(heard.match(/CN=9014/g)).toHaveLength(2)
  })

  it('refuses a device that nobody registered: counted, not answered, and its neighbour goes on', async () => {
    box1.write(Buffer.concat([report('STRANGER', 1), report('M2', 7)]))
    await vi.waitFor(() => { expect(heard).toMatch(/MN=M2/) })
    expect(heard).not.toMatch(/STRANGER/)
    expect(rows).toEqual([[2, 7]])
    expect(stats.snapshot()).toMatchObject({ refusedByReason: { unknown_enterprise: 1 }, accepted: 1 })
    expect([rejected, strangers]).toEqual([[' hj212/STRANGER unknown_enterprise'], ['STRANGER']])
  })

  it('counts a frame that is broken', async () => {
    const broken = Buffer.from(report('M1', 1))
    broken.write('FFFF', broken.length - 6)
    box1.write(broken)
    await vi.waitFor(() => { expect(stats.snapshot().refusedByReason).toEqual({ wrong_shape: 1 }) })
    expect([rows, heard]).toEqual([[], ''])
  })

  it('reads nothing more while there is no room', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    room = promise
    box1.write(report('M1', 1))
    await vi.waitFor(() => { expect(rows).toHaveLength(1) })
    await new Promise<void>((done) => { box1.write(report('M1', 2), () => { done() }) })
    await vi.waitFor(() => { expect(heard).toMatch(/9014/) })
    expect(rows).toHaveLength(1)
    room = undefined
    resolve()
    await vi.waitFor(() => { expect(rows).toHaveLength(2) })
  })

  it('lets go of its connections when it stops', async () => {
    const closed = once(box1, 'close')
    await listener.stop()
    await closed
    expect(box1.destroyed).toBe(true)
  })

  it('says in one line when its port is taken', async () => {
    const taken = startHj212Listener({
      host: HOST, port: listener.address.port, gateways: { ofDevice: () => undefined }, registry: { tagNumbers: () => undefined },
      noteDevice: () => undefined, take: () => { throw new Error('nothing comes') }, room: () => undefined, clock: () => NOW, log: { warn: () => undefined, error: () => undefined },
    })
    await expect(taken).rejects.toThrow(Hj212ListenError)
    await expect(taken).rejects.toThrow(/EADDRINUSE.*HAZARD_HJ212_PORT/)
  })
})
