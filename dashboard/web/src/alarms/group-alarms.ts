import type { Alarm } from '@hazardwatch/shared/alarm'
import { priorities, type Priority } from '@hazardwatch/shared/alarm-rule'
import { awaitsAcknowledgement, compareText } from './arrange-alarms.ts'

/** The alarms of one source. */
export interface AlarmGroup {
  /** ENT/SOURCE. */
  key: string
  worst: Priority
  /** The newest first-out: what began the spell that goes on. Where it is not there any more, the earliest of those that are. */
  first: Alarm
  count: number
  unacknowledged: number
  expanded: boolean
}

/** A row of the list, by an id that no other has. */
export type ListRow = { id: string; kind: 'group'; group: AlarmGroup } | { id: string; kind: 'alarm'; alarm: Alarm; grouped: boolean }

export const groupKey = ({ enterprise, source }: Pick<Alarm, 'enterprise' | 'source'>): string => `${enterprise}/${source}`
export const groupRowId = (key: string): string => `group ${key}`

/** @returns one row an alarm, in their order */
export const plainRows = (alarms: readonly Alarm[]): ListRow[] => alarms.map((alarm) => ({ id: alarm.id, kind: 'alarm', alarm, grouped: false }))

/**
 * One row a source, in the order in which their first alarms stand, each followed by its alarms where it is expanded.
 * @param alarms in order of display, also those that have ended under the pointer
 * @param waiting new ones that must not move the rows: they count at once
 * @param expanded keys of the groups that are open
 */
export const groupRows = (alarms: readonly Alarm[], waiting: readonly Alarm[], expanded: ReadonlySet<string>): ListRow[] => {
  const unseen = Map.groupBy(waiting, groupKey)
  return [...Map.groupBy(alarms, groupKey)].flatMap(([key, shown]): ListRow[] => {
    const group = summarise(key, shown, unseen.get(key) ?? [], expanded.has(key))
    if (group === undefined) return []
    const row: ListRow = { id: groupRowId(key), kind: 'group', group }
    return group.expanded ? [row, ...shown.map((alarm): ListRow => ({ id: alarm.id, kind: 'alarm', alarm, grouped: true }))] : [row]
  })
}

const summarise = (key: string, shown: readonly Alarm[], waiting: readonly Alarm[], expanded: boolean): AlarmGroup | undefined => {
  const all = [...shown, ...waiting]
  const open = all.filter((alarm) => alarm.state !== 'normal')
  // A group whose alarms have all ended stands until the rows may move, and still says of what it was.
  const told = open.length > 0 ? open : all
  const worst = priorities.find((priority) => told.some((alarm) => alarm.priority === priority))
  const inTime = [...told].sort((a, b) => (a.raisedAt === b.raisedAt ? compareText(a.id, b.id) : compareText(a.raisedAt, b.raisedAt)))
  // Those that returned and wait for their acknowledgement may be of an earlier spell, which began with another.
  const first = inTime.findLast((alarm) => alarm.firstOut) ?? inTime[0]
  if (worst === undefined || first === undefined) return undefined
  return { key, worst, first, count: open.length, unacknowledged: open.filter(awaitsAcknowledgement).length, expanded }
}

/** What the operator chose, and in which flood (its begin; null = in none). */
export interface GroupChoice { flood: string | null; on: boolean }

/** Grouped in a flood, plain without one; a choice holds until a flood begins or ends. `flood`: begin of the one that goes on. */
export const isGrouped = (choice: GroupChoice | null, flood: string | null): boolean => (choice !== null && choice.flood === flood ? choice.on : flood !== null)
