import { z } from 'zod'

/** Of `/health`, what the page shows of the ingest; counts are since the service started. */
export const IngestHealth = z.object({
  status: z.string(),
  degraded: z.array(z.string()),
  parts: z.object({
    ingest: z.object({
      brokerConnected: z.boolean(),
      brokerSessionLostAt: z.number().nullable(),
      messages: z.number(),
      accepted: z.number(),
      refused: z.number(),
      refusedByReason: z.record(z.string(), z.number()),
      lastMessageAt: z.number().nullable(),
      startedAt: z.number(),
      storeFailing: z.boolean(),
      storeLiveLagMs: z.number(),
      storeBacklogRecords: z.number(),
      storeBacklogMs: z.number(),
    }),
    spool: z.object({ bytes: z.number(), maxBytes: z.number(), failing: z.boolean() }),
    engine: z.object({ lagMs: z.number() }),
  }),
})
export type IngestHealth = z.infer<typeof IngestHealth>

/** With our clock at its arrival, epoch ms. */
export interface HealthSample {
  at: number
  value: IngestHealth
}

export interface IngestFigures {
  /** Per second between the last two samples; null before the second one, and after a restart of the service. */
  readingsPerS: number | null
  messagesPerS: number | null
  /** How far the reading store is behind what arrives now. */
  storeLagMs: number
  /** What waits behind that since the store was away, in records of the spool; 0 = nothing. And the age of the oldest of it. */
  backlogRecords: number
  backlogMs: number
  engineLagMs: number
  /** 0 to 1: how full the spool is. */
  spoolShare: number
  refused: number
  /** Most frequent first. */
  reasons: [reason: string, count: number][]
  brokerConnected: boolean
  /** When the broker had last forgotten our session; null = never since the start. */
  sessionLostAt: number | null
  storeFailing: boolean
  spoolFailing: boolean
  lastMessageAt: number | null
}

/** What the numbers of two answers of `/health` say. */
export const ingestFigures = (now: HealthSample, before: HealthSample | undefined): IngestFigures => {
  const { ingest, spool, engine } = now.value.parts
  return {
    readingsPerS: ratePerS(now, before, ({ accepted }) => accepted),
    messagesPerS: ratePerS(now, before, ({ messages }) => messages),
    storeLagMs: ingest.storeLiveLagMs,
    backlogRecords: ingest.storeBacklogRecords,
    backlogMs: ingest.storeBacklogMs,
    engineLagMs: engine.lagMs,
    spoolShare: spool.maxBytes > 0 ? spool.bytes / spool.maxBytes : 0,
    refused: ingest.refused,
    reasons: Object.entries(ingest.refusedByReason).sort(([, a], [, b]) => b - a),
    brokerConnected: ingest.brokerConnected,
    sessionLostAt: ingest.brokerSessionLostAt,
    storeFailing: ingest.storeFailing,
    spoolFailing: spool.failing,
    lastMessageAt: ingest.lastMessageAt,
  }
}

const ratePerS = (now: HealthSample, before: HealthSample | undefined, countOf: (ingest: IngestHealth['parts']['ingest']) => number): number | null => {
  if (before === undefined || before.value.parts.ingest.startedAt !== now.value.parts.ingest.startedAt || now.at <= before.at) return null
  return ((countOf(now.value.parts.ingest) - countOf(before.value.parts.ingest)) / (now.at - before.at)) * 1_000
}
