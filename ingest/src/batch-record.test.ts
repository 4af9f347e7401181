import { OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import { addReading, createBatch, markHistorical, markRow } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBatch, encodeBatch, sendersOf } from './batch-record.ts'
import { addSender, createMessageSenders } from './message-senders.ts'
import { countRefused, createRefusals } from './refusals.ts'

const row = fc.record({ point: fc.nat(0x7fffffff), time: fc.double({ noNaN: true }), value: fc.double(), quality: fc.nat(255), historical: fc.boolean(), outOfOrder: fc.boolean() })

const batchOfRows = (rows: readonly (typeof row extends fc.Arbitrary<infer Row> ? Row : never)[], arrivedAt: number) => {
  const batch = createBatch(0, arrivedAt)
  for (const each of rows) {
    addReading(batch, each.point, each.time, each.value, each.quality)
    if (each.historical) markHistorical(batch)
    if (each.outOfOrder) markRow(batch, batch.count - 1, OUT_OF_ORDER)
  }
  return batch
}

describe('a batch as bytes', () => {
  it('comes back as it was, wherever in memory the bytes lie', () => {
    fc.assert(fc.property(fc.array(row, { maxLength: 50 }), fc.double({ noNaN: true }), fc.nat(9), (rows, arrivedAt, offset) => {
      const batch = batchOfRows(rows, arrivedAt)
      const bytes = encodeBatch(batch)
      const elsewhere = new Uint8Array(bytes.length + offset)
      elsewhere.set(bytes, offset)
      const back = decodeBatch(elsewhere.subarray(offset))
      expect(back).toBeDefined()
      expect(back?.arrivedAt).toBe(arrivedAt)
      expect(back?.count).toBe(batch.count)
      for (const column of ['point', 'time', 'value', 'quality'] as const) expect([...back?.[column] ?? []]).toEqual([...batch[column].subarray(0, batch.count)])
      expect([...back?.historical ?? []]).toEqual([...batch.historical?.subarray(0, batch.count) ?? []])
      expect([...back?.marks ?? []]).toEqual([...batch.marks?.subarray(0, batch.count) ?? []])
    }))
  })

  it('what is no batch is none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const batch = decodeBatch(bytes)
      expect(batch === undefined || bytes[4] === 2 || bytes[4] === 3 || bytes.length === 16 + batch.count * ((bytes[4] ?? 0) === 0 ? 21 : 22)).toBe(true)
    }))
    expect(decodeBatch(encodeBatch(batchOfRows([], 0)).subarray(1))).toBeUndefined()
  })

  it('carries who sent it; messages of one gateway that follow each other are one run', () => {
    const sender = fc.record({
      enterprise: fc.constantFrom('E1', 'E2'), gateway: fc.constantFrom('native', 'g-1'), rows: fc.nat(9), bytes: fc.nat(9_000),
      correction: fc.constantFrom(0, -1_500.5), left: fc.boolean(), refused: fc.nat(3), future: fc.constantFrom(undefined, 1e12, 2e12),
    })
    fc.assert(fc.property(fc.array(row, { maxLength: 20 }), fc.array(sender, { minLength: 1, maxLength: 20 }), (rows, sent) => {
      const senders = createMessageSenders()
      for (const { refused, ...message } of sent) {
        const refusals = createRefusals()
        if (refused > 0) countRefused(refusals, 'future', refused)
        addSender(senders, { ...message, refusals })
      }
      const sum = (column: readonly number[]): number => column.reduce((total, each) => total + each, 0)
      expect([sum(senders.messages), sum(senders.rows), sum(senders.bytes)]).toEqual([sent.length, sum(sent.map((each) => each.rows)), sum(sent.map((each) => each.bytes))])
      const batch = batchOfRows(rows, 7)
      const bytes = encodeBatch(batch, senders)
      expect(sendersOf(bytes)).toEqual(senders)
      expect(decodeBatch(bytes)?.count).toBe(batch.count)
      expect(sendersOf(encodeBatch(batch))).toBeUndefined()
    }))
  })

  it('that was cut short tells of nobody', () => {
    const senders = createMessageSenders()
    addSender(senders, { enterprise: 'E1', gateway: 'native', rows: 1, bytes: 1, correction: 0, left: false, refusals: createRefusals() })
    const bytes = encodeBatch(batchOfRows([], 0), senders)
    for (let length = 0; length < bytes.length; length++) expect(sendersOf(bytes.subarray(0, length))).toBeUndefined()
  })
})
