import { GOOD } from '@hazardwatch/shared/quality'
import type { PointMemory } from './point-memory.ts'
import { silenceAfterMs } from './watch-silence.ts'

/**
 * Which presence is known outside, in columns; the row is the point number. All points of a country are looked at every second: those whose presence is
 * still what was told must cost next to nothing.
 */
export interface PresenceColumns {
  /** After so many ms a point is silent; NaN = no point. */
  silenceAfter: Float64Array
  told: Uint8Array
}

const LIVE = 0
const NEVER_SEEN = 1
const SILENT = 2
const BAD = 3

export const createPresenceColumns = (capacity = 64): PresenceColumns => ({ silenceAfter: new Float64Array(capacity).fill(Number.NaN), told: new Uint8Array(capacity) })

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

/** @param now epoch ms @returns points whose presence is another than was told, and takes it as told from now on. */
export const changedPresences = ({ silenceAfter, told }: PresenceColumns, memory: PointMemory, now: number): number[] => {
  const changed: number[] = []
  for (let point = 0; point < told.length; point++) {
    const after = silenceAfter[point] ?? Number.NaN
    if (Number.isNaN(after)) continue
    const presence = presenceNow(memory, point, after, now)
    if (presence === told[point]) continue
    told[point] = presence
    changed.push(point)
  }
  return changed
}

/** As `pointPresence` says it. */
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
  Object.assign(columns, larger)
}
