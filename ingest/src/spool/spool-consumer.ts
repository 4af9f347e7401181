import type { Progress } from './retention.ts'
import { SpoolCursor, type CursorSource, type RecordBatch } from './spool-cursor.ts'
import type { SpoolPosition } from './spool-position.ts'
import type { StoredRecord } from './spool-record.ts'
import type { SpoolGrowth } from './spool-growth.ts'

export interface ReadOptions {
  maxRecords?: number
  /** Soft by one record. */
  maxBytes?: number
  signal?: AbortSignal
}

/** A batch of one-value messages, and of messages with 63 values. Larger ones hold up the event loop. */
const MAX_RECORDS = 1_000
const MAX_BYTES = 1_048_576

export interface SpoolConsumerOptions {
  name: string
  source: CursorSource
  position: SpoolPosition
  growth: SpoolGrowth
  moved: () => void
  release: () => void
}

/**
 * Reads every durable record once, in order, from the position saved last; after a crash again from there. So what it does with a record
 * must bear to be done twice, or the position must be kept with the result (then pass it to `rewind`).
 */
export class SpoolConsumer {
  readonly name: string
  private readonly options: SpoolConsumerOptions
  private cursor: SpoolCursor
  private lastRead: { next: number; arrivedAt: number } = { next: 0, arrivedAt: 0 }
  private passedAt = 0
  private furthest: number
  private closed = false
  /** Of `readBehind`. */
  private behind: SpoolCursor | undefined
  private readingBehind: Promise<RecordBatch> | undefined
  private reading: Promise<RecordBatch | undefined> | undefined

  constructor(options: SpoolConsumerOptions) {
    this.name = options.name
    this.options = options
    this.cursor = new SpoolCursor(options.source, options.position.saved)
    this.furthest = options.position.saved
  }

  get progress(): Progress {
    return { name: this.name, position: this.options.position.saved, passedAt: this.passedAt }
  }

  /** The position behind the newest durable record. */
  get end(): number {
    return this.options.source.end()
  }

  /** Waits until there is at least one record. Undefined once the spool is closed or the signal has fired. One call at a time. */
  async read(options: ReadOptions = {}): Promise<RecordBatch | undefined> {
    if (this.reading !== undefined) throw new Error(`consumer ${this.name} reads already: wait for the batch before asking for the next one`)
    this.reading = this.readNext(options)
    try {
      return await this.reading
    } finally {
      this.reading = undefined
    }
  }

  async *batches(options: ReadOptions = {}): AsyncGenerator<RecordBatch, void, void> {
    for (let batch = await this.read(options); batch !== undefined; batch = await this.read(options)) yield batch
  }

  /**
   * Everything before `position` is done: resolves when that is durable, after which the spool may delete it.
   * Only positions that a batch gave as its `next` (or sequences in it) make sense; a lower one than the last is ignored.
   * @param passedAt when the record before it arrived, epoch ms; known of the batch that was read last
   */
  async save(position: number, passedAt?: number): Promise<void> {
    if (!Number.isSafeInteger(position) || position > this.furthest) {
      throw new RangeError(`consumer ${this.name} cannot save ${position}: it has read up to ${this.furthest}`)
    }
    await this.options.position.save(position)
    this.passedAt = position >= this.lastRead.next ? this.lastRead.arrivedAt : passedAt ?? this.passedAt
    this.options.moved()
  }

  /** The next read begins at `position` (by default the one saved last), as after a crash. */
  async rewind(position = this.options.position.saved): Promise<void> {
    if (this.reading !== undefined) throw new Error(`consumer ${this.name} is reading: wait for the batch before going back`)
    const before = this.cursor
    this.cursor = new SpoolCursor(this.options.source, position)
    await before.close()
  }

  /**
   * Beside `read`, which goes on further ahead: durable records from `from` on that lie before `to`, at least one unless they are damaged; `next` is at most `to`.
   * One call at a time.
   */
  async readBehind(from: number, to: number, maxBytes = MAX_BYTES): Promise<RecordBatch> {
    if (this.readingBehind !== undefined) throw new Error(`consumer ${this.name} reads behind already: wait for the batch before asking for the next one`)
    this.readingBehind = this.readBefore(from, to, maxBytes)
    try {
      return await this.readingBehind
    } finally {
      this.readingBehind = undefined
    }
  }

  /** Everything before `position` has reached the consumer on another way: it is passed without being read. Durable records only. */
  async skip(position: number): Promise<void> {
    if (position <= this.options.position.saved) return
    await this.rewind(position)
    this.furthest = Math.max(this.furthest, position)
    await this.save(position)
  }

  /** Its position stays, and so does everything it has not passed. */
  async close(): Promise<void> {
    this.closed = true
    this.options.growth.wake()
    await Promise.allSettled([this.reading, this.readingBehind])
    await this.cursor.close()
    await this.behind?.close()
    this.options.release()
  }

  private async readBefore(from: number, to: number, maxBytes: number): Promise<RecordBatch> {
    if (this.behind?.next !== from) {
      await this.behind?.close()
      this.behind = new SpoolCursor(this.options.source, from)
    }
    const { records, next } = await this.behind.read(Math.min(MAX_RECORDS, to - from), maxBytes)
    this.furthest = Math.max(this.furthest, Math.min(next, to))
    if (next < to) return { records, next }
    await this.behind.close()
    this.behind = undefined
    return { records: records.filter(({ sequence }) => sequence < to), next: to }
  }

  private async readNext({ maxRecords = MAX_RECORDS, maxBytes = MAX_BYTES, signal }: ReadOptions): Promise<RecordBatch | undefined> {
    const { growth, source } = this.options
    for (;;) {
      if (growth.ended || this.closed || signal?.aborted === true) return undefined
      const batch = await this.cursor.read(maxRecords, maxBytes)
      this.furthest = Math.max(this.furthest, batch.next)
      const last: StoredRecord | undefined = batch.records.at(-1)
      if (last !== undefined) {
        this.lastRead = { next: batch.next, arrivedAt: last.arrivedAt }
        return batch
      }
      // What happened during the read has woken nobody.
      if (!this.closed && this.cursor.next >= source.end()) await growth.next(signal)
    }
  }
}
