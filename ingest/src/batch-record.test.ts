import { addReading, createBatch, markHistorical } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBatch, encodeBatch } from './batch-record.ts'

const row = fc.record({ point: fc.nat(0x7fffffff), time: fc.double({ noNaN: true }), value: fc.double(), quality: fc.nat(255), historical: fc.boolean() })

const batchOfRows = (rows: readonly (typeof row extends fc.Arbitrary<infer Row> ? Row : never)[], arrivedAt: number) => {
  const batch = createBatch(0, arrivedAt)
  for (const each of rows) {
    addReading(batch, each.point, each.time, each.value, each.quality)
    if (each.historical) markHistorical(batch)
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
    }))
  })

  it('what is no batch is none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const batch = decodeBatch(bytes)
      expect(batch === undefined || bytes.length === 16 + batch.count * (batch.historical === null ? 21 : 22)).toBe(true)
    }))
    expect(decodeBatch(encodeBatch(batchOfRows([], 0)).subarray(1))).toBeUndefined()
  })
})
