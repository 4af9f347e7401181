import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { createMessageSenders, type MessageSenders } from './message-senders.ts'

/** Messages of one turn of the event loop, in one batch: what a message costs beyond its readings is paid once for all of them. */
export interface MessageGroup {
  batch: ReadingBatch
  senders: MessageSenders
  /** Resolves when the readings of all its messages survive kill -9. */
  durable: Promise<void>
  resolve: () => void
  reject: (error: unknown) => void
}

/** @param rows how many it is likely to hold: growing columns costs more than all else here */
export const createMessageGroup = (arrivedAt: number, rows = 256): MessageGroup => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // A sender at QoS 0 waits for nothing; the failure is told to those who do.
  promise.catch(() => undefined)
  return { batch: createBatch(rows, arrivedAt), senders: createMessageSenders(), durable: promise, resolve, reject }
}

/** Below this a loop over the rows is quicker than four copies of columns. */
const FEW_ROWS = 8

/** Appends the rows of a message behind those of the group. */
export const addRows = (group: MessageGroup, added: ReadingBatch): void => {
  const { batch } = group
  const start = batch.count
  reserve(batch, start + added.count)
  if (added.count < FEW_ROWS) copyFew(batch, added)
  else copyColumns(batch, added)
  if (added.historical !== null) {
    batch.historical ??= new Uint8Array(batch.point.length)
    batch.historical.set(added.historical.subarray(0, added.count), start)
  }
  if (added.marks !== null) {
    batch.marks ??= new Uint8Array(batch.point.length)
    batch.marks.set(added.marks.subarray(0, added.count), start)
  }
  batch.count = start + added.count
}

const copyFew = (batch: ReadingBatch, added: ReadingBatch): void => {
  for (let row = 0; row < added.count; row++) {
    const to = batch.count + row
    batch.point[to] = added.point[row] ?? 0
    batch.time[to] = added.time[row] ?? 0
    batch.value[to] = added.value[row] ?? Number.NaN
    batch.quality[to] = added.quality[row] ?? 0
  }
}

const copyColumns = (batch: ReadingBatch, added: ReadingBatch): void => {
  batch.point.set(added.point.subarray(0, added.count), batch.count)
  batch.time.set(added.time.subarray(0, added.count), batch.count)
  batch.value.set(added.value.subarray(0, added.count), batch.count)
  batch.quality.set(added.quality.subarray(0, added.count), batch.count)
}

const reserve = (batch: ReadingBatch, rows: number): void => {
  if (rows <= batch.point.length) return
  const larger = createBatch(Math.max(rows, batch.point.length * 2), batch.arrivedAt)
  for (const column of ['point', 'time', 'value', 'quality'] as const) larger[column].set(batch[column])
  if (batch.historical !== null) {
    larger.historical = new Uint8Array(larger.point.length)
    larger.historical.set(batch.historical)
  }
  if (batch.marks !== null) {
    larger.marks = new Uint8Array(larger.point.length)
    larger.marks.set(batch.marks)
  }
  Object.assign(batch, { ...larger, count: batch.count })
}
