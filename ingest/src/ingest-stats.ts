import type { Clock } from '@hazardwatch/shared/clock'
import { rejectionReasons, type RejectionReason } from '@hazardwatch/shared/rejection'
import type { Refusals } from './refusals.ts'

/** Counters of one sender, or of all. Readings are counted once per message that brought them; `bytes` is payload. */
export interface TrafficCounts {
  messages: number
  bytes: number
  accepted: number
  refused: number
  refusedByReason: Partial<Record<RejectionReason, number>>
  /** Epoch ms of our clock; null before the first message. */
  lastMessageAt: number | null
}

/** What the path has done since it started, for /health and /metrics. */
export interface IngestSnapshot extends TrafficCounts {
  startedAt: number
  /** Readings that are durable, duplicates included; and how many commits that took. */
  stored: number
  storeGroups: number
  storeFailures: number
  storeFailing: boolean
  /** For how long the oldest record has been on its way to the store, but for the backlog, ms. */
  storeLiveLagMs: number
  /** Records of the spool that wait behind what is live, after the store was away; and for how long the oldest of them. 0 = there is no backlog. */
  storeBacklogRecords: number
  storeBacklogMs: number
  /** How often since the start what was live had to pass a backlog. */
  storeBacklogs: number
  subscriberFailures: number
  noticesSent: number
  noticesWithheld: number
  /** Registered enterprises only: names of strangers are not remembered, so that nobody can fill the memory with them. */
  enterprises: Record<string, TrafficCounts>
}

/** How the store follows the spool. */
export interface StoreState {
  failing: boolean
  liveLagMs: number
  backlogRecords: number
  backlogMs: number
  backlogs: number
}

export interface IngestStats {
  countMessage(enterprise: string, known: boolean, bytes: number, accepted: number, refusals: Refusals, at: number): void
  countStored(rows: number): void
  countStoreFailure(): void
  /** The store's own state, asked for when a snapshot is taken. */
  watchStore(state: () => StoreState): void
  countSubscriberFailure(): void
  countNotice(sent: boolean): void
  snapshot(): IngestSnapshot
}

const createCounts = (): TrafficCounts => ({ messages: 0, bytes: 0, accepted: 0, refused: 0, refusedByReason: {}, lastMessageAt: null })

export const createIngestStats = (clock: Clock): IngestStats => {
  const startedAt = clock()
  const total = createCounts()
  const enterprises = new Map<string, TrafficCounts>()
  const counters = { stored: 0, storeGroups: 0, storeFailures: 0, subscriberFailures: 0, noticesSent: 0, noticesWithheld: 0 }
  let storeState = (): StoreState => ({ failing: false, liveLagMs: 0, backlogRecords: 0, backlogMs: 0, backlogs: 0 })
  return {
    countMessage: (enterprise, known, bytes, accepted, refusals, at) => {
      addTraffic(total, bytes, accepted, refusals, at)
      if (known) addTraffic(countsOf(enterprises, enterprise), bytes, accepted, refusals, at)
    },
    countStored: (rows) => {
      counters.stored += rows
      counters.storeGroups++
    },
    countStoreFailure: () => { counters.storeFailures++ },
    watchStore: (state) => { storeState = state },
    countSubscriberFailure: () => { counters.subscriberFailures++ },
    countNotice: (sent) => { counters[sent ? 'noticesSent' : 'noticesWithheld']++ },
    snapshot: () => {
      const copies = [...enterprises].map(([code, counts]) => [code, copyOf(counts)] as const)
      const { failing, liveLagMs, backlogRecords, backlogMs, backlogs } = storeState()
      const store = { storeFailing: failing, storeLiveLagMs: liveLagMs, storeBacklogRecords: backlogRecords, storeBacklogMs: backlogMs, storeBacklogs: backlogs }
      return { ...copyOf(total), startedAt, ...counters, ...store, enterprises: Object.fromEntries(copies) }
    },
  }
}

const countsOf = (enterprises: Map<string, TrafficCounts>, enterprise: string): TrafficCounts => {
  const known = enterprises.get(enterprise)
  if (known !== undefined) return known
  const fresh = createCounts()
  enterprises.set(enterprise, fresh)
  return fresh
}

const addTraffic = (counts: TrafficCounts, bytes: number, accepted: number, refusals: Refusals, at: number): void => {
  counts.messages++
  counts.bytes += bytes
  counts.accepted += accepted
  counts.lastMessageAt = at
  if (refusals.count === 0) return
  counts.refused += refusals.count
  for (const reason of rejectionReasons) {
    const refused = refusals.byReason[reason]
    if (refused !== undefined) counts.refusedByReason[reason] = (counts.refusedByReason[reason] ?? 0) + refused
  }
}

const copyOf = (counts: TrafficCounts): TrafficCounts => ({ ...counts, refusedByReason: { ...counts.refusedByReason } })
