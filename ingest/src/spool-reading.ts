import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { encodeBatch } from './batch-record.ts'
import type { MessageSenders } from './message-senders.ts'
import type { Spool } from './spool/spool.ts'

/** Format byte of a batch in columns. */
export const COLUMNS_FORMAT = 1
/** Of a message that was set aside, as it came. */
export const LETTER_FORMAT = 2

export interface SpoolReadings {
  /** Resolves when the batch, and what was set aside before it, is on the disk; rejects when it is not and never will be: its senders send it again. Takes the rows at once. */
  spool(batch: ReadingBatch, senders?: MessageSenders): Promise<void>
  /**
   * Takes a message of which something was refused. It is durable with the batch that is spooled next, in the same write: so its acknowledgement
   * costs nothing more, and keeps its place among the others. @returns false when there is no room for it.
   * @param owed its sender must not be acknowledged without it: when there is no room, the next batch is not durable
   */
  setAside(letter: Uint8Array, arrivedAt: number, owed?: boolean): boolean
  /** Resolves when what was set aside is durable, for who spools no batch. */
  kept(): Promise<void>
  /** Undefined while there is room; else resolves when it is worth trying again. Who brings more must wait for it. */
  room(): Promise<void> | undefined
  /** The position behind what was taken last. */
  position(): number
}

/** Puts accepted readings into the durable log. What the log refuses (it is full, the disk is full) is judged all the same, and not acknowledged. */
export const createSpoolReadings = (log: Pick<Spool, 'append' | 'commit' | 'room'>, start: number): SpoolReadings => new ToSpool(log, start)

class ToSpool implements SpoolReadings {
  private readonly log: Pick<Spool, 'append' | 'commit' | 'room'>
  private end: number
  /** The commit of the batch before: one of which nothing is kept is acknowledged with it, so that PUBACKs keep the order of their messages (MQTT 3.1.1, 4.6). */
  private last: Promise<void> = Promise.resolve()
  /** Taken last, and not committed. */
  private taken: number | undefined
  private refusal: Error | undefined

  constructor(log: Pick<Spool, 'append' | 'commit' | 'room'>, start: number) {
    this.log = log
    this.end = start
  }

  spool(batch: ReadingBatch, senders?: MessageSenders): Promise<void> {
    if (batch.count > 0 || (senders?.count ?? 0) > 0) this.append(encodeBatch(batch, senders), batch.arrivedAt, COLUMNS_FORMAT, true)
    if (this.refusal !== undefined) this.last = Promise.reject(this.refusal)
    else if (this.taken !== undefined) this.last = this.log.commit(this.taken)
    this.taken = this.refusal = undefined
    // Nobody may be waiting (QoS 0); the failure is told to those who do.
    this.last.catch(() => undefined)
    return this.last
  }

  setAside(letter: Uint8Array, arrivedAt: number, owed = false): boolean {
    return this.append(letter, arrivedAt, LETTER_FORMAT, owed)
  }

  kept(): Promise<void> {
    return this.taken === undefined ? done : this.log.commit(this.taken)
  }

  room(): Promise<void> | undefined {
    return this.log.room()
  }

  position(): number {
    return this.end
  }

  private append(payload: Uint8Array, arrivedAt: number, format: number, owed: boolean): boolean {
    try {
      this.taken = this.log.append({ topic: '', enterprise: '', payload, arrivedAt, format })
      this.end = this.taken + 1
      return true
    } catch (error) {
      if (owed) this.refusal ??= error instanceof Error ? error : new Error(String(error))
      return false
    }
  }
}

const done = Promise.resolve()
