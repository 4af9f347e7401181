import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { encodeBatch } from './batch-record.ts'
import type { MessageSenders } from './message-senders.ts'
import type { Spool } from './spool/spool.ts'

/** Format byte of a batch in columns; others are free for what is to be kept as it came. */
export const COLUMNS_FORMAT = 1

export interface SpoolReadings {
  /** Resolves when the batch is on the disk; rejects when it is not and never will be: its senders send it again. Takes the rows at once. */
  spool(batch: ReadingBatch, senders?: MessageSenders): Promise<void>
  /** Undefined while there is room; else resolves when it is worth trying again. Who brings more must wait for it. */
  room(): Promise<void> | undefined
  /** The position behind the batch spooled last. */
  position(): number
}

/** Puts accepted readings into the durable log. What the log refuses (it is full, the disk is full) is judged all the same, and not acknowledged. */
export const createSpoolReadings = (log: Pick<Spool, 'append' | 'commit' | 'room'>, start: number): SpoolReadings => {
  let position = start
  /** The commit of the batch before: one of which nothing is kept is acknowledged with it, so that PUBACKs keep the order of their messages (MQTT 3.1.1, 4.6). */
  let last: Promise<void> = Promise.resolve()

  const spool = (batch: ReadingBatch, senders?: MessageSenders): Promise<void> => {
    if (batch.count === 0 && (senders?.count ?? 0) === 0) return last
    try {
      const sequence = log.append({ topic: '', enterprise: '', payload: encodeBatch(batch, senders), arrivedAt: batch.arrivedAt, format: COLUMNS_FORMAT })
      position = sequence + 1
      last = log.commit(sequence)
    } catch (error) {
      last = Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
    // Nobody may be waiting (QoS 0); the failure is told to those who do.
    last.catch(() => undefined)
    return last
  }
  return { spool, room: () => log.room(), position: () => position }
}
