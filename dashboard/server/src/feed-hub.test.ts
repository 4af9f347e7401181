import type { FeedMessage } from '@hazardwatch/shared/feed-message'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { FeedHub } from './feed-hub.ts'
import { alarm, point } from './testing/fixtures.ts'
import { createParts, START } from './testing/server-fixture.ts'
import { present } from './testing/present.ts'
import { createTransportFake } from './testing/transport-fake.ts'

const setUp = async () => {
  const fixture = await createParts()
  const hub = new FeedHub(fixture.parts)
  const numberOf = (enterprise: string, tag: string): number => present(fixture.ledger.point(enterprise, tag)).number
  const join = () => {
    const transport = createTransportFake()
    return { transport, connection: hub.connect(transport) }
  }
  const read = (key: number, time: number, value: number | null, quality: 'good' | 'fault' = 'good') => {
    hub.receiveReadings(batchOf(START, [{ point: key, time, value, quality }]))
  }
  return { ...fixture, hub, numberOf, join, read, gd07: numberOf('DEMO-NH3', 'GD-07') }
}
const subscribe = (region: string, ...points: string[]): string => JSON.stringify({ type: 'subscribe', region, points })
/** Until what the store answered has been taken: its promise, and the one that waits for it. */
const settle = async (): Promise<void> => { for (let turn = 0; turn < 5; turn++) await Promise.resolve() }

describe('a connection', () => {
  it('gets the whole country at once, without readings', async () => {
    const { join, read, gd07 } = await setUp()
    read(gd07, START, 12)
    const { transport } = join()
    expect(transport.sent).toMatchObject([
      { seq: 1, at: START, type: 'snapshot', region: '100000', alarms: [{ enterprise: 'DEMO-NH3' }, { enterprise: 'HRB-1' }], readings: {} },
    ])
  })

  it('gets exactly its scope when it subscribes, with the latest reading of its points', async () => {
    const { join, read, gd07 } = await setUp()
    read(gd07, START, 12)
    read(gd07, START + 1, null, 'fault')
    read(gd07, START - 60_000, 99)
    const { transport, connection } = join()
    connection.receive(subscribe('220000', 'DEMO-NH3/GD-07'))
    expect(transport.sent[1]).toMatchObject({
      seq: 2, type: 'snapshot', region: '220000', alarms: [{ enterprise: 'DEMO-NH3' }],
      risk: { regions: [{ region: '220000' }] }, readings: { 'DEMO-NH3/GD-07': [[START + 1, null, 'fault']] },
    })
  })

  it('hears only its points, alarms only of its region, from then on', async () => {
    const { join, hub, read, gd07, numberOf } = await setUp()
    const { transport, connection } = join()
    connection.receive(subscribe('230000', 'DEMO-NH3/GD-07'))
    transport.take()
    read(gd07, START, 12)
    read(numberOf('HRB-1', 'P1'), START, 13)
    hub.receiveChange({ type: 'alarm', alarm: alarm(1, 'DEMO-NH3') })
    hub.receiveChange({ type: 'alarm', alarm: alarm(2, 'HRB-1') })
    hub.flush()
    expect(transport.take()).toMatchObject([
      { type: 'alarm', alarm: { enterprise: 'HRB-1' } },
      { type: 'readings', readings: { 'DEMO-NH3/GD-07': [[START, 12]] } },
    ])
  })

  it('is forgotten when it ends', async () => {
    const { join, hub, read, gd07 } = await setUp()
    const { transport, connection } = join()
    connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
    connection.disconnect()
    transport.take()
    read(gd07, START, 1)
    hub.flush()
    hub.heartbeat()
    expect(transport.sent).toEqual([])
    expect(hub.stats()).toMatchObject({ clients: 0, watchedPoints: 0 })
  })
})

describe('what a browser sends wrongly', () => {
  it.each([
    ['no JSON', '{', 'bad_request'],
    ['another message', '{"type":"hello"}', 'bad_request'],
    ['a region that does not exist', subscribe('999999'), 'not_found'],
  ])('%s is answered with an error and changes nothing', async (_name, text, code) => {
    const { join, hub, read, gd07 } = await setUp()
    const { transport, connection } = join()
    connection.receive(subscribe('220000', 'DEMO-NH3/GD-07'))
    transport.take()
    connection.receive(text)
    read(gd07, START, 1)
    hub.flush()
    expect(transport.sent).toMatchObject([{ seq: 3, type: 'error', code }, { seq: 4, type: 'readings' }])
    expect(transport.closed).toBeUndefined()
  })

  it('points that are not registered are named, the others work, and they join when they are registered', async () => {
    const { join, hub, ledger, read, numberOf } = await setUp()
    const { transport, connection } = join()
    connection.receive(subscribe('100000', 'DEMO-NH3/NEW', 'nonsense', 'DEMO-NH3/GD-07'))
    const detail = '2 of the points are not registered: DEMO-NH3/NEW, nonsense; use ENT/TAG'
    expect(transport.sent.at(-1)).toMatchObject({ type: 'error', code: 'unknown_reference', detail, detailZh: '有 2 个测点未登记：DEMO-NH3/NEW, nonsense；请写作“企业编码/位号”' })
    await ledger.createPoints([point('DEMO-NH3', 'NEW')])
    hub.receivePoint(present(ledger.point('DEMO-NH3', 'NEW')))
    transport.take()
    read(numberOf('DEMO-NH3', 'NEW'), START, 5)
    hub.flush()
    expect(transport.sent).toMatchObject([{ type: 'readings', readings: { 'DEMO-NH3/NEW': [[START, 5]] } }])
  })
})

describe('points not heard since the start', () => {
  it('follow from the store after the snapshot', async () => {
    const { join, hub, store, gd07 } = await setUp()
    store.held.set(gd07, [START - 5_000, 8, 0])
    const { transport, connection } = join()
    connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
    transport.take()
    await settle()
    hub.flush()
    expect(transport.sent).toMatchObject([{ type: 'readings', readings: { 'DEMO-NH3/GD-07': [[START - 5_000, 8]] } }])
  })

  it('do not follow when a newer one came meanwhile, or nobody wants them any more', async () => {
    const { join, hub, store, read, gd07 } = await setUp()
    store.held.set(gd07, [START - 5_000, 8, 0])
    const [heard, gone] = [join(), join()]
    for (const { connection } of [heard, gone]) connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
    gone.connection.receive(subscribe('100000'))
    read(gd07, START, 9)
    await settle()
    hub.flush()
    expect(heard.transport.sent.at(-1)).toMatchObject({ type: 'readings', readings: { 'DEMO-NH3/GD-07': [[START, 9]] } })
    expect(gone.transport.sent.map(({ type }) => type)).toEqual(['snapshot', 'snapshot', 'snapshot'])
  })

  it('are missing with a word when the store is out; live ones flow', async () => {
    const { join, hub, store, read, gd07 } = await setUp()
    store.answer.failure = new Error('disk gone at /var/secret')
    const { transport, connection } = join()
    connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
    await settle()
    read(gd07, START, 9)
    hub.flush()
    expect(transport.sent.slice(2)).toMatchObject([{ type: 'error', code: 'store_unavailable' }, { type: 'readings' }])
    expect(JSON.stringify(transport.sent)).not.toContain('secret')
  })
})

describe('heartbeat', () => {
  it.each([['nothing judged yet', null, null], ['judged 1.2 s ago', START - 1_200, 1_200], ['judged by a clock ahead of ours', START + 50, 0]])(
    'tells the age of the feed: %s', async (_name, judgedAt, feedAgeMs) => {
      const { join, hub, desk } = await setUp()
      desk.state.judgedAt = judgedAt
      desk.state.lagMs = 77
      const { transport } = join()
      hub.heartbeat()
      expect(transport.sent[1]).toEqual({ seq: 2, at: START, type: 'heartbeat', feedAgeMs, engineLagMs: 77 })
    })
})

describe('one client that throws', () => {
  it.each<[string, (hub: FeedHub) => void]>([
    ['at an alarm', (hub) => { hub.receiveChange({ type: 'alarm', alarm: alarm(1, 'DEMO-NH3') }) }],
    ['at a heartbeat', (hub) => { hub.heartbeat() }],
    ['at a flush', (hub) => { hub.flush() }],
  ])('%s is dropped, the others hear it', async (_name, act) => {
    const { join, hub, read, gd07 } = await setUp()
    const clients = [join(), join(), join()]
    for (const { connection } of clients) connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
    read(gd07, START, 1)
    for (const { transport } of clients) transport.take()
    const [first, broken, last] = clients.map(({ transport }) => transport)
    present(broken).failure = new Error('socket gone')
    act(hub)
    expect(present(first).sent).toHaveLength(1)
    expect(present(last).sent).toHaveLength(1)
    expect(present(broken).closed).toMatchObject({ code: 1011 })
    expect(hub.stats().clients).toBe(2)
  })
})

it('a client that was closed for being behind is forgotten', async () => {
  const { join, hub } = await setUp()
  const { transport } = join()
  transport.buffered = 65 * 1024 * 1024
  hub.receiveChange({ type: 'alarm', alarm: alarm(1, 'DEMO-NH3') })
  expect(transport.closed).toMatchObject({ code: 1013 })
  expect(hub.stats().clients).toBe(0)
})

it('a country of many points is told at a glance, and of the enterprises that somebody looks at in full', async () => {
  const { parts, ledger, desk } = await setUp()
  const reason = (enterprise: string, tag: string) => ({ reason: 'silent_point' as const, level: 'unknown' as const, enterprise, source: 'S1', point: tag, alarm: null, since: null })
  desk.state.absences = ['DEMO-NH3/GD-07', 'DEMO-NH3/Line 1/TK101.temp', 'HRB-1/P1'].map((key) => ({ point: key, presence: 'silent', since: null }))
  desk.state.sourceRisks = ['DEMO-NH3', 'HRB-1'].map((enterprise) => ({ enterprise, source: 'S1', level: 'unknown', contributions: [reason(enterprise, 'a'), reason(enterprise, 'b')] }))
  const many = new Map(Array.from({ length: 3_000 }, (_, number): [string, number] => [`T${number}`, number]))
  const hub = new FeedHub({ ...parts, ledger: { ...ledger, tagNumbers: () => many } })
  const transport = createTransportFake()
  const connection = hub.connect(transport)
  const [demo, hrb] = desk.state.sourceRisks
  const brief = (risk: typeof demo) => ({ ...risk, contributions: [], more: 2 })
  expect(transport.take()).toMatchObject([{ type: 'snapshot', wide: true, presence: [], risk: { sources: [brief(demo), brief(hrb)] } }])
  connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
  expect(transport.take()).toMatchObject([{ type: 'snapshot', wide: true, presence: desk.state.absences.slice(0, 2), risk: { sources: [demo, brief(hrb)] } }])
  hub.receiveChange({ type: 'presence', points: desk.state.absences })
  hub.receiveChange({ type: 'risk', regions: [], sources: desk.state.sourceRisks })
  expect(transport.take()).toMatchObject([{ type: 'presence', points: desk.state.absences.slice(0, 2) }, { type: 'risk', sources: [demo, brief(hrb)] }])
})

it('every message of a session fits the shared schema', async () => {
  const { join, hub, desk, read, gd07 } = await setUp()
  desk.state.absences = [{ point: 'HRB-1/P1', presence: 'never_seen', since: null }]
  const { transport, connection } = join()
  connection.receive(subscribe('100000', 'DEMO-NH3/GD-07'))
  connection.receive('x')
  read(gd07, START, 1)
  hub.receiveChange({ type: 'presence', points: desk.state.absences })
  hub.receiveChange({ type: 'risk', regions: desk.state.regionRisks, sources: [] })
  transport.buffered = 2 * 1024 * 1024
  read(gd07, START + 1, 2)
  hub.flush()
  transport.buffered = 0
  hub.flush()
  hub.heartbeat()
  // The fake has parsed each on the way; here: that nothing was left out.
  const types: FeedMessage['type'][] = ['snapshot', 'snapshot', 'error', 'presence', 'risk', 'lagging', 'readings', 'heartbeat']
  expect(transport.sent.map(({ type }) => type)).toEqual(types)
})
