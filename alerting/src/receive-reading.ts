import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { judgeBatch } from './engine.ts'
import type { Engine } from './engine-state.ts'
import type { JudgeMode } from './judge-readings.ts'

/**
 * The door of the engine: each batch is judged as it comes, in the order it comes.
 * A batch that the engine cannot judge is reported and does not stop the next.
 */
export const createReadingReceiver = (engine: Engine, flush: () => Promise<void>, clock: Clock, log: Log) => {
  let judgedAt: number | null = null
  return {
    receive: (batch: ReadingBatch, mode: JudgeMode = 'live'): void => {
      try {
        const future = judgeBatch(engine, batch, mode)
        if (future.length > 0) log.warn({ readings: future.length }, 'readings from the future reached the engine and were refused')
      } catch (error) {
        log.error({ err: error, readings: batch.count }, 'a batch could not be judged')
      }
      judgedAt = clock()
      void flush()
    },
    /** When a batch was last judged, epoch ms. */
    judgedAt: () => judgedAt,
  }
}
