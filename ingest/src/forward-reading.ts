import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { IngestStats } from './ingest-stats.ts'

/**
 * Someone who judges or shows readings. `receive` is called at once, in order of arrival, and never waits for the store.
 * All subscribers get the same batch: they may keep it and must not change it.
 */
export interface ReadingSubscriber {
  name: string
  receive(batch: ReadingBatch): void
}

export type ForwardReadings = (batch: ReadingBatch) => void

/** One subscriber's throw cannot stop the others; it is logged by name. */
export const createForwardReadings = (subscribers: readonly ReadingSubscriber[], log: Pick<Log, 'error'>, stats: IngestStats): ForwardReadings => (batch) => {
  if (batch.count === 0) return
  for (const subscriber of subscribers) {
    try {
      subscriber.receive(batch)
    } catch (error) {
      stats.countSubscriberFailure()
      log.error({ subscriber: subscriber.name, err: error }, 'subscriber failed on a batch of readings')
    }
  }
}
