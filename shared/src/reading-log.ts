import type { ReadingBatch } from './reading-batch.ts'

/**
 * Port: the durable log of accepted readings, in the order of their arrival, as one who judges them sees it. A sender is acknowledged when its
 * readings are in the log; who judges them replays, after a restart, what it had not kept.
 */
export interface ReadingLog {
  /** Hands over every batch behind the position kept last, oldest first, with the position behind it; resolves at the end of the log. */
  replay(judge: (batch: ReadingBatch, position: number) => void): Promise<void>
  /** The position behind the batch that was handed over live last; before the first one, the end of the log as it was found. */
  position(): number
  /** Everything before the position has been judged, and what came of it is durable: it is not replayed again. */
  keep(position: number): Promise<void>
}
