/** Event times remembered per point, so that a redelivered reading is known again. */
const RECENT_TIMES = 16

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
  /** Ring of the last event times, `RECENT_TIMES` cells a point. */
  recent: Float64Array
  recentNext: Uint8Array
}

export const createPointMemory = (capacity: number): PointMemory => ({
  capacity,
  judgedTo: new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY),
  liveAt: new Float64Array(capacity),
  liveArrival: new Float64Array(capacity),
  heardAt: new Float64Array(capacity),
  quality: new Uint8Array(capacity),
  recent: new Float64Array(capacity * RECENT_TIMES).fill(Number.NaN),
  recentNext: new Uint8Array(capacity),
})

/** Makes room for a point number. Doubles, so that registering one point after another stays cheap. */
export const reservePoint = (memory: PointMemory, point: number): void => {
  if (point < memory.capacity) return
  const larger = createPointMemory(Math.max(point + 1, memory.capacity * 2))
  for (const column of ['judgedTo', 'liveAt', 'liveArrival', 'heardAt', 'quality', 'recent', 'recentNext'] as const) larger[column].set(memory[column])
  Object.assign(memory, larger)
}

/** @returns whether this point has had a reading of exactly this event time lately. */
export const seenLately = (memory: PointMemory, point: number, time: number): boolean => {
  const start = point * RECENT_TIMES
  for (let cell = start; cell < start + RECENT_TIMES; cell++) if (memory.recent[cell] === time) return true
  return false
}

export const rememberTime = (memory: PointMemory, point: number, time: number): void => {
  const next = memory.recentNext[point] ?? 0
  memory.recent[point * RECENT_TIMES + next] = time
  memory.recentNext[point] = (next + 1) % RECENT_TIMES
}

/** @returns the remembered event times, newest first. */
export const recentTimes = (memory: PointMemory, point: number): number[] => {
  const next = memory.recentNext[point] ?? 0
  const times = Array.from({ length: RECENT_TIMES }, (_, age) => memory.recent[point * RECENT_TIMES + ((next - 1 - age + 2 * RECENT_TIMES) % RECENT_TIMES)] ?? Number.NaN)
  return times.filter((time) => !Number.isNaN(time))
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
