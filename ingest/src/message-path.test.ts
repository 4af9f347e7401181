import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it, vi } from 'vitest'
import { noAccounts } from './accounts/account-records-fake.ts'
import { decodeNativeJson } from './decode/native-json.ts'
import type { GatewayRoute } from './gateway-routes.ts'
import { createIngestStats } from './ingest-stats.ts'
import { createNameMap } from './map-names.ts'
import type { MessageSenders } from './message-senders.ts'
import { createRefusals } from './refusals.ts'
import { createMessagePath } from './message-path.ts'

const NOW = 1_795_402_800_000

describe('the path of a message', () => {
  it('forwards what is valid at once while the spool is still busy, tells what is not, and counts both', async () => {
    const stored = Promise.withResolvers<void>()
    const steps: string[] = []
    const rowsOf = (batch: ReadingBatch): string => [...batch.value.subarray(0, batch.count)].join()
    const stats = createIngestStats(() => NOW)
    const { take } = createMessagePath({
      registry: { tagNumbers: () => new Map([['A', 1], ['B', 2]]) },
      setAside: () => undefined, plausibility: { check: () => undefined }, order: { mark: () => undefined, takeBack: () => undefined },
      reject: (enterprise, topic, refusals) => steps.push(`reject ${enterprise} ${topic} ${Object.keys(refusals.byReason).join()}`),
      forward: (batch) => { steps.push(`forward ${rowsOf(batch)}`) },
      spool: {
        spool: (batch) => {
          steps.push(`spool ${rowsOf(batch)}`)
          return stored.promise
        },
        position: () => 0,
      },
      stats, accounts: noAccounts,
    })
    const payload = Buffer.from(JSON.stringify([{ values: { A: 1, B: 'text' } }, { ts: NOW + 400_000, values: { A: 2 } }, { ts: NOW, values: { B: 3 } }]))
    const taken = take({ topic: 'topic', enterprise: 'E1', payload, arrivedAt: NOW })
    expect(steps).toEqual(['reject E1 topic wrong_value,future'])
    await Promise.resolve()
    expect(steps.slice(1)).toEqual(['spool 1,3', 'forward 1,3'])
    expect(taken).toMatchObject({ accepted: 2, refusals: { count: 2 } })
    expect(stats.snapshot()).toMatchObject({ messages: 1, bytes: payload.length, accepted: 2, refused: 2 })
    let durable = false
    const done = taken.durable.then(() => { durable = true })
    await Promise.resolve()
    expect(durable).toBe(false)
    stored.resolve()
    await done
  })
  it('corrects the times of a gateway with a wrong clock before it judges them, says who sent what, and counts it when it is durable', async () => {
    const spooled = vi.fn<(batch: ReadingBatch, senders?: MessageSenders) => Promise<void>>(() => Promise.resolve())
    const count = vi.fn<(...args: unknown[]) => void>()
    const onLeft = vi.fn<(...args: unknown[]) => void>()
    const { take, note } = createMessagePath({
      registry: { tagNumbers: () => new Map([['A', 1]]) }, reject: () => undefined, setAside: () => undefined, plausibility: { check: () => undefined }, order: { mark: () => undefined, takeBack: () => undefined }, forward: () => undefined, stats: createIngestStats(() => NOW),
      spool: { spool: spooled, position: () => 5 }, accounts: { count, correctionOf: (_, gateway) => (gateway === 'ahead' ? -600_000 : 0) }, onLeft,
    })
    const gateway: GatewayRoute = { enterprise: 'E1', code: 'ahead', format: 'native', decode: (_, payload, into) => { decodeNativeJson(payload, into) }, names: createNameMap([]), clock: 'measured' }
    const payload = Buffer.from(JSON.stringify([{ ts: NOW + 600_000, values: { A: 1 } }, { values: { A: 2 } }]))
    const { durable, accepted } = take({ topic: 't', enterprise: 'E1', payload, arrivedAt: NOW, gateway })
    note({ enterprise: 'E1', arrivedAt: NOW }, 9, createRefusals(), true)
    expect(take({ topic: 't', enterprise: 'E1', payload, arrivedAt: NOW }).refusals.byReason).toEqual({ future: 1 })
    await durable
    const [batch, senders] = spooled.mock.calls[0] ?? []
    expect([accepted, [...batch?.time.subarray(0, 3) ?? []]]).toEqual([2, [NOW, NOW, NOW]])
    expect(senders).toMatchObject({ gateway: ['ahead', 'native', 'native'], messages: [1, 1, 1], rows: [2, 0, 1], correction: [-600_000, 0, 0], left: [0, 1, 0], future: [0, 0, NOW + 600_000], refused: [{ run: 2, reason: 'future', count: 1 }] })
    expect(count).toHaveBeenCalledExactlyOnceWith(batch, senders, 5)
    expect(onLeft).toHaveBeenCalledExactlyOnceWith('E1', 'native', NOW)
  })

  const groupingPath = () => {
    const stored: number[][] = []
    const { take } = createMessagePath({
      registry: { tagNumbers: () => new Map(Array.from({ length: 9_000 }, (_, index) => [`T${index}`, index])) },
      reject: () => undefined, setAside: () => undefined, plausibility: { check: () => undefined }, order: { mark: () => undefined, takeBack: () => undefined },
      forward: () => undefined,
      spool: {
        spool: (batch) => {
          stored.push([...batch.point.subarray(0, batch.count)])
          return Promise.resolve()
        },
        position: () => 0,
      },
      stats: createIngestStats(() => NOW), accounts: noAccounts,
    })
    const send = (...tags: number[]) => take({ topic: 't', enterprise: 'E', arrivedAt: NOW, payload: Buffer.from(JSON.stringify({ values: Object.fromEntries(tags.map((tag) => [`T${tag}`, 1])) })) })
    return { stored, send }
  }

  it('messages of one turn go on together, in their order, and become durable together', async () => {
    const { stored, send } = groupingPath()
    const first = send(3, 1)
    const second = send(2)
    const refused = send()
    expect(second.durable).toBe(first.durable)
    expect(refused.durable).toBe(first.durable)
    await first.durable
    expect(stored).toEqual([[3, 1, 2]])
    const later = send(5)
    expect(later.durable).not.toBe(first.durable)
    await later.durable
    expect(stored).toEqual([[3, 1, 2], [5]])
  })

  it('a group that has grown large does not wait for the end of the turn', async () => {
    const { stored, send } = groupingPath()
    const many = Array.from({ length: 9_000 }, (_, index) => index)
    send(...many)
    send(...many)
    expect(stored.map((rows) => rows.length)).toEqual([18_000])
    await send(7).durable
    expect(stored.map((rows) => rows.length)).toEqual([18_000, 1])
  })
})
