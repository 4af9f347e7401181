import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { InfluxDirectory } from './influx-directory.ts'

/** Rows of a batch in groups that share a line: group g is `order[starts[g]]` to `order[starts[g + 1] - 1]`. */
export interface RowGroups {
  count: number
  order: Int32Array
  starts: Int32Array
  /** Rows of the batch that are on no line, because one before has their point and time. */
  doubles: number[]
}

/**
 * Groups rows by (series, time), in the order in which these appear first; of rows with the same point and time the first one stays.
 * @param leftOut 1 = not this row; null = all. Rows of points that the directory does not know are left out as well.
 */
export const groupRows = (batch: ReadingBatch, directory: InfluxDirectory, leftOut: Uint8Array | null): RowGroups => {
  const chains = new Chains(batch.count)
  let before = -1
  let seriesBefore = -1
  let timeBefore = Number.NaN
  for (let row = 0; row < batch.count; row++) {
    const series = directory.seriesNumberOf(batch.point[row] ?? -1)
    if (series < 0 || leftOut?.[row] === 1) continue
    const time = batch.time[row] ?? 0
    // Rows of one message follow one another: the look-up is spared for almost all.
    if (series !== seriesBefore || time !== timeBefore) {
      before = chains.find(series, time)
      seriesBefore = series
      timeBefore = time
    }
    chains.add(before, row)
  }
  return withoutDoubles(batch, chains, directory)
}

/** Every row a group of its own: for finding the one that a server refuses. */
export const rowByRow = ({ order, starts }: RowGroups, from: number, to: number): RowGroups => {
  const rows = order.slice(starts[from], starts[to])
  return { count: rows.length, doubles: [], order: rows, starts: Int32Array.from({ length: rows.length + 1 }, (_, index) => index) }
}

/** Rows of each (series, time) as linked lists in columns, found by a hash table with open addressing. */
class Chains {
  count = 0
  readonly head: Int32Array
  readonly next: Int32Array
  private readonly tail: Int32Array
  private readonly series: Int32Array
  private readonly time: Float64Array
  private readonly slots: Int32Array
  private readonly mask: number

  constructor(rows: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, rows * 2)))
    this.head = new Int32Array(rows)
    this.tail = new Int32Array(rows)
    this.next = new Int32Array(rows).fill(-1)
    this.series = new Int32Array(rows)
    this.time = new Float64Array(rows)
    this.slots = new Int32Array(size).fill(-1)
    this.mask = size - 1
  }

  find(series: number, time: number): number {
    let slot = (Math.imul(series, 0x9e3779b1) ^ Math.imul(time % 0x7fffffff, 0x85ebca6b)) & this.mask
    for (let chain = this.slots[slot] ?? -1; chain >= 0; chain = this.slots[slot] ?? -1) {
      if (this.series[chain] === series && this.time[chain] === time) return chain
      slot = (slot + 1) & this.mask
    }
    const chain = this.count++
    this.slots[slot] = chain
    this.series[chain] = series
    this.time[chain] = time
    this.head[chain] = -1
    return chain
  }

  add(chain: number, row: number): void {
    if ((this.head[chain] ?? -1) < 0) this.head[chain] = row
    else this.next[this.tail[chain] ?? 0] = row
    this.tail[chain] = row
  }
}

const withoutDoubles = (batch: ReadingBatch, chains: Chains, directory: InfluxDirectory): RowGroups => {
  const order = new Int32Array(batch.count)
  const starts = new Int32Array(chains.count + 1)
  const doubles: number[] = []
  let end = 0
  for (let chain = 0; chain < chains.count; chain++) {
    const line = directory.beginLine()
    for (let row = chains.head[chain] ?? -1; row >= 0; row = chains.next[row] ?? -1) {
      if (directory.isOn(line, batch.point[row] ?? 0)) doubles.push(row)
      else order[end++] = row
    }
    starts[chain + 1] = end
  }
  return { count: chains.count, order: order.subarray(0, end), starts, doubles }
}
