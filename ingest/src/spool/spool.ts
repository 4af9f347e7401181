import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { GroupFigures } from './commit-groups.ts'
import type { ConsumerLag } from './retention.ts'
import type { SpoolConsumer } from './spool-consumer.ts'
import type { RecordBatch } from './spool-cursor.ts'
import type { SpoolDisk } from './spool-disk.ts'
import type { RefusalReason } from './spool-errors.ts'
import type { SpoolRecord } from './spool-record.ts'

export interface SpoolOptions {
  folder: string
  /** Of all segments and what waits for the disk. At least three segments. */
  maxBytes: number
  /** Beyond this age of the oldest record that a consumer has not passed, nothing more is taken. */
  maxAgeMs: number
  /** A segment is closed beyond it, and deleted as a whole. */
  segmentBytes?: number
  /** The newest records are kept in memory for consumers, up to this. */
  memoryBytes?: number
  /** What may wait for the disk. At most a segment. */
  maxPendingBytes?: number
  clock: Clock
  log: Pick<Log, 'error' | 'warn'>
  disk?: SpoolDisk
}

export interface SpoolStats extends GroupFigures {
  bytes: number
  maxBytes: number
  pendingBytes: number
  segments: number
  /** Sequence of the oldest record on the disk; equal to `end` when there is none. */
  oldest: number
  /** Sequence behind the newest durable record. */
  end: number
  oldestAgeMs: number
  maxAgeMs: number
  /** Why appends are refused now. */
  refusing: RefusalReason | undefined
  refused: number
  /** Places on the disk that could not be read. */
  damages: number
  consumers: ConsumerLag[]
}

/** A durable, bounded log of messages on the local disk. */
export interface Spool {
  /**
   * Takes a copy of the record and returns its sequence. It is not durable before `commit`.
   * Throws SpoolRefusal when there is no room: its sender must get no acknowledgement.
   */
  append(record: SpoolRecord): number
  /**
   * Resolves when everything up to `sequence` (by default the record appended last) is durable. Rejects with SpoolWriteError when it is not,
   * and never will be: its senders must send it again. Pass the sequence unless it is called in the same turn as `append`.
   */
  commit(sequence?: number): Promise<void>
  /** Undefined while there is room; else resolves when it is worth trying again. */
  room(): Promise<void> | undefined
  /** A look at durable records from a sequence on, as far as they are still there; moves no consumer. */
  read(from: number, maxRecords: number, maxBytes: number): Promise<RecordBatch>
  /** From its saved position; a new name begins at the oldest record. Nothing is deleted that a name known on this disk has not passed. */
  consumer(name: string): Promise<SpoolConsumer>
  /** Removes the position of a consumer that is gone for good, so that it holds nothing back. */
  forget(name: string): Promise<void>
  stats(): SpoolStats
  /** Writes what was appended, ends consumers, gives the folder free. */
  close(): Promise<void>
}
