import type { Alarm } from '@hazardwatch/shared/alarm'
import { priorities, type Priority } from '@hazardwatch/shared/alarm-rule'

export const alarmSorts = ['priority', 'time'] as const
export type AlarmSort = (typeof alarmSorts)[number]

/** Whether an alarm still waits for somebody. */
export const awaitsAcknowledgement = (alarm: Pick<Alarm, 'state'>): boolean =>
  alarm.state === 'unacknowledged' || alarm.state === 'returned_unacknowledged'

/** Times are ISO 8601 in UTC with ms, so their texts sort as the times do. */
const newestFirst = (a: Alarm, b: Alarm): number => (a.raisedAt === b.raisedAt ? compareText(a.id, b.id) : compareText(b.raisedAt, a.raisedAt))
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What goes on and nobody has taken comes first, then what only waits for its acknowledgement, then what is taken. */
const attention = (alarm: Alarm): number => (alarm.state === 'unacknowledged' ? 0 : awaitsAcknowledgement(alarm) ? 1 : 2)

const byPriority = (a: Alarm, b: Alarm): number =>
  priorities.indexOf(a.priority) - priorities.indexOf(b.priority)
  || attention(a) - attention(b)
  || newestFirst(a, b)

/** @returns the worst priority among those that wait for somebody; null when none does. */
export const worstWaiting = (alarms: readonly Alarm[]): Priority | null => {
  const waiting = new Set(alarms.filter(awaitsAcknowledgement).map(({ priority }) => priority))
  return priorities.find((priority) => waiting.has(priority)) ?? null
}

/** @returns the alarms in their order of display; equal ones keep a fixed order. */
export const sortAlarms = (alarms: Iterable<Alarm>, sort: AlarmSort): Alarm[] => [...alarms].sort(sort === 'priority' ? byPriority : newestFirst)

export interface Rows {
  alarms: readonly Alarm[]
  /** New ones that wait until the rows may move, in order of display. */
  waiting: readonly Alarm[]
}

/**
 * Rows that do not jump. Free rows follow the order. Held rows (the pointer is on them, the list is scrolled, one is being read)
 * keep their places: what changed changes in place, what ended stays as ended, what is new waits.
 * @param sorted the open alarms in order
 * @param shown ids on the screen, from the arrangement before
 * @param find also finds alarms that have ended
 */
export const arrangeRows = (sorted: readonly Alarm[], shown: readonly string[], held: boolean, find: (id: string) => Alarm | undefined): Rows => {
  if (!held || shown.length === 0) return { alarms: sorted, waiting: [] }
  const onScreen = new Set(shown)
  const kept = shown.map(find).filter((alarm) => alarm !== undefined)
  return { alarms: kept, waiting: sorted.filter((alarm) => !onScreen.has(alarm.id)) }
}

/** @returns the id that is `step` rows away from the current one, kept within the list; the first row when there is no current one. */
export const moveSelection = (rows: readonly { id: string }[], current: string | undefined, step: number): string | undefined => {
  const from = rows.findIndex((row) => row.id === current)
  const to = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))
  return rows[to]?.id
}

/** @returns whether every word of the query is in one of the texts, whatever its case. */
export const matchesQuery = (query: string, texts: readonly string[]): boolean => {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const text = texts.join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}
