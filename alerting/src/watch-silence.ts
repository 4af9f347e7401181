import type { NumberedPoint } from '@hazardwatch/shared/ledger'
import type { Presence } from '@hazardwatch/shared/presence'
import { GOOD } from '@hazardwatch/shared/quality'
import type { PointMemory } from './point-memory.ts'

/** A point is silent when it has missed this many of its expected readings … */
const MISSED_READINGS = 3
/** … and never before this many ms: a slow network is not yet a dead instrument. */
const LEAST_SILENCE_MS = 10_000

/** @returns ms without a reading after which a point counts as silent; Infinity when it has no regular interval. */
export const silenceAfterMs = (expectedIntervalS: number | null): number =>
  expectedIntervalS === null ? Number.POSITIVE_INFINITY : Math.max(LEAST_SILENCE_MS, expectedIntervalS * 1000 * MISSED_READINGS)

/** Whether a point speaks, and since when it has been so (epoch ms, our clock; null = always). */
export interface PointState { presence: Presence; since: number | null }

/** Silence is judged on the wall clock (`now`, epoch ms) and goes before bad quality: an instrument that says nothing more has no quality. */
export const pointPresence = (memory: PointMemory, point: NumberedPoint, now: number): PointState => {
  const heardAt = memory.heardAt[point.number] ?? 0
  if (heardAt === 0) return { presence: 'never_seen', since: null }
  if (now - heardAt > silenceAfterMs(point.expectedIntervalS)) return { presence: 'silent', since: heardAt }
  return { presence: memory.quality[point.number] === GOOD ? 'live' : 'bad', since: heardAt }
}
