import { setImmediate as breathe } from 'node:timers/promises'
import type { Clock } from '@hazardwatch/shared/clock'
import type { DeadLetters } from '@hazardwatch/shared/dead-letters'
import type { EventBook } from '@hazardwatch/shared/event-book'
import type { StatisticsBook } from '@hazardwatch/shared/gateway-statistics'
import type { Log } from '@hazardwatch/shared/node/log'
import type { AccountRecords } from '@hazardwatch/shared/node/records/account-records'
import type { EventRecords } from '@hazardwatch/shared/node/records/event-records'
import type { Quarantine } from '@hazardwatch/shared/quarantine'
import type { ReadingIntake } from '@hazardwatch/shared/reading-intake'
import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { nativeFilter, nativeKinds } from '@hazardwatch/shared/topics'
import type { AccountLedger } from './accounts/account-book.ts'
import type { Reply } from './decode/decode-target.ts'
import { createPlausibility, type PlausibilityCounts } from './check-plausibility.ts'
import type { PointRegistry } from './decode-message.ts'
import { createForwardReadings, type ReadingSubscriber } from './forward-reading.ts'
import { createGatewayRoutes } from './gateway-routes.ts'
import { createHostState } from './host-state.ts'
import { startHj212Listener, type Hj212Listener } from './hj212-listener.ts'
import { createIngestStats, type IngestStats } from './ingest-stats.ts'
import { startAccounts } from './keep-accounts.ts'
import { createMessagePath } from './message-path.ts'
import { createOrderMarks } from './order-marks.ts'
import { startPlantEvents, type PlantEventsOptions } from './plant-events.ts'
import { createReadingIntake } from './reading-intake.ts'
import { createReceiveMessage } from './receive-message.ts'
import { startSideTracks, type SideTrackOptions, type SideTracks } from './side-tracks.ts'
import type { ReadingSpool } from './reading-spool.ts'
import { startBroker, type Broker, type BrokerChoice } from './start-broker.ts'
import { createStoreReadings } from './store-reading.ts'

export interface IngestOptions {
  ledger: PointRegistry & AccountLedger
  /** Stays open when ingest stops: who opened it closes it. */
  store: Pick<ReadingStore, 'append' | 'appendsAtOnce' | 'expectOlder'>
  /** Stays open as well. */
  spool: Pick<ReadingSpool, 'readings' | 'forStore' | 'senders' | 'letters'>
  clock: Clock
  log: Log
  broker: BrokerChoice
  /** Under which name Sparkplug nodes know this service as their host application. */
  sparkplugHost: string
  /** Where HJ 212 boxes connect (port 0 = any free one); left out = nowhere. */
  hj212?: { host: string; port: number }
  subscribers: readonly ReadingSubscriber[]
  /** Who wants to know through which gateway a point comes, and which gateway says that it goes. */
  gateways?: { heard: (gateway: string, points: readonly number[]) => void; left: (enterprise: string, gateway: string, at: number) => void }
  /** Where names and messages go that are not accepted. */
  records: SideTrackOptions['records']
  /** Where video, work, commitment and status go. */
  plant: { ledger: PlantEventsOptions['ledger']; records: EventRecords }
  /** Where what gateways are scored on is kept. */
  accounts: AccountRecords
}

export interface Ingest {
  intake: ReadingIntake
  stats: IngestStats
  broker: Broker['address']
  /** Of an external broker: whether its session is there. */
  brokerState: Broker['state']
  /** Undefined when it was not asked for. */
  hj212: Hj212Listener['address'] | undefined
  events: EventBook
  quarantine: Quarantine
  deadLetters: DeadLetters
  /** Names in quarantine, dead letters, and readings that were marked. */
  asideCounts: () => ReturnType<SideTracks['counts']> & { implausible: PlausibilityCounts }
  statistics: StatisticsBook
  publish: Broker['publish']
  /** Resolves when everything that has been accepted until now is in the store; while a backlog drains, all but that. */
  stored(): Promise<void>
  stop(): Promise<void>
}

/** Wires the path of a reading: receive, decode, validate, reject, store beside forward. Throws BrokerListenError or Hj212ListenError. */
export const startIngest = async ({ ledger, store, spool, clock, log, broker: choice, sparkplugHost, hj212: boxes, subscribers, plant, records, accounts: kept, gateways: watchers }: IngestOptions): Promise<Ingest> => {
  const stats = createIngestStats(clock)
  const forward = createForwardReadings(subscribers, log, stats)
  const tell = (topic: string, payload: string | Uint8Array): void => {
    broker.publish(topic, payload).catch((error: unknown) => { log.warn({ topic, err: String(error) }, 'a notice could not be published') })
  }
  const accounts = await startAccounts({ ledger, records: kept, log: spool.senders, clock, logger: log, every, turn: breathe, ...(watchers && { onOwners: watchers.heard }) })
  const storeReadings = createStoreReadings({ consumer: spool.forStore, store, log, stats, clock, countDuplicates: accounts.countDuplicates, spoolEnd: spool.readings.position() })
  const started: { broker?: Broker } = {}
  const gateways = createGatewayRoutes(ledger, () => { started.broker?.subscribe(filters()) })
  const filters = (): string[] => [...nativeKinds.map(nativeFilter), ...gateways.filters()]
  const aside = await startSideTracks({ registry: ledger, gateways, records, spool, publish: tell, stats, clock, log, every })
  const { reject, setAside, readAfterAll, noteDevice } = aside
  const plausibility = createPlausibility(ledger)
  const { take, takeDecoded, note } = createMessagePath({ registry: ledger, reject, setAside, readAfterAll, plausibility, order: createOrderMarks(accounts.newest), forward, spool: spool.readings, stats, accounts, ...(watchers && { onLeft: watchers.left }) })
  const events = await startPlantEvents({ ...plant, reject, setAside, kept: () => spool.readings.kept(), stats, note, clock, log, every })
  const answer = ({ topic, payload }: Reply): void => { tell(topic, payload) }
  const receive = createReceiveMessage({ take, takeEvent: events.take, gateways, answer, spool: spool.readings, clock, log })
  const room = () => spool.readings.room()
  // Before the broker: what an external one has kept comes at once.
  gateways.start()
  await aside.holdAgain(() => started.broker?.state().connected === true)
  storeReadings.start()
  const stop = async (): Promise<void> => {
    gateways.stop()
    plausibility.stop()
    events.close()
    await started.broker?.stop()
    await events.stop()
    await storeReadings.stop()
    await aside.stop()
    await accounts.stop()
  }
  /** What has been started would keep the process alive. */
  const stopAfterFailure = async (error: unknown): Promise<never> => {
    await stop()
    throw error
  }
  const broker = started.broker = await startBroker(choice, { filters: filters(), receive, room, host: createHostState(sparkplugHost), clock, log, chance: Math.random, after, every }).catch(stopAfterFailure)
  const hj212 = boxes && await startHj212Listener({ ...boxes, gateways, registry: ledger, take: takeDecoded, noteDevice, room, clock, log }).catch(stopAfterFailure)
  return {
    intake: createReadingIntake({ take, spool: spool.readings }),
    stats,
    broker: broker.address,
    brokerState: () => broker.state(),
    hj212: hj212?.address,
    events: events.book,
    quarantine: aside.quarantine,
    deadLetters: aside.letters({ takeEvent: events.replay, plausibility, forward, spool: spool.readings }, room),
    asideCounts: () => ({ ...aside.counts(), implausible: plausibility.counts() }),
    statistics: accounts.book,
    publish: broker.publish,
    stored: () => storeReadings.stored(spool.readings.position()),
    stop: async () => {
      await hj212?.stop()
      await stop()
    },
  }
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => { clearTimeout(timer) }
}

const every = (ms: number, run: () => void): (() => void) => {
  const timer = setInterval(run, ms)
  return () => { clearInterval(timer) }
}
