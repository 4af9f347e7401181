import { decodeMessage, type InboundMessage, type PointRegistry } from './decode-message.ts'
import type { ForwardReadings } from './forward-reading.ts'
import type { IngestStats } from './ingest-stats.ts'
import type { Refusals } from './refusals.ts'
import type { RejectReadings } from './reject-reading.ts'
import type { StoreReadings } from './store-reading.ts'
import { validateReadings } from './validate-reading.ts'

/** What became of a message: decided at once, but for `durable`, which resolves when its readings, and the alarms they raised, survive kill -9. */
export interface TakenMessage {
  accepted: number
  refusals: Refusals
  durable: Promise<void>
}

export type TakeMessage = (message: InboundMessage) => TakenMessage

export interface Hops {
  registry: PointRegistry
  reject: RejectReadings
  forward: ForwardReadings
  store: Pick<StoreReadings, 'store'>
  stats: IngestStats
}

/** The hops of a message in their order. All but the store are over when this returns, so messages are judged in the order in which they came. */
export const createMessagePath = ({ registry, reject, forward, store, stats }: Hops): TakeMessage => (message) => {
  const decoded = decodeMessage(registry, message)
  validateReadings(decoded)
  const { batch, refusals, tags } = decoded
  stats.countMessage(message.enterprise, tags !== undefined, message.payload.length, batch.count, refusals, message.arrivedAt)
  reject(message.enterprise, message.topic, refusals)
  const stored = store.store(batch)
  const judged = forward(batch)
  return { accepted: batch.count, refusals, durable: judged === undefined ? stored : both(stored, judged) }
}

const both = async (stored: Promise<void>, judged: Promise<unknown>): Promise<void> => { await Promise.all([stored, judged]) }
