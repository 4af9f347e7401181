import type { Alarm } from '@hazardwatch/shared/alarm'
import type { Overlay, Slot } from './overlay-book.ts'

/** Something that the wall clock ends: a shelving, or the patience with an acknowledged alarm that still stands. */
export interface WallTimer {
  /** Epoch ms. */
  at: number
  kind: 'unshelve' | 'reAlarm'
  slot: Slot
}

/** Keeps the list in order; of equal times the one that was there first goes first. */
export const setTimer = (timers: WallTimer[], timer: WallTimer): void => {
  let low = 0
  let high = timers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((timers[middle]?.at ?? 0) <= timer.at) low = middle + 1
    else high = middle
  }
  timers.splice(low, 0, timer)
}

/** Takes the next timer out when it is due before `now` (epoch ms), or exactly then if that is wanted. */
export const takeDue = (timers: WallTimer[], now: number, inclusive: boolean): WallTimer | undefined => {
  const next = timers[0]
  if (next === undefined || next.at > now || (next.at === now && !inclusive)) return undefined
  return timers.shift()
}

/** @returns when shelving ends by itself, as a timer. */
export const unshelveTimer = (overlay: Overlay): WallTimer | undefined =>
  (overlay.state === 'shelved' && overlay.until !== null ? { at: overlay.until, kind: 'unshelve', slot: overlay } : undefined)

/** @returns when an acknowledged alarm that still stands asks again, as a timer. @param afterS null = never */
export const reAlarmTimer = (alarm: Alarm, afterS: number | null): WallTimer | undefined =>
  (afterS !== null && alarm.underlyingState === 'acknowledged' && alarm.acknowledgedAt !== null
    ? { at: Date.parse(alarm.acknowledgedAt) + afterS * 1000, kind: 'reAlarm', slot: alarm }
    : undefined)
