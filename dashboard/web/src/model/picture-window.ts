/** Around the moment of the alarm, or up to now. */
export type Around = 'onset' | 'now'

/** So much of the picture lies after the onset. */
const AFTER = 1 / 3

/**
 * @param onset epoch ms of what is asked about; undefined = nothing in particular
 * @returns where the window ends for good, epoch ms; null = it goes with the time, because the onset is in sight then or nobody asks for it
 */
export const windowEnd = (now: number, onset: number | undefined, spanMs: number, around: Around): number | null =>
  (onset === undefined || around === 'now' || now - onset < spanMs * (1 - AFTER) ? null : onset + spanMs * AFTER)

/** A forecast is drawn until shortly after its level, but for no more than twice the window. */
export const courseEnd = (from: number, to: number, reachesAt: readonly (string | null)[]): number => {
  const times = reachesAt.flatMap((time) => (time === null ? [] : [Date.parse(time)]))
  const last = times.reduce((latest, time) => Math.max(latest, time), to)
  return last === to ? to : Math.min(last + (last - from) * 0.05, to + (to - from))
}
