import { FeedMessage, type FeedReading } from '@hazardwatch/shared/feed-message'
import { describe, expect, it } from 'vitest'
import { CLOSE_BYTES, FeedClient, MAX_PENDING_ROWS, SLOW_BYTES } from './feed-client.ts'
import { scopeOf } from './feed-scope.ts'
import { alarm, regions } from './testing/fixtures.ts'
import { present } from './testing/present.ts'
import { createTransportFake } from './testing/transport-fake.ts'

const noPoints = { enterprises: () => [], tagNumbers: () => undefined }
const country = present(scopeOf(regions, noPoints, '100000', []))
const setUp = () => {
  const transport = createTransportFake()
  return { transport, client: new FeedClient(transport, () => 1_000, country) }
}
const raised = { type: 'alarm' as const, alarm: alarm(1, 'E') }

describe('readings', () => {
  it('are gathered until the flush and sent oldest first', () => {
    const { transport, client } = setUp()
    for (const reading of [[2, 20], [1, 10], [3, null, 'fault']] satisfies FeedReading[]) client.addReading('E/a', reading)
    client.addReading('E/b', [1, 5])
    expect(transport.sent).toEqual([])
    client.flush()
    expect(transport.sent).toEqual([{ seq: 1, at: 1_000, type: 'readings', readings: { 'E/a': [[1, 10], [2, 20], [3, null, 'fault']], 'E/b': [[1, 5]] } }])
    expect(FeedMessage.safeParse(transport.sent[0]).success).toBe(true)
  })

  it('are merged to the newest of each point while the client is slow, and it is told when it has caught up', () => {
    const { transport, client } = setUp()
    transport.buffered = SLOW_BYTES + 1
    for (const reading of [[1, 10], [3, 30], [2, 20]] satisfies FeedReading[]) client.addReading('E/a', reading)
    client.flush()
    client.addReading('E/a', [4, 40])
    client.addReading('E/b', [4, 7])
    client.flush()
    expect(transport.sent).toEqual([])
    transport.buffered = SLOW_BYTES
    client.flush()
    expect(transport.sent).toMatchObject([
      { seq: 1, type: 'lagging', mergedReadings: 3 },
      { seq: 2, type: 'readings', readings: { 'E/a': [[4, 40]], 'E/b': [[4, 7]] } },
    ])
    client.flush()
    expect(transport.sent).toHaveLength(2)
    expect(client.mergedReadings).toBe(3)
  })

  it('are bounded between two flushes', () => {
    const { transport, client } = setUp()
    for (let time = 1; time <= MAX_PENDING_ROWS + 1; time++) client.addReading('E/a', [time, time])
    client.flush()
    expect(transport.sent).toMatchObject([
      { type: 'lagging', mergedReadings: MAX_PENDING_ROWS - 1 },
      { type: 'readings', readings: { 'E/a': [[MAX_PENDING_ROWS, MAX_PENDING_ROWS], [MAX_PENDING_ROWS + 1, MAX_PENDING_ROWS + 1]] } },
    ])
  })
})

it('an alarm goes to a slow client at once and whole', () => {
  const { transport, client } = setUp()
  transport.buffered = SLOW_BYTES * 2
  client.addReading('E/a', [1, 10])
  client.send(raised)
  client.send(raised)
  expect(transport.sent).toMatchObject([{ seq: 1, type: 'alarm' }, { seq: 2, type: 'alarm' }])
})

it('a client that is hopelessly behind is closed with "try again later" and hears nothing more', () => {
  const { transport, client } = setUp()
  transport.buffered = CLOSE_BYTES
  client.send(raised)
  expect(transport.closed).toBeUndefined()
  transport.buffered = CLOSE_BYTES + 1
  client.send(raised)
  client.send(raised)
  expect(transport.closed).toMatchObject({ code: 1013 })
  expect(transport.sent).toHaveLength(2)
  expect(client.isClosed).toBe(true)
})

describe('entering a scope', () => {
  const snapshot = { type: 'snapshot' as const, region: '220000', alarms: [], overlays: [], floods: [], risk: { regions: [], sources: [] }, presence: [], readings: {} }
  const jilin = present(scopeOf(regions, noPoints, '220000', []))

  it('sends what is left of the old one before the snapshot', () => {
    const { transport, client } = setUp()
    client.addReading('E/a', [1, 10])
    client.enter(jilin, snapshot)
    client.flush()
    expect(transport.sent.map(({ type }) => type)).toEqual(['readings', 'snapshot'])
    expect(client.scope).toBe(jilin)
  })

  it('counts what a slow client never gets of the old one', () => {
    const { transport, client } = setUp()
    transport.buffered = SLOW_BYTES + 1
    client.addReading('E/a', [1, 10])
    client.addReading('E/a', [2, 20])
    client.enter(jilin, snapshot)
    transport.buffered = 0
    client.flush()
    expect(transport.sent).toMatchObject([{ type: 'snapshot' }, { type: 'lagging', mergedReadings: 2 }])
  })
})
