import { GOOD } from '@hazardwatch/shared/quality'
import { presences, type Presence } from '@hazardwatch/shared/presence'
import type { PointMemory } from './point-memory.ts'
import { silenceAfterMs } from './watch-silence.ts'

/**
 * Which presence is known outside, in columns; the row is the point number. All points of a country are looked at every second: those whose presence is
 * still what was told must cost next to nothing.
 */
export interface PresenceColumns {
  /** After so many ms a point is silent; NaN = no point. */
  silenceAfter: Float64Array
  /** Places in `presences`. */
  told: Uint8Array
  /** When the point was last heard as this was told, epoch ms; 0 = never. */
  heardAt: Float64Array
}

const LIVE = presences.indexOf('live')
const NEVER_SEEN = presences.indexOf('never_seen')
const SILENT = presences.indexOf('silent')
const BAD = presences.indexOf('bad')

export const createPresenceColumns = (capacity = 64): PresenceColumns => ({
  silenceAfter: new Float64Array(capacity).fill(Number.NaN), told: new Uint8Array(capacity).fill(LIVE), heardAt: new Float64Array(capacity),
})

export const toldPresence = ({ told }: PresenceColumns, point: number): Presence => presences[told[point] ?? LIVE] ?? 'live'

/** @returns since when it has been so, epoch ms; null = always. */
export const toldSince = ({ heardAt }: PresenceColumns, point: number): number | null => heardAt[point] || null

/** @returns the points of which it is told that they are not live. */
export const absentPoints = ({ told }: PresenceColumns): number[] => {
  const absent: number[] = []
  for (let point = 0; point < told.length; point++) if (told[point] !== LIVE) absent.push(point)
  return absent
}

/** A point comes in, or is another than before: it counts as live until it is looked at. */
export const watchPresence = (columns: PresenceColumns, point: number, expectedIntervalS: number | null): void => {
  if (point >= columns.told.length) grow(columns, Math.max(point + 1, columns.told.length * 2))
  columns.silenceAfter[point] = silenceAfterMs(expectedIntervalS)
  columns.told[point] = LIVE
}

export const forgetPresence = (columns: PresenceColumns, point: number): void => {
  columns.silenceAfter[point] = Number.NaN
  columns.told[point] = LIVE
}

/** @param now epoch ms @returns points whose presence is another than was told, `most` of them, and takes it as told from now on. */
export const changedPresences = ({ silenceAfter, told, heardAt }: PresenceColumns, memory: PointMemory, now: number, most = Number.POSITIVE_INFINITY): number[] => {
  const changed: number[] = []
  for (let point = 0; point < told.length && changed.length < most; point++) {
    const after = silenceAfter[point] ?? Number.NaN
    if (Number.isNaN(after)) continue
    const presence = presenceNow(memory, point, after, now)
    if (presence === told[point]) continue
    told[point] = presence
    heardAt[point] = memory.heardAt[point] ?? 0
    changed.push(point)
  }
  return changed
}

/**
 * Silence is judged on the wall clock and goes before bad quality: an instrument that says nothing more has no quality.
 * @param after ms of silence, of this point
 */
const presenceNow = (memory: PointMemory, point: number, after: number, now: number): number => {
  const heardAt = memory.heardAt[point] ?? 0
  if (heardAt === 0) return NEVER_SEEN
  if (now - heardAt > after) return SILENT
  return memory.quality[point] === GOOD ? LIVE : BAD
}

const grow = (columns: PresenceColumns, capacity: number): void => {
  const larger = createPresenceColumns(capacity)
  larger.silenceAfter.set(columns.silenceAfter)
  larger.told.set(columns.told)
  larger.heardAt.set(columns.heardAt)
  Object.assign(columns, larger)
}
