import { addReading, createBatch, markHistorical, markRow } from '@hazardwatch/shared/reading-batch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRows, createMessageGroup } from './message-group.ts'

describe('a group of messages', () => {
  const row = fc.record({ point: fc.nat(1e6), time: fc.nat(), value: fc.double(), quality: fc.nat(6), historical: fc.boolean(), mark: fc.nat(3) })

  it('holds the rows of all its messages in their order, however many and whatever they are', () => {
    fc.assert(fc.property(fc.array(fc.array(row, { maxLength: 40 }), { maxLength: 30 }), (messages) => {
      const group = createMessageGroup(5)
      for (const rows of messages) {
        const batch = createBatch(4, 5)
        for (const each of rows) {
          addReading(batch, each.point, each.time, each.value, each.quality)
          if (each.historical) markHistorical(batch)
          if (each.mark > 0) markRow(batch, batch.count - 1, each.mark)
        }
        addRows(group, batch)
      }
      const { batch } = group
      const held = Array.from({ length: batch.count }, (_, index) => ({
        point: batch.point[index], time: batch.time[index], value: batch.value[index], quality: batch.quality[index], historical: batch.historical?.[index] === 1, mark: batch.marks?.[index] ?? 0,
      }))
      expect(held).toEqual(messages.flat())
    }))
  })
})
