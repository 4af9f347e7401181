import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { RecentBlocks } from './recent-blocks.ts'
import type { Segment, Segments } from './segments.ts'
import type { SpoolDisk } from './spool-disk.ts'
import type { RefusalReason } from './spool-errors.ts'

/** How far one consumer has come. */
export interface Progress {
  name: string
  /** Its durable position. */
  position: number
  /** When the last record that it has passed arrived, epoch ms; 0 when this process does not know. */
  passedAt: number
}

export interface ConsumerLag {
  name: string
  position: number
  lagRecords: number
  /** For how long the oldest record that it has not passed has been here. */
  lagMs: number
}

export interface RetentionOptions {
  maxBytes: number
  maxAgeMs: number
  maxPendingBytes: number
  segments: Segments
  recent: RecentBlocks
  end: () => number
  progress: () => Progress[]
  /** The segment that is still written, and so never deleted. */
  growing: () => Segment | undefined
  clock: Clock
  disk: SpoolDisk
  log: Pick<Log, 'error'>
}

/** Keeps what a consumer still needs, deletes what all have passed, and says when there is no room for more. */
export class Retention {
  private readonly options: RetentionOptions
  private storedBytes = 0
  private oldestAt = Infinity
  private dropping: Promise<void> = Promise.resolve()

  constructor(options: RetentionOptions) {
    this.options = options
  }

  get bytes(): number {
    return this.storedBytes
  }

  /** Age of the oldest record that some consumer has not passed, ms; without consumers, of the oldest there is. */
  get oldestAgeMs(): number {
    return this.oldestAt === Infinity ? 0 : Math.max(0, this.options.clock() - this.oldestAt)
  }

  /** To be called whenever the log has grown or a consumer has moved: appends ask only for what is worked out here. */
  refresh(): void {
    const { segments, end, progress } = this.options
    const all = progress()
    const passed = all.reduce((least, { position }) => Math.min(least, position), all.length === 0 ? -Infinity : end())
    const removed = this.takePassed(passed)
    if (removed.length > 0) this.dropping = this.dropping.then(() => this.remove(removed))
    this.storedBytes = segments.bytes
    this.oldestAt = Math.min(...(all.length === 0 ? [this.unreadSince(0, 0)] : all.map(({ position, passedAt }) => this.unreadSince(position, passedAt))))
  }

  /** @param bytes of a record, at most; `arrivedAt` of the same serves as the time, so that no clock is read for each record */
  refusal(bytes: number, arrivedAt: number, pendingBytes: number): RefusalReason | undefined {
    const { maxBytes, maxAgeMs, maxPendingBytes } = this.options
    if (this.storedBytes + pendingBytes + bytes > maxBytes) return 'bytes'
    if (arrivedAt - this.oldestAt > maxAgeMs) return 'age'
    return pendingBytes + bytes > maxPendingBytes ? 'pending' : undefined
  }

  lagOf({ name, position, passedAt }: Progress): ConsumerLag {
    const since = this.unreadSince(position, passedAt)
    if (since === Infinity) return { name, position, lagRecords: 0, lagMs: 0 }
    return { name, position, lagRecords: this.options.end() - position, lagMs: Math.max(0, this.options.clock() - since) }
  }

  /** Resolves when what was to be deleted is. */
  settled(): Promise<void> {
    return this.dropping
  }

  private takePassed(passed: number): Segment[] {
    const { segments, growing } = this.options
    const removed = segments.list.filter((segment) => segment.next <= passed && segment !== growing())
    for (const segment of removed) segments.remove(segment)
    return removed
  }

  private async remove(removed: Segment[]): Promise<void> {
    for (const { path } of removed) {
      // It stays behind as a file that every consumer has passed; the next start deletes it.
      const tell = (error: unknown): void => { this.options.log.error({ err: error, file: path }, 'a spool segment could not be deleted') }
      await this.options.disk.remove(path).catch(tell)
    }
  }

  /** Exact to the block in memory, else to the segment. */
  private unreadSince(position: number, passedAt: number): number {
    const { recent, segments, end } = this.options
    if (position >= end()) return Infinity
    const block = recent.find(position)
    if (block !== undefined) return block.block.arrivedAt
    const segment = segments.holding(position)
    return segment === undefined ? Infinity : Math.max(segment.firstAt, passedAt)
  }
}
