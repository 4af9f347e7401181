import { dueAt, messageAt, type Fleet } from './fleet-plan.ts'

/** Where a publisher stands in the fleet's timetable. */
export interface Pace {
  /** Number of the next message. */
  next: number
  /** Messages that may be sent at once; a fraction is kept for later. */
  allowance: number
  lastMs: number
}

/** Who lags behind catches up at this multiple of the fleet's rate: a broker that was away must not be drowned on its return. */
const CATCH_UP = 2
/** Of the allowance that is saved up while nothing is due or nothing can be sent. */
const MOST_SAVED_MS = 100

/** @param startMs epoch ms: the first message is the first one that is due from then on. */
export const createPace = (fleet: Fleet, startMs: number): Pace => ({ next: messageAt(fleet, startMs), allowance: 0, lastMs: startMs })

/** Must be called once before messages are sent for this `now`. @returns how many messages are due and allowed now. */
export const allow = (fleet: Fleet, pace: Pace, now: number): number => {
  const most = Math.max(1, (CATCH_UP * fleet.messagesPerS * MOST_SAVED_MS) / 1000)
  // A clock that was set back gives nothing, and takes nothing away.
  const elapsedMs = Math.max(0, now - pace.lastMs)
  pace.allowance = Math.min(most, pace.allowance + (CATCH_UP * fleet.messagesPerS * elapsedMs) / 1000)
  pace.lastMs = now
  const due = Math.max(0, messageAt(fleet, now + 1) - pace.next)
  return Math.min(due, Math.floor(pace.allowance))
}

export const sent = (pace: Pace): void => {
  pace.next++
  pace.allowance--
}

/** How far the next message is behind its time; 0 when it is not due yet. */
export const lagMs = (fleet: Fleet, pace: Pace, now: number): number => Math.max(0, now - dueAt(fleet, pace.next))
