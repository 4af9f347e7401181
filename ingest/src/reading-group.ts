import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'

/** Rows that are committed together, and the promise that all their senders share. */
export interface ReadingGroup {
  batch: ReadingBatch
  messages: number
  durable: Promise<void>
  resolve: () => void
  reject: (error: unknown) => void
}

export const createGroup = (): ReadingGroup => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // Nobody may be waiting (a message of which nothing was accepted): the loss is told to those who are.
  promise.catch(() => undefined)
  return { batch: createBatch(1_024, 0), messages: 0, durable: promise, resolve, reject }
}

/** Copies the rows behind those of the group, so that the message's own columns are free at once. */
export const addToGroup = (group: ReadingGroup, added: ReadingBatch): void => {
  const { batch } = group
  reserve(batch, batch.count + added.count)
  batch.point.set(added.point.subarray(0, added.count), batch.count)
  batch.time.set(added.time.subarray(0, added.count), batch.count)
  batch.value.set(added.value.subarray(0, added.count), batch.count)
  batch.quality.set(added.quality.subarray(0, added.count), batch.count)
  batch.count += added.count
  batch.arrivedAt = added.arrivedAt
  group.messages++
}

const reserve = (batch: ReadingBatch, rows: number): void => {
  if (rows <= batch.point.length) return
  const larger = createBatch(Math.max(rows, batch.point.length * 2), batch.arrivedAt)
  larger.point.set(batch.point)
  larger.time.set(batch.time)
  larger.value.set(batch.value)
  larger.quality.set(batch.quality)
  Object.assign(batch, { point: larger.point, time: larger.time, value: larger.value, quality: larger.quality })
}
