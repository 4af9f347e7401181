import type { EventKind } from '@hazardwatch/shared/topics'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createCameraWatch } from './camera-watch.ts'
import { CAMERA, plantRegistry } from './decode/tell-events.ts'
import { createEventRecordsFake } from './event-records-fake.ts'
import type { IngestStats } from './ingest-stats.ts'
import type { NoteMessage } from './message-path.ts'
import { createPresenceBook } from './presence-book.ts'
import { createReceiveEvent } from './receive-event.ts'
import type { RejectReadings } from './reject-reading.ts'
import { createStoreEvents } from './store-event.ts'

const T = Date.UTC(2026, 10, 23)

const start = () => {
  const fake = createEventRecordsFake()
  const error = vi.fn<(...args: unknown[]) => void>()
  const reject = vi.fn<RejectReadings>()
  const countMessage = vi.fn<IngestStats['countMessage']>()
  const note = vi.fn<NoteMessage>()
  const { store, idle } = createStoreEvents(fake.records, { error })
  const aside = Promise.withResolvers<void>()
  const take = createReceiveEvent({ registry: plantRegistry, reject, setAside: () => undefined, kept: () => aside.promise, store, presence: createPresenceBook([], []), cameras: createCameraWatch([], T), stats: { countMessage }, note })
  const send = (kind: EventKind, payload: object, arrivedAt = T, enterprise = 'E1') =>
    take(kind, { topic: `hazard/v1/${enterprise}/${kind}`, enterprise, payload: Buffer.from(JSON.stringify(payload)), arrivedAt })
  return { ...fake, aside, error, reject, countMessage, note, send, idle }
}
let hops: ReturnType<typeof start>
beforeEach(() => { hops = start() })

describe('a message that is no readings', () => {
  it.each<[EventKind, object, object]>([
    ['video', { camera: CAMERA, event: 'smoke' }, { events: [{ kind: 'video', event: 'smoke' }], cameras: [{ camera: CAMERA, heard_at: T, offline: 0 }] }],
    ['work', { source: 'S1', type: 'hot_work' }, { events: [{ kind: 'work' }], cameras: [] }],
    ['commitment', { principal: 'w' }, { events: [{ kind: 'commitment' }], cameras: [] }],
    ['status', { online: true }, { events: [{ kind: 'status', online: true }], presence: [{ enterprise: 'E1', online: 1, since: T }] }],
  ])('%s is durable when it is in the record store', async (kind, payload, commit) => {
    const { durable, accepted } = hops.send(kind, payload)
    expect([accepted, hops.commits]).toEqual([1, []])
    await durable
    expect(hops.commits).toMatchObject([commit])
  })

  it.each<[EventKind, object, boolean]>([['status', { online: false }, true], ['status', { online: true }, false], ['commitment', { principal: 'w' }, false]])('%s %j is noted for its sender', async (kind, payload, left) => {
    await hops.send(kind, payload).durable
    expect(hops.note).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ enterprise: 'E1' }), expect.any(Number), expect.anything(), left)
  })

  it('is not durable when the store fails; sent again, it is', async () => {
    hops.state.failure = new Error('disk full')
    await expect(hops.send('status', { online: true }).durable).rejects.toThrow('disk full')
    expect(hops.error).toHaveBeenCalledTimes(1)
    hops.state.failure = undefined
    await hops.send('status', { online: true }, T + 5_000).durable
    // The time of the change, not that of the second try.
    expect(hops.commits).toMatchObject([{ events: [{ at: new Date(T).toISOString(), online: true }] }])
  })

  it('that comes while another is written waits for it, and those that wait are written together, the last row of each', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    hops.state.gate = promise
    const first = hops.send('status', { online: true })
    await Promise.resolve()
    await Promise.resolve()
    const others = [hops.send('status', { online: false }, T + 1), hops.send('status', { online: true }, T + 2)]
    resolve()
    await Promise.all([first.durable, ...others.map(({ durable }) => durable)])
    expect(hops.commits.map(({ events, presence }) => [events.length, presence.map(({ since }) => since)])).toEqual([[1, [T]], [2, [T + 2]]])
  })

  it.each<[string, EventKind, object, string, string]>([
    ['a stranger', 'status', { online: true }, 'E9', 'unknown_enterprise'],
    ['a stranger\'s camera', 'video', { camera: CAMERA, event: 'smoke' }, 'E9', 'unknown_enterprise'],
    ['a status that is none', 'status', { online: 1 }, 'E1', 'wrong_value'],
  ])('of %s is told, and acknowledged once it is a durable dead letter, and nothing is written', async (_, kind, payload, enterprise, reason) => {
    const { durable, accepted, refusals } = hops.send(kind, payload, T, enterprise)
    let isDurable = false
    void durable.then(() => { isDurable = true })
    await hops.idle()
    expect(isDurable).toBe(false)
    hops.aside.resolve()
    await durable
    expect([accepted, refusals.byReason, hops.commits]).toEqual([0, { [reason]: 1 }, []])
    expect(hops.reject).toHaveBeenCalledWith(enterprise, `hazard/v1/${enterprise}/${kind}`, refusals)
    expect(hops.countMessage).toHaveBeenCalledTimes(1)
    // Only of those who are registered is an account kept.
    expect(hops.note).toHaveBeenCalledTimes(enterprise === 'E1' ? 1 : 0)
  })
})
