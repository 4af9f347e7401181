import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingIntake } from '@hazardwatch/shared/reading-intake'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import type { PointRegistry } from './decode-message.ts'
import { startEmbeddedBroker, type EmbeddedBroker } from './embedded-broker.ts'
import { createForwardReadings, type ReadingSubscriber } from './forward-reading.ts'
import { createIngestStats, type IngestStats } from './ingest-stats.ts'
import { createMessagePath } from './message-path.ts'
import { createReadingIntake } from './reading-intake.ts'
import { createReceiveMessage } from './receive-message.ts'
import { createRejectReadings } from './reject-reading.ts'
import { createStoreReadings } from './store-reading.ts'

export interface IngestOptions {
  ledger: PointRegistry
  /** Stays open when ingest stops: who opened it closes it. */
  store: Pick<ReadingStore, 'append'>
  clock: Clock
  log: Log
  /** Where the embedded broker listens; port 0 = any free one. */
  host: string
  port: number
  subscribers: readonly ReadingSubscriber[]
}

export interface Ingest {
  intake: ReadingIntake
  stats: IngestStats
  broker: EmbeddedBroker['address']
  publish: EmbeddedBroker['publish']
  stop(): Promise<void>
}

/** Wires the path of a reading: receive, decode, validate, reject, store beside forward. Throws BrokerListenError. */
export const startIngest = async ({ ledger, store, clock, log, host, port, subscribers }: IngestOptions): Promise<Ingest> => {
  const stats = createIngestStats(clock)
  const storeReadings = createStoreReadings({ store, log, stats })
  const forward = createForwardReadings(subscribers, log, stats)
  const tell = (topic: string, payload: string): void => {
    broker.publish(topic, payload).catch((error: unknown) => { log.warn({ topic, err: String(error) }, 'a notice could not be published') })
  }
  const reject = createRejectReadings(tell, clock, stats)
  const take = createMessagePath({ registry: ledger, reject, forward, store: storeReadings, stats })
  const receive = createReceiveMessage(take, storeReadings, clock, log)
  storeReadings.start()
  const broker = await startEmbeddedBroker({ host, port, receive, room: () => storeReadings.room(), log })
  return {
    intake: createReadingIntake({ take, store: storeReadings }),
    stats,
    broker: broker.address,
    publish: broker.publish,
    stop: async () => {
      // The store first: what it still takes is acknowledged over connections that must be open for it.
      await storeReadings.stop()
      await broker.stop()
    },
  }
}
