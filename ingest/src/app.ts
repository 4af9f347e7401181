import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import type { ReadingIntake } from '@hazardwatch/shared/reading-intake'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { nativeFilter, nativeKinds } from '@hazardwatch/shared/topics'
import type { PointRegistry } from './decode-message.ts'
import { startEmbeddedBroker, type EmbeddedBroker } from './embedded-broker.ts'
import type { BrokerAddress } from './external-broker/broker-url.ts'
import { startExternalBroker } from './external-broker/external-broker.ts'
import { createForwardReadings, type ReadingSubscriber } from './forward-reading.ts'
import { createIngestStats, type IngestStats } from './ingest-stats.ts'
import { createMessagePath } from './message-path.ts'
import { createReadingIntake } from './reading-intake.ts'
import { createReceiveMessage, type ReceiveMessage } from './receive-message.ts'
import { createRejectReadings } from './reject-reading.ts'
import type { ReadingSpool } from './reading-spool.ts'
import { createStoreReadings } from './store-reading.ts'

export interface IngestOptions {
  ledger: PointRegistry
  /** Stays open when ingest stops: who opened it closes it. */
  store: Pick<ReadingStore, 'append'>
  /** Stays open as well. */
  spool: Pick<ReadingSpool, 'readings' | 'forStore'>
  clock: Clock
  log: Log
  broker: BrokerChoice
  subscribers: readonly ReadingSubscriber[]
}

/** The broker in this process (port 0 = any free one), or a session with one elsewhere under a name that stays the same over restarts. */
export type BrokerChoice =
  | { kind: 'embedded'; host: string; port: number }
  | { kind: 'external'; address: BrokerAddress; clientId: string }

export interface Ingest {
  intake: ReadingIntake
  stats: IngestStats
  broker: Broker['address']
  /** Of an external broker: whether its session is there. */
  brokerState: () => { connected: boolean }
  publish: Broker['publish']
  /** Resolves when everything that has been accepted until now is in the store. */
  stored(): Promise<void>
  stop(): Promise<void>
}

/** Wires the path of a reading: receive, decode, validate, reject, store beside forward. Throws BrokerListenError. */
export const startIngest = async ({ ledger, store, spool, clock, log, broker: choice, subscribers }: IngestOptions): Promise<Ingest> => {
  const stats = createIngestStats(clock)
  const storeReadings = createStoreReadings({ consumer: spool.forStore, store, log, stats })
  const forward = createForwardReadings(subscribers, log, stats)
  const tell = (topic: string, payload: string): void => {
    broker.publish(topic, payload).catch((error: unknown) => { log.warn({ topic, err: String(error) }, 'a notice could not be published') })
  }
  const reject = createRejectReadings(tell, clock, stats)
  const take = createMessagePath({ registry: ledger, reject, forward, spool: spool.readings, stats })
  const receive = createReceiveMessage(take, spool.readings, clock, log)
  storeReadings.start()
  const broker = await startBroker(choice, receive, () => spool.readings.room(), log)
  return {
    intake: createReadingIntake({ take, spool: spool.readings }),
    stats,
    broker: broker.address,
    brokerState: () => broker.state(),
    publish: broker.publish,
    stored: () => storeReadings.stored(spool.readings.position()),
    stop: async () => {
      await broker.stop()
      await storeReadings.stop()
    },
  }
}

type Broker = EmbeddedBroker & { state: () => { connected: boolean } }

const startBroker = async (choice: BrokerChoice, receive: ReceiveMessage, room: () => Promise<void> | undefined, log: Log): Promise<Broker> => {
  if (choice.kind === 'embedded') return { ...await startEmbeddedBroker({ host: choice.host, port: choice.port, receive, room, log }), state: () => ({ connected: true }) }
  const session = startExternalBroker({ address: choice.address, clientId: choice.clientId, filters: nativeKinds.map(nativeFilter), receive, log, chance: Math.random, after, every })
  return { address: session.address, publish: session.publish.bind(session), state: session.state.bind(session), stop: session.stop.bind(session) }
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => { clearTimeout(timer) }
}

const every = (ms: number, run: () => void): (() => void) => {
  const timer = setInterval(run, ms)
  return () => { clearInterval(timer) }
}
