/** Holes that are kept apart for each point; of more, the oldest are only counted and cannot be filled any more. */
const HOLES_MAX = 32
/** How long after its day a hole is remembered, so that what a gateway had buffered counts. */
const KEEP_MS = 3 * 86_400_000

/**
 * What came of what was to be expected of each point, in columns by point number. A point with an interval has a hole wherever two readings that follow
 * each other in time lie further apart than one and a half intervals; what comes later, from a buffer, fills it. So it counts what is missing,
 * not what came: sending more often than agreed hides nothing, and a reading that is sent twice adds nothing.
 */
export interface PointCoverage {
  /** Newest reading, epoch ms of its own time; -Infinity before the first. */
  newest: Float64Array
  /** Ms; 0 = the point has no regular interval, or is not in the ledger. */
  interval: Float64Array
  /** A step in time beyond it leaves a hole; Infinity without an interval. */
  holeBeyond: Float64Array
  /** Since when readings are expected, epoch ms. */
  since: Float64Array
  /** Which gateway delivered last, a number of the caller's; -1 = none yet. */
  owner: Int32Array
  /** By point: holes as [from, to, from, to, …] in no order. */
  holes: Map<number, number[]>
  /** By point: readings missing in holes that are not kept apart any more, as [from, to, count] of the hole. */
  closed: Map<number, number[]>
}

export const createPointCoverage = (): PointCoverage => ({
  newest: new Float64Array(0), interval: new Float64Array(0), holeBeyond: new Float64Array(0), since: new Float64Array(0), owner: new Int32Array(0), holes: new Map(), closed: new Map(),
})

/** Makes room for a point number. */
export const reserveCoverage = (coverage: PointCoverage, point: number): void => {
  const before = coverage.newest.length
  if (point < before) return
  const size = Math.max(point + 1, before * 2, 1_024)
  const grown = {
    newest: new Float64Array(size).fill(Number.NEGATIVE_INFINITY), interval: new Float64Array(size), holeBeyond: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
    since: new Float64Array(size).fill(Number.POSITIVE_INFINITY), owner: new Int32Array(size).fill(-1),
  }
  for (const column of ['newest', 'interval', 'holeBeyond', 'since', 'owner'] as const) grown[column].set(coverage[column])
  Object.assign(coverage, grown)
}

/** The point is in the ledger, with or without an interval (seconds). What is known of it stays; of a new one readings are expected from `at` on. */
export const expectPoint = (coverage: PointCoverage, point: number, intervalS: number | null, at: number): void => {
  reserveCoverage(coverage, point)
  coverage.interval[point] = intervalS === null ? 0 : intervalS * 1_000
  coverage.holeBeyond[point] = intervalS === null ? Number.POSITIVE_INFINITY : intervalS * 1_500
  if (coverage.since[point] === Number.POSITIVE_INFINITY) coverage.since[point] = at
}

/** It was taken out of the ledger. */
export const forgetPoint = (coverage: PointCoverage, point: number): void => {
  reserveCoverage(coverage, point)
  coverage.interval[point] = 0
  coverage.holeBeyond[point] = Number.POSITIVE_INFINITY
  coverage.since[point] = Number.POSITIVE_INFINITY
  coverage.newest[point] = Number.NEGATIVE_INFINITY
  coverage.owner[point] = -1
  coverage.holes.delete(point)
  coverage.closed.delete(point)
}

/** A reading later than the newest by more than {@link PointCoverage.holeBeyond}, before `newest` moves; also the first one of all. */
export const openHole = (coverage: PointCoverage, point: number, time: number): void => {
  const from = Math.max(coverage.newest[point] ?? Number.NEGATIVE_INFINITY, coverage.since[point] ?? Number.POSITIVE_INFINITY)
  if (!(time - from > (coverage.holeBeyond[point] ?? Number.POSITIVE_INFINITY))) return
  const holes = coverage.holes.get(point)
  if (holes === undefined) coverage.holes.set(point, [from, time])
  else {
    holes.push(from, time)
    if (holes.length > 2 * HOLES_MAX) closeOldest(coverage, point, holes)
  }
}

/** A reading older than the newest: what it fills, if anything. */
export const fillHole = (coverage: PointCoverage, point: number, time: number): void => {
  const holes = coverage.holes.get(point)
  if (holes === undefined) return
  for (let at = 0; at < holes.length; at += 2) {
    const [from = 0, to = 0] = [holes[at], holes[at + 1]]
    if (!(time > from && time < to)) continue
    const beyond = coverage.holeBeyond[point] ?? Number.POSITIVE_INFINITY
    holes.splice(at, 2, ...(time - from > beyond ? [from, time] : []), ...(to - time > beyond ? [time, to] : []))
    if (holes.length === 0) coverage.holes.delete(point)
    else if (holes.length > 2 * HOLES_MAX) closeOldest(coverage, point, holes)
    return
  }
}

/** The older half, so that this is done once for many holes. */
const closeOldest = (coverage: PointCoverage, point: number, holes: number[]): void => {
  const pairs = Array.from({ length: holes.length / 2 }, (_, pair): [number, number] => [holes[2 * pair] ?? 0, holes[2 * pair + 1] ?? 0]).sort((a, b) => a[0] - b[0])
  const old = pairs.splice(0, HOLES_MAX / 2)
  holes.splice(0, holes.length, ...pairs.flat())
  for (const [from, to] of old) closeHole(coverage, point, from, to)
}

const closeHole = (coverage: PointCoverage, point: number, from: number, to: number): void => {
  const closed = coverage.closed.get(point) ?? []
  const count = missingBetween(from, to, coverage.interval[point] ?? 0)
  const last = closed.length - 3
  // Holes of a point that is always slower than agreed follow each other: they stay one entry a day.
  if (last >= 0 && sameDay(closed[last] ?? 0, from)) {
    closed[last + 1] = Math.max(closed[last + 1] ?? 0, to)
    closed[last + 2] = (closed[last + 2] ?? 0) + count
  } else closed.push(from, to, count)
  coverage.closed.set(point, closed)
}

const CHINA_MS = 8 * 3_600_000
const sameDay = (a: number, b: number): boolean => Math.floor((a + CHINA_MS) / 86_400_000) === Math.floor((b + CHINA_MS) / 86_400_000)

/** Readings that should lie between two that are there. */
const missingBetween = (from: number, to: number, interval: number): number => (interval === 0 ? 0 : Math.max(0, Math.round((to - from) / interval) - 1))

/** Of those, how many lie in a span. */
const missingWithin = (from: number, to: number, missing: number, start: number, end: number): number => {
  if (missing === 0 || to <= start || from >= end) return 0
  const step = (to - from) / (missing + 1)
  const first = Math.max(1, Math.ceil((start - from) / step))
  const last = Math.min(missing, Math.ceil((end - from) / step) - 1)
  return Math.max(0, last - first + 1)
}

export interface Expectation {
  expected: number
  received: number
}

/** What was expected of a point in a span, and what of it came; undefined when it has no interval, or was not expected then. Epoch ms, the end exclusive. */
export const expectationOf = (coverage: PointCoverage, point: number, start: number, end: number): Expectation | undefined => {
  const interval = coverage.interval[point] ?? 0
  const since = coverage.since[point] ?? Number.POSITIVE_INFINITY
  const from = Math.max(start, since)
  if (interval === 0 || !(end - from >= interval)) return undefined
  const expected = Math.floor((end - from) / interval)
  const newest = coverage.newest[point] ?? Number.NEGATIVE_INFINITY
  const last = Math.max(newest, since)
  // The reading that is due now may be on its way.
  let missing = last >= end ? 0 : missingWithin(last, end, newest < since ? expected : missingBetween(last, end, interval), from, end)
  const holes = coverage.holes.get(point) ?? []
  for (let at = 0; at < holes.length; at += 2) {
    const [hole = 0, to = 0] = [holes[at], holes[at + 1]]
    missing += missingWithin(hole, to, missingBetween(hole, to, interval), from, end)
  }
  const closed = coverage.closed.get(point) ?? []
  for (let at = 0; at < closed.length; at += 3) missing += missingWithin(closed[at] ?? 0, closed[at + 1] ?? 0, closed[at + 2] ?? 0, from, end)
  return { expected, received: Math.max(0, expected - missing) }
}

/** Forgets holes that lie too far back to be filled. */
export const dropOldHoles = (coverage: PointCoverage, point: number, now: number): void => {
  const prune = (map: Map<number, number[]>, width: number): void => {
    const list = map.get(point)
    if (list === undefined) return
    for (let at = list.length - width; at >= 0; at -= width) if ((list[at + 1] ?? 0) < now - KEEP_MS) list.splice(at, width)
    if (list.length === 0) map.delete(point)
  }
  prune(coverage.holes, 2)
  prune(coverage.closed, 3)
}

/** For the record store: since, newest, owner as the caller numbers it there, holes, closed ones. */
export const coverageRow = (coverage: PointCoverage, point: number, owner: number): number[] => {
  const holes = coverage.holes.get(point) ?? []
  const closed = coverage.closed.get(point) ?? []
  return [point, coverage.since[point] ?? Number.POSITIVE_INFINITY, coverage.newest[point] ?? Number.NEGATIVE_INFINITY, owner, holes.length, closed.length, ...holes, ...closed]
}

/** @returns which point {@link coverageRow} wrote there, its owner as it was numbered, and where the next one begins */
export const coverageHead = (row: Float64Array, at: number): { point: number; owner: number; next: number } => {
  const [point = 0, , , owner = -1, holes = 0, closed = 0] = row.subarray(at, at + 6)
  return { point, owner, next: at + 6 + holes + closed }
}

/** Reads one point from where {@link coverageRow} wrote it. @returns where the next one begins; `owner` gets what was written. */
export const restoreCoverage = (coverage: PointCoverage, row: Float64Array, at: number, own: (owner: number) => number): number => {
  const [point = 0, since = 0, newest = 0, owner = -1, holes = 0, closed = 0] = row.subarray(at, at + 6)
  reserveCoverage(coverage, point)
  coverage.since[point] = since
  coverage.newest[point] = newest
  coverage.owner[point] = own(owner)
  const next = at + 6 + holes
  if (holes > 0) coverage.holes.set(point, [...row.subarray(at + 6, next)])
  if (closed > 0) coverage.closed.set(point, [...row.subarray(next, next + closed)])
  return next + closed
}
