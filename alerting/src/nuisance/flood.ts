/** A flood begins with more than this many annunciations in ten minutes … [EEMUA 191] */
const BEGINS_ABOVE = 10
/** … and ends with fewer than this many [EEMUA 191; M]. */
const ENDS_BELOW = 5
export const TEN_MINUTES_MS = 600_000

/** Annunciations to one operator scope: the last ten minutes, and whether they are a flood. */
export interface FloodWatch {
  /** Epoch ms, oldest first; those older than ten minutes are gone. */
  times: number[]
  flood: { since: number; alarms: number } | null
}

export const createFloodWatch = (): FloodWatch => ({ times: [], flood: null })

export interface EndedFlood { since: number; until: number; alarms: number }

/**
 * One annunciation more. @param at epoch ms; of an earlier time than the last, it counts as of that
 * @returns what ended before it
 */
export const addAnnunciation = (watch: FloodWatch, at: number): EndedFlood | null => {
  const now = Math.max(at, watch.times.at(-1) ?? at)
  const ended = passFlood(watch, now)
  watch.times.push(now)
  if (watch.flood !== null) watch.flood.alarms++
  else if (watch.times.length > BEGINS_ABOVE) watch.flood = { since: now, alarms: watch.times.length }
  return ended
}

/** Lets time pass. @returns the flood that has ended meanwhile, at the time when it did */
export const passFlood = (watch: FloodWatch, now: number): EndedFlood | null => {
  let ended: EndedFlood | null = null
  while (watch.times[0] !== undefined && watch.times[0] + TEN_MINUTES_MS <= now) {
    const leaves = watch.times[0] + TEN_MINUTES_MS
    watch.times.shift()
    if (watch.flood === null || watch.times.length >= ENDS_BELOW) continue
    ended = { ...watch.flood, until: leaves }
    watch.flood = null
  }
  return ended
}

/** @param times epoch ms, in order @returns the floods of a time; one that goes on at its end ends there */
export const floodsOf = (times: readonly number[], end: number): EndedFlood[] => {
  const watch = createFloodWatch()
  const floods: EndedFlood[] = []
  for (const time of times) {
    const ended = addAnnunciation(watch, time)
    if (ended !== null) floods.push(ended)
  }
  const last = passFlood(watch, end)
  if (last !== null) floods.push(last)
  if (watch.flood !== null) floods.push({ ...watch.flood, until: end })
  return floods
}

/** @param times epoch ms within the time @returns how many in each ten minutes from its begin on; the last may be shorter */
export const courseOf = (times: readonly number[], from: number, to: number): number[] => {
  const course = Array.from({ length: Math.max(0, Math.ceil((to - from) / TEN_MINUTES_MS)) }, () => 0)
  for (const time of times) {
    const index = Math.floor((time - from) / TEN_MINUTES_MS)
    course[index] = (course[index] ?? 0) + 1
  }
  return course
}

/** @param times epoch ms, in order @returns the most in any ten minutes, and the end of those */
export const peakOf = (times: readonly number[]): { count: number; at: number | null } => {
  let first = 0
  let peak: { count: number; at: number | null } = { count: 0, at: null }
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? time) + TEN_MINUTES_MS <= time) first++
    if (index - first + 1 > peak.count) peak = { count: index - first + 1, at: time }
  }
  return peak
}
