import { isActive, type Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'

/**
 * The current occurrence of every rule that is not normal, by rule id and by occurrence id,
 * and how many are active in each source (for the first-out mark).
 */
export interface AlarmBook {
  byRule: Map<string, Alarm>
  byId: Map<string, Alarm>
  activeInSource: Map<string, number>
}

export const createAlarmBook = (): AlarmBook => ({ byRule: new Map(), byId: new Map(), activeInSource: new Map() })

/** Puts the occurrence in the place of what its rule had; a normal one leaves the book. */
export const putAlarm = (book: AlarmBook, alarm: Alarm): void => {
  const before = book.byRule.get(alarm.rule)
  if (before !== undefined) removeAlarm(book, before)
  if (alarm.state === 'normal') return
  book.byRule.set(alarm.rule, alarm)
  book.byId.set(alarm.id, alarm)
  countActive(book, alarm, 1)
}

/** @returns whether the source is free of active alarms, so that the next one is the first out. */
export const sourceIsQuiet = (book: AlarmBook, enterprise: string, source: string): boolean => (book.activeInSource.get(pointKey(enterprise, source)) ?? 0) === 0

const removeAlarm = (book: AlarmBook, alarm: Alarm): void => {
  book.byRule.delete(alarm.rule)
  book.byId.delete(alarm.id)
  countActive(book, alarm, -1)
}

const countActive = (book: AlarmBook, alarm: Alarm, change: number): void => {
  if (!isActive(alarm)) return
  const key = pointKey(alarm.enterprise, alarm.source)
  const count = (book.activeInSource.get(key) ?? 0) + change
  if (count === 0) book.activeInSource.delete(key)
  else book.activeInSource.set(key, count)
}
