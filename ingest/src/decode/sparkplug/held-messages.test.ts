import { addReading, createBatch, markHistorical } from '@hazardwatch/shared/reading-batch'
import { qualityName } from '@hazardwatch/shared/quality'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRefusals } from '../../refusals.ts'
import type { DecodeTarget } from '../decode-target.ts'
import { dropHeld, holdMessage, putFirst, releaseHeld, type HeldMessage } from './held-messages.ts'
import { createRoom } from './metric-table.ts'
import { publishPayload, type PublishedMetric } from './publish-payload.ts'
import { createSparkplugHost } from './sparkplug-host.ts'

const AT = 1_795_402_800_000

describe('rows that were held', () => {
  it('come before those of the birth, each group in its order', () => {
    const part = fc.array(fc.nat(9), { maxLength: 8 })
    fc.assert(fc.property(part, part, part, fc.boolean(), (before, birth, held, historical) => {
      const batch = createBatch(0, AT)
      for (const value of [...before, ...birth, ...held]) {
        addReading(batch, value, AT, value, 0)
        if (historical) markHistorical(batch)
      }
      putFirst(batch, before.length, before.length + birth.length)
      expect([...batch.value.subarray(0, batch.count)]).toEqual([...before, ...held, ...birth])
      expect([...batch.point.subarray(0, batch.count)]).toEqual([...before, ...held, ...birth])
    }))
  })
})

describe('messages that are held', () => {
  it('are bounded in number, size and age, and give their room back', () => {
    const held: HeldMessage[] = []
    const room = createRoom(100_000, null)
    for (let index = 0; index < 70; index++) holdMessage(held, room, index % 2 === 0 ? 'D' : '', Uint8Array.of(index), AT + index)
    holdMessage(held, room, '', new Uint8Array(70_000), AT)
    expect([held.length, room.used]).toEqual([64, 64])
    expect(releaseHeld(held, room, 'D', AT + 120_050).map(({ payload }) => payload[0])).toEqual([50, 52, 54, 56, 58, 60, 62])
    expect([held.length, room.used]).toEqual([32, 32])
    dropHeld(held, room)
    expect([held.length, room.used]).toEqual([0, 0])
    holdMessage(held, createRoom(3, null), '', new Uint8Array(4), AT)
    expect(held).toEqual([])
  })
})

describe('a session as the service follows it', () => {
  const start = () => {
    const host = createSparkplugHost()
    const tags = new Map([['pressure', 1], ['D/gas', 2], ['D/flow', 3]])
    let at = AT
    return (verb: string, metrics: PublishedMetric[], more: { seq?: number; device?: string; ts?: number } = {}) => {
      at += 1_000
      const into: DecodeTarget = { batch: createBatch(0, at), refusals: createRefusals(), tags, replies: [], session: { left: false, stale: createBatch(0, at) } }
      const topic = `spBv1.0/G/${verb}/E${more.device === undefined ? '' : `/${more.device}`}`
      host(topic, publishPayload({ timestamp: more.ts ?? at, ...(more.seq !== undefined && { seq: more.seq }), metrics }), into)
      const { batch, session } = into
      return {
        readings: Array.from({ length: batch.count }, (_, row) => [batch.point[row], batch.value[row]]), refused: into.refusals.byReason, asked: into.replies.length, left: session?.left, held: session?.held !== undefined, read: session?.read?.length ?? 0, times: [...batch.time.subarray(0, batch.count)],
        stale: Array.from({ length: session?.stale.count ?? 0 }, (_, row) => [session?.stale.point[row], session?.stale.value[row], qualityName(session?.stale.quality[row] ?? 0)]),
      }
    }
  }
  const bdSeq = (value: number): PublishedMetric => ({ name: 'bdSeq', datatype: 8, long_value: value })
  const gas = (value: number): PublishedMetric => ({ name: 'gas', alias: 5, datatype: 10, double_value: value })
  const byAlias = (value: number): PublishedMetric => ({ alias: 5, double_value: value })

  it('data without a birth ask for one, and are read when it comes: before its own values', () => {
    const say = start()
    expect(say('DDATA', [byAlias(1)], { seq: 7, device: 'D' })).toMatchObject({ readings: [], refused: { no_session: 1 }, asked: 1 })
    say('DDATA', [byAlias(2)], { seq: 8, device: 'D' })
    say('NDATA', [{ name: 'pressure', datatype: 10, double_value: 3 }], { seq: 9 })
    expect(say('NBIRTH', [bdSeq(4), { name: 'pressure', datatype: 10, double_value: 4 }], { seq: 0 }).readings).toEqual([[1, 3], [1, 4]])
    expect(say('DBIRTH', [gas(9)], { seq: 1, device: 'D' })).toMatchObject({ readings: [[2, 1], [2, 2], [2, 9]], refused: {}, asked: 0 })
    expect(say('DDATA', [byAlias(10)], { seq: 2, device: 'D' })).toMatchObject({ readings: [[2, 10]], asked: 0 })
  })

  it('says what waits and what was read as a whole; without a time of its own, it is of when it came', () => {
    const say = start()
    expect(say('DDATA', [byAlias(1), { alias: 6, double_value: 1 }], { seq: 7, device: 'D' })).toMatchObject({ held: true, read: 0 })
    say('DDATA', [byAlias(2)], { seq: 8, device: 'D', ts: 0 })
    expect(say('NBIRTH', [bdSeq(4)], { seq: 0 })).toMatchObject({ held: false, read: 0 })
    // The first has an alias that the birth does not give.
    expect(say('DBIRTH', [gas(9)], { seq: 1, device: 'D' })).toMatchObject({ held: false, read: 1, times: [AT + 1_000, AT + 2_000, AT + 4_000], refused: { no_session: 1 } })
    expect(say('DDATA', [byAlias(10)], { seq: 2, device: 'D' })).toMatchObject({ held: false, read: 0 })
  })

  it('data of a session that has died are not read by the next one', () => {
    const say = start()
    say('DDATA', [byAlias(1)], { seq: 7, device: 'D' })
    say('NDEATH', [bdSeq(3)])
    say('NBIRTH', [bdSeq(4)], { seq: 0 })
    expect(say('DBIRTH', [gas(9)], { seq: 1, device: 'D' }).readings).toEqual([[2, 9]])
  })

  it('a death makes stale what nobody speaks for any more, and only that', () => {
    const say = start()
    say('NBIRTH', [bdSeq(4), { name: 'pressure', datatype: 10, double_value: 1 }, { name: 'unregistered', datatype: 10, double_value: 1 }], { seq: 0 })
    say('DBIRTH', [gas(1), { name: 'flow', datatype: 10, double_value: 2 }], { seq: 1, device: 'D' })
    expect(say('NDEATH', [bdSeq(3)])).toMatchObject({ left: false, stale: [] })
    expect(say('DDEATH', [], { seq: 2, device: 'D' })).toMatchObject({ left: false, stale: [[2, Number.NaN, 'fault'], [3, Number.NaN, 'fault']] })
    expect(say('NDEATH', [bdSeq(4)])).toMatchObject({ left: true, stale: [[1, Number.NaN, 'fault']] })
    expect(say('NDEATH', [bdSeq(4)])).toMatchObject({ left: false, stale: [] })
  })
})
