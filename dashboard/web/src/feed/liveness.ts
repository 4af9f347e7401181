import { FEED_DEAD_MS } from '@hazardwatch/shared/feed-message'

/** `never`: nothing has come since the page was opened. `dead`: what is shown is an old picture. */
export type Liveness = 'never' | 'live' | 'dead'

/** @returns how far the picture can be trusted at `now` (our clock, epoch ms). */
export const livenessAt = (heardAt: number | null, now: number): Liveness => {
  if (heardAt === null) return 'never'
  return now - heardAt > FEED_DEAD_MS ? 'dead' : 'live'
}

/**
 * Our clock at the last sign of life of a feed that is dead at `now`, null while it is not dead. Opening the page counts as a sign:
 * a page that nothing reaches becomes as dead as one that nothing reaches any more.
 */
export const deadSince = ({ heardAt, openedAt }: { heardAt: number | null; openedAt: number }, now: number): number | null => {
  const signAt = heardAt ?? openedAt
  return livenessAt(signAt, now) === 'dead' ? signAt : null
}

/**
 * The server's time for the picture on the screen, epoch ms: it runs on while the feed lives and stands still with a dead one,
 * so that no duration goes on counting on an old picture.
 */
export const pictureTime = (feed: { heardAt: number | null; skewMs: number }, now: number): number => {
  const { heardAt, skewMs } = feed
  return (heardAt !== null && livenessAt(heardAt, now) === 'dead' ? heardAt : now) + skewMs
}

export interface HeardReadings {
  heartbeat: { at: number; feedAgeMs: number | null } | null
  readAt: number | null
}

/**
 * Age of the newest reading that we know of, ms: what the last heartbeat said, grown since, or younger when readings came.
 * Null when the server has none or has not told yet.
 */
export const readingAge = ({ heartbeat, readAt }: HeardReadings, now: number): number | null => {
  const told = heartbeat === null || heartbeat.feedAgeMs === null ? [] : [heartbeat.feedAgeMs + Math.max(0, now - heartbeat.at)]
  const heard = readAt === null ? [] : [Math.max(0, now - readAt)]
  return told.length + heard.length === 0 ? null : Math.min(...told, ...heard)
}
