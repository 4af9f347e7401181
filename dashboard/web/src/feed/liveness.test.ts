import { describe, expect, it } from 'vitest'
import { FEED_DEAD_MS } from '@hazardwatch/shared/feed-message'
import { deadSince, livenessAt, pictureTime, readingAge } from './liveness.ts'

describe('liveness', () => {
  it.each([
    ['nothing heard', null, 99_000, 'never'],
    ['just heard', 1_000, 1_000, 'live'],
    ['at the bound', 1_000, 1_000 + FEED_DEAD_MS, 'live'],
    ['beyond it', 1_000, 1_001 + FEED_DEAD_MS, 'dead'],
  ] as const)('%s', (_name, heardAt, now, liveness) => {
    expect(livenessAt(heardAt, now)).toBe(liveness)
  })

  it.each([
    ['just opened', null, 1_000 + FEED_DEAD_MS, null],
    ['opened, and nothing came', null, 1_001 + FEED_DEAD_MS, 1_000],
    ['live', 50_000, 50_000 + FEED_DEAD_MS, null],
    ['dead', 50_000, 50_001 + FEED_DEAD_MS, 50_000],
  ] as const)('dead since the last sign of life: %s', (_name, heardAt, now, since) => {
    expect(deadSince({ heardAt, openedAt: 1_000 }, now)).toBe(since)
  })

  it('runs on the clock of the server while live and stands still when dead', () => {
    const feed = { heardAt: 50_000, skewMs: -200 }
    expect(pictureTime(feed, 52_000)).toBe(51_800)
    expect(pictureTime(feed, 90_000)).toBe(49_800)
    expect(pictureTime({ heardAt: null, skewMs: 0 }, 7)).toBe(7)
  })

  it('lets the age of the readings grow between heartbeats', () => {
    expect(readingAge({ heartbeat: { at: 1_000, feedAgeMs: 300 }, readAt: null }, 3_000)).toBe(2_300)
    expect(readingAge({ heartbeat: { at: 1_000, feedAgeMs: 300 }, readAt: 2_900 }, 3_000)).toBe(100)
    expect(readingAge({ heartbeat: { at: 1_000, feedAgeMs: 300 }, readAt: 10 }, 3_000)).toBe(2_300)
    expect(readingAge({ heartbeat: { at: 1_000, feedAgeMs: null }, readAt: null }, 3_000)).toBeNull()
    expect(readingAge({ heartbeat: null, readAt: null }, 3_000)).toBeNull()
  })
})
