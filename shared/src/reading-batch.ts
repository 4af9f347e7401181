import { qualityCode, type Quality } from './quality.ts'

/**
 * Readings in columns, the shape in which they travel from the decoder to the stores and the detectors.
 * Row i is (point[i], time[i], value[i], quality[i]); only the first `count` rows are set.
 * `point` is the ledger's point number, `time` the instrument's clock in epoch ms, `value` NaN where there is no value,
 * `quality` a code of `quality.ts`. All rows of a batch arrived at `arrivedAt` (epoch ms, our clock).
 */
export interface ReadingBatch {
  count: number
  point: Int32Array
  time: Float64Array
  value: Float64Array
  quality: Uint8Array
  /** 1 where the sender says that the reading is from its buffer: judged as late. Null = nowhere, the usual case. */
  historical: Uint8Array | null
  /** Codes of `reading-mark.ts`, of those that are decided by now. Null = no row has one, the usual case. */
  marks: Uint8Array | null
  arrivedAt: number
}

export const createBatch = (capacity: number, arrivedAt: number): ReadingBatch => ({
  count: 0,
  point: new Int32Array(capacity),
  time: new Float64Array(capacity),
  value: new Float64Array(capacity),
  quality: new Uint8Array(capacity),
  historical: null,
  marks: null,
  arrivedAt,
})

/** Appends one row, doubling the columns when they are full. `value` null means "no value". */
export const addReading = (batch: ReadingBatch, point: number, time: number, value: number | null, quality: number): void => {
  if (batch.count === batch.point.length) grow(batch)
  const row = batch.count++
  batch.point[row] = point
  batch.time[row] = time
  batch.value[row] = value ?? Number.NaN
  batch.quality[row] = quality
}

/** Marks the row that was added last as historical. */
export const markHistorical = (batch: ReadingBatch): void => {
  batch.historical ??= new Uint8Array(batch.point.length)
  batch.historical[batch.count - 1] = 1
}

/** Adds a mark to a row. */
export const markRow = (batch: ReadingBatch, row: number, mark: number): void => {
  batch.marks ??= new Uint8Array(batch.point.length)
  batch.marks[row] = (batch.marks[row] ?? 0) | mark
}

const grow = (batch: ReadingBatch): void => {
  const capacity = Math.max(16, batch.point.length * 2)
  const point = new Int32Array(capacity)
  const time = new Float64Array(capacity)
  const value = new Float64Array(capacity)
  const quality = new Uint8Array(capacity)
  point.set(batch.point)
  time.set(batch.time)
  value.set(batch.value)
  quality.set(batch.quality)
  const historical = batch.historical && new Uint8Array(capacity)
  historical?.set(batch.historical ?? [])
  const marks = batch.marks && new Uint8Array(capacity)
  marks?.set(batch.marks ?? [])
  Object.assign(batch, { point, time, value, quality, historical, marks })
}

/** For tests and small tools: a batch from rows. */
export const batchOf = (
  arrivedAt: number,
  rows: readonly { point: number; time: number; value: number | null; quality?: Quality }[],
): ReadingBatch => {
  const batch = createBatch(rows.length, arrivedAt)
  for (const row of rows) addReading(batch, row.point, row.time, row.value, qualityCode(row.quality ?? 'good') ?? 0)
  return batch
}
