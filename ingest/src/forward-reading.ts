import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { IngestStats } from './ingest-stats.ts'

/**
 * Someone who judges or shows readings. `receive` is called at once, in order of arrival, and never waits for the store.
 * All subscribers get the same batch: they may keep it and must not change it. One that makes something of it which must outlive
 * a kill (an alarm) returns when that is durable: the sender is not acknowledged before.
 */
export interface ReadingSubscriber {
  name: string
  receive(batch: ReadingBatch): Promise<void> | undefined
}

/** Resolves when what the subscribers made of the batch is durable; undefined when there is nothing to wait for. */
export type ForwardReadings = (batch: ReadingBatch) => Promise<unknown> | undefined

/** One subscriber's throw cannot stop the others; it is logged by name. */
export const createForwardReadings = (subscribers: readonly ReadingSubscriber[], log: Pick<Log, 'error'>, stats: IngestStats): ForwardReadings => (batch) => {
  if (batch.count === 0) return undefined
  const durable: Promise<void>[] = []
  for (const subscriber of subscribers) {
    try {
      const made = subscriber.receive(batch)
      if (made !== undefined) durable.push(made)
    } catch (error) {
      stats.countSubscriberFailure()
      log.error({ subscriber: subscriber.name, err: error }, 'subscriber failed on a batch of readings')
    }
  }
  return durable.length === 0 ? undefined : Promise.all(durable)
}
