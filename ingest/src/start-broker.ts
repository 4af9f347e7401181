import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import { startEmbeddedBroker, type EmbeddedBroker } from './embedded-broker.ts'
import type { BrokerAddress } from './external-broker/broker-url.ts'
import { startExternalBroker, type BrokerState, type ExternalBrokerOptions } from './external-broker/external-broker.ts'
import { hasNodes, type HostState } from './host-state.ts'
import { forbiddenTo, publishedByUs, type ReceiveMessage } from './receive-message.ts'
import { shareFilters, staleFilters, type ShareGroups } from './share-filters.ts'

/** The broker in this process (port 0 = any free one), or a session with one elsewhere under a name that stays the same over restarts. */
export type BrokerChoice =
  | { kind: 'embedded'; host: string; port: number }
  | { kind: 'external'; address: BrokerAddress; clientId: string; share?: ShareGroups }

export type Broker = EmbeddedBroker & { state: () => Pick<BrokerState, 'connected' | 'sessionsLost' | 'sessionLostAt'>; subscribe: (filters: readonly string[]) => void }

export interface BrokerParts extends Pick<ExternalBrokerOptions, 'chance' | 'after' | 'every'> {
  filters: readonly string[]
  receive: ReceiveMessage
  room: () => Promise<void> | undefined
  host: HostState
  clock: Clock
  log: Log
}

/** Throws BrokerListenError. */
export const startBroker = (choice: BrokerChoice, parts: BrokerParts): Promise<Broker> =>
  (choice.kind === 'embedded' ? startHere(choice, parts) : Promise.resolve(startElsewhere(choice, parts)))

const startHere = async (choice: { host: string; port: number }, { filters, receive, room, host: state, clock, log }: BrokerParts): Promise<Broker> => {
  const forbids = (topic: string): string | undefined => (topic === state.topic ? publishedByUs(topic) : forbiddenTo(topic))
  const embedded = await startEmbeddedBroker({
    ...choice, room, log, forbids, receive: (topic, payload) => (topic === state.topic ? { verdict: 'refuse', detail: publishedByUs(topic) } : receive(topic, payload)),
  })
  let told = false
  const tell = async (there: boolean): Promise<void> => {
    if (there === told) return
    told = there
    const { birth } = state.greet(clock())
    await embedded.publish(state.topic, there ? birth : state.farewell(clock()), { retain: true })
  }
  await tell(hasNodes(filters))
  return {
    ...embedded, state: () => ({ connected: true, sessionsLost: 0, sessionLostAt: null }),
    // It hands over every topic anyway.
    subscribe: (wanted) => { tell(hasNodes(wanted)).catch((error: unknown) => { log.warn({ err: String(error) }, 'the state of this host could not be published') }) },
    stop: async () => {
      await tell(false)
      await embedded.stop()
    },
  }
}

const startElsewhere = ({ address, clientId, share = { now: undefined, before: undefined } }: Extract<BrokerChoice, { kind: 'external' }>, { filters, receive, host, clock, log, chance, after, every }: BrokerParts): Broker => {
  let asked = filters
  const session = startExternalBroker({ receive, host, clock, log, chance, after, every, address, clientId, filters: shareFilters(share.now, filters), stale: () => staleFilters(share, asked) })
  return {
    address: session.address, publish: session.publish.bind(session), state: session.state.bind(session), stop: session.stop.bind(session),
    subscribe: (wanted) => {
      asked = wanted
      session.subscribe(shareFilters(share.now, wanted))
    },
  }
}
