import { OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { createOrderMarks } from './order-marks.ts'

const rows = (...cells: [point: number, time: number][]) => batchOf(0, cells.map(([point, time]) => ({ point, time, value: 1 })))
const UNKNOWN = Number.NEGATIVE_INFINITY

describe('readings that come after a later one of their point', () => {
  it.each<[name: string, known: number[], before: [number, number][], batch: [number, number][], marked: number[] | null]>([
    ['none in order', [], [], [[1, 5], [1, 6], [2, 1], [1, 7]], null],
    ['within a batch', [], [], [[1, 5], [1, 4], [2, 4], [1, 6]], [1]],
    ['after a batch', [], [[1, 5], [2, 9]], [[1, 5], [1, 4], [2, 10], [2, 9]], [1, 3]],
    ['after what is known from before a restart', [UNKNOWN, 8, UNKNOWN], [], [[1, 7], [2, 1], [1, 8], [5_000, 1]], [0]],
    ['again and again', [], [[1, 9]], [[1, 1], [1, 2], [1, 3]], [0, 1, 2]],
  ])('are marked: %s', (_, known, before, cells, marked) => {
    const order = createOrderMarks(() => Float64Array.from(known))
    order.mark(rows(...before))
    const batch = rows(...cells)
    order.mark(batch)
    expect(batch.marks && [...batch.marks].flatMap((mark, row) => (mark === OUT_OF_ORDER ? [row] : []))).toEqual(marked)
  })

  it('not after one that was not accepted after all', () => {
    const order = createOrderMarks(() => Float64Array.of(UNKNOWN, 3))
    const refused = rows([1, 9], [2, 9])
    order.mark(refused)
    order.takeBack(refused)
    const again = rows([1, 4], [2, 1], [1, 2])
    order.mark(again)
    expect([...again.marks ?? []]).toEqual([0, 0, OUT_OF_ORDER])
  })
})
