import type { Alarm } from '@hazardwatch/shared/alarm'

const isUrgent = (alarm: Alarm): boolean => (alarm.priority === 'red' || alarm.priority === 'orange') && alarm.state === 'unacknowledged'

/**
 * Which occurrences a screen reader should hear of: red and orange ones that were not there before.
 * @param known ids that were there; null on the first picture, which is no news
 */
export const newUrgentAlarms = (alarms: ReadonlyMap<string, Alarm>, known: ReadonlySet<string> | null): Alarm[] =>
  known === null ? [] : [...alarms.values()].filter((alarm) => isUrgent(alarm) && !known.has(alarm.id))

/** @returns how many wait for somebody, of each of the two urgent priorities. */
export const countUrgent = (alarms: ReadonlyMap<string, Alarm>): { red: number; orange: number } => {
  const counts = { red: 0, orange: 0 }
  for (const alarm of alarms.values()) {
    if (isUrgent(alarm) && (alarm.priority === 'red' || alarm.priority === 'orange')) counts[alarm.priority] += 1
  }
  return counts
}
