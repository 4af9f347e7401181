import type { ReadingBatch } from './reading-batch.ts'

/**
 * Port: the durable log of accepted readings, in the order of their arrival, as one who judges them sees it. A sender is acknowledged when its
 * readings are in the log; who judges them replays, after a restart, what it had not kept.
 */
export interface ReadingLog {
  /** Hands over every batch behind the position kept last, oldest first; resolves at the end of the log. */
  replay(judge: (batch: ReadingBatch) => void): Promise<void>
  /** The position behind the batch that was handed over live last. */
  position(): number
  /** Everything before the position has been judged, and what came of it is durable: it is not replayed again. */
  keep(position: number): Promise<void>
}
