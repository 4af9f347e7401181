import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ReadingLog } from '@hazardwatch/shared/reading-log'
import { judgeBatch } from './engine.ts'
import type { Engine } from './engine-state.ts'
import type { JudgeMode } from './judge-readings.ts'

/**
 * The door of the engine: each batch is judged as it comes, in the order it comes, and it is noted how far in the log that was.
 * A batch that the engine cannot judge is reported and does not stop the next.
 */
export const createReadingReceiver = (engine: Engine, readings: Pick<ReadingLog, 'position'>, flush: () => Promise<void>, clock: Clock, log: Log) => {
  let judgedAt: number | null = null
  const judge = (batch: ReadingBatch, mode: JudgeMode, position: number): void => {
    try {
      const future = judgeBatch(engine, batch, mode)
      if (future.length > 0) log.warn({ readings: future.length }, 'readings from the future reached the engine and were refused')
    } catch (error) {
      log.error({ err: error, readings: batch.count }, 'a batch could not be judged')
    }
    engine.readTo = Math.max(engine.readTo, position)
    judgedAt = clock()
    void flush()
  }
  return {
    receive: (batch: ReadingBatch): void => { judge(batch, 'live', readings.position()) },
    /** What came of a batch before the last commit is durable: it only moves clocks on. One behind it is judged as it was when it arrived. */
    replay: (batch: ReadingBatch, position: number): void => { judge(batch, position <= engine.readTo ? 'replay' : 'live', position) },
    /** When a batch was last judged, epoch ms. */
    judgedAt: () => judgedAt,
  }
}
