import { OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import { markRow, type ReadingBatch } from '@hazardwatch/shared/reading-batch'

/** Marks readings that come when a later one of their point has been accepted. What a restart does not know counts as not accepted. */
export interface OrderMarks {
  mark(batch: ReadingBatch): void
  /** It was not accepted after all. */
  takeBack(batch: ReadingBatch): void
}

/** @param known the newest durable time by point number, epoch ms, -Infinity where there is none */
export const createOrderMarks = (known: () => Float64Array): OrderMarks => {
  let newest = known().slice()
  const reserve = (point: number): typeof newest => {
    const larger = new Float64Array(Math.max(point + 1, newest.length * 2, 1_024)).fill(Number.NEGATIVE_INFINITY)
    larger.set(newest)
    newest = larger
    return larger
  }
  return {
    mark: (batch) => {
      const { count, point, time } = batch
      batch.marks = null
      let column = newest
      for (let row = 0; row < count; row++) {
        const at = point[row]!
        if (at >= column.length) column = reserve(at)
        const read = time[row]!
        const before = column[at]!
        if (read > before) column[at] = read
        else if (read < before) markRow(batch, row, OUT_OF_ORDER)
      }
    },
    takeBack: ({ count, point }) => {
      const durable = known()
      for (let row = 0; row < count; row++) newest[point[row]!] = durable[point[row]!] ?? Number.NEGATIVE_INFINITY
    },
  }
}
