import type { Alarm } from '@hazardwatch/shared/alarm'

const TEN_MINUTES_MS = 600_000

/** How many of the alarms of a scope were raised in the ten minutes before `now`, epoch ms; ended ones count. */
export const countRecent = (alarms: Iterable<Alarm>, now: number, isOf: (alarm: Alarm) => boolean): number => {
  let count = 0
  for (const alarm of alarms) {
    const raised = Date.parse(alarm.raisedAt)
    if (raised > now - TEN_MINUTES_MS && raised <= now && isOf(alarm)) count++
  }
  return count
}
