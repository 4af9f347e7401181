import { withSpare } from '@hazardwatch/shared/with-spare'
import { addToRuns, inRuns, putRuns, RUN_CELLS, runsOf } from './time-runs.ts'

/** What the engine remembers of points, in columns; the row is the point number. Times are epoch ms; 0 = never. */
export interface PointMemory {
  capacity: number
  /** Latest event time judged, by a reading or by a timer; -Infinity before the first. */
  judgedTo: Float64Array
  /** Event time of the last live reading. */
  liveAt: Float64Array
  /** Wall time at which that live reading arrived: the point's clock runs on from here. */
  liveArrival: Float64Array
  /** Wall time at which the point was last heard, by a reading of any quality. */
  heardAt: Float64Array
  /** Quality of the last live reading. */
  quality: Uint8Array
  /** Event times of live readings, so that a redelivered one is known again: `RUN_CELLS` cells a point. */
  recent: Float64Array
  /** The newest of the runs. */
  recentNext: Uint8Array
}

export const createPointMemory = (capacity: number): PointMemory => ({
  capacity,
  judgedTo: new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY),
  liveAt: new Float64Array(capacity),
  liveArrival: new Float64Array(capacity),
  heardAt: new Float64Array(capacity),
  quality: new Uint8Array(capacity),
  recent: new Float64Array(capacity * RUN_CELLS).fill(Number.NaN),
  recentNext: new Uint8Array(capacity),
})

/** Makes room for a point number. Doubles, so that registering one point after another stays cheap. */
export const reservePoint = (memory: PointMemory, point: number): void => {
  if (point < memory.capacity) return
  growPoints(memory, Math.max(point + 1, memory.capacity * 2))
}

/** Makes room for the points up to this number at once: at a start the last one is known. */
export const reservePoints = (memory: PointMemory, point: number): void => {
  if (point >= memory.capacity) growPoints(memory, withSpare(point + 1))
}

const growPoints = (memory: PointMemory, capacity: number): void => {
  const larger = createPointMemory(capacity)
  for (const column of ['judgedTo', 'liveAt', 'liveArrival', 'heardAt', 'quality', 'recent', 'recentNext'] as const) larger[column].set(memory[column])
  Object.assign(memory, larger)
}

/** @returns whether this point has had a live reading of exactly this event time, as far as is remembered. */
export const seenLately = (memory: PointMemory, point: number, time: number): boolean => inRuns(memory.recent, point * RUN_CELLS, time)

export const rememberTime = (memory: PointMemory, point: number, time: number): void => {
  memory.recentNext[point] = addToRuns(memory.recent, point * RUN_CELLS, memory.recentNext[point] ?? 0, time)
}

/** @returns the remembered event times of live readings as runs of [first, step, last], oldest first. */
export const recentTimes = (memory: PointMemory, point: number): [first: number, step: number, last: number][] =>
  runsOf(memory.recent, point * RUN_CELLS, memory.recentNext[point] ?? 0)

/** Puts remembered times back. */
export const restoreTimes = (memory: PointMemory, point: number, runs: readonly (readonly number[])[]): void => {
  memory.recentNext[point] = putRuns(memory.recent, point * RUN_CELLS, runs)
}

/**
 * The point's own clock: event time of its last live reading plus the wall time since that reading arrived.
 * @returns -Infinity for a point that has had no live reading.
 */
export const pointClock = (memory: PointMemory, point: number, now: number): number => {
  const arrival = memory.liveArrival[point] ?? 0
  return arrival === 0 ? Number.NEGATIVE_INFINITY : (memory.liveAt[point] ?? 0) + (now - arrival)
}

/** @returns points that had a live reading at or after a wall time (epoch ms). */
export const pointsHeardSince = (memory: PointMemory, since: number): number[] => {
  const points: number[] = []
  for (let point = 0; point < memory.capacity; point++) if ((memory.liveArrival[point] ?? 0) >= since) points.push(point)
  return points
}
