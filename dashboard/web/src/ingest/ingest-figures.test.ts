import { describe, expect, it } from 'vitest'
import { ingestFigures, type HealthSample } from './ingest-figures.ts'

const sample = (at: number, change: { startedAt?: number; messages?: number; accepted?: number; refusedByReason?: Record<string, number>; lagMs?: number; backlog?: number } = {}): HealthSample => ({
  at,
  value: {
    status: 'ok', degraded: [],
    parts: {
      ingest: {
        brokerConnected: true, brokerSessionLostAt: null, messages: change.messages ?? 0, accepted: change.accepted ?? 0, refused: 3, refusedByReason: change.refusedByReason ?? {}, lastMessageAt: null,
        startedAt: change.startedAt ?? 1, storeFailing: false, storeLiveLagMs: change.lagMs ?? 0, storeBacklogRecords: change.backlog ?? 0, storeBacklogMs: (change.backlog ?? 0) * 1_000,
      },
      spool: { bytes: 250, maxBytes: 1_000, failing: false },
      engine: { lagMs: 12 },
    },
  },
})

describe('figures of the ingest', () => {
  it('are per second between two answers', () => {
    const figures = ingestFigures(sample(3_000, { messages: 30, accepted: 1_000 }), sample(1_000, { messages: 10, accepted: 400 }))
    expect([figures.messagesPerS, figures.readingsPerS]).toEqual([10, 300])
  })

  it.each([
    ['the first answer', undefined],
    ['an answer from before a restart', sample(1_000, { startedAt: 0, accepted: 5_000 })],
    ['an answer of the same moment', sample(3_000)],
  ])('know no rate after %s', (_name, before) => {
    expect(ingestFigures(sample(3_000), before).readingsPerS).toBeNull()
  })

  it('tell the lag of the store and the backlog behind it, how full the spool is, and why was refused, most frequent first', () => {
    const figures = ingestFigures(sample(0, { lagMs: 70, backlog: 4, refusedByReason: { unknown_tag: 1, future: 2 } }), undefined)
    expect(figures).toMatchObject({ storeLagMs: 70, backlogRecords: 4, backlogMs: 4_000, spoolShare: 0.25, engineLagMs: 12, reasons: [['future', 2], ['unknown_tag', 1]] })
  })
})
