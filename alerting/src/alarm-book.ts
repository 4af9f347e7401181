import { isActive, isHidden, type Alarm } from '@hazardwatch/shared/alarm'
import { pointKey } from '@hazardwatch/shared/ids'
import { slotKey, type Slot } from './overlay-book.ts'

/**
 * The current occurrence of every slot (rule on point) that is not normal underneath, and the same by occurrence id,
 * and how many are active and shown in each source (for the first-out mark).
 */
export interface AlarmBook {
  bySlot: Map<string, Alarm>
  byId: Map<string, Alarm>
  activeInSource: Map<string, number>
}

export const createAlarmBook = (): AlarmBook => ({ bySlot: new Map(), byId: new Map(), activeInSource: new Map() })

/** @returns the occurrence that the slot has now. */
export const currentAlarm = (book: AlarmBook, slot: Slot): Alarm | undefined => book.bySlot.get(slotKey(slot))

/** Puts the occurrence in the place of what its slot had; one that is normal underneath leaves the book. */
export const putAlarm = (book: AlarmBook, alarm: Alarm): void => {
  const key = slotKey(alarm)
  const before = book.bySlot.get(key)
  if (before !== undefined) removeAlarm(book, key, before)
  if (alarm.underlyingState === 'normal') return
  book.bySlot.set(key, alarm)
  book.byId.set(alarm.id, alarm)
  countActive(book, alarm, 1)
}

/** @returns whether the source is free of active alarms, so that the next one is the first out. */
export const sourceIsQuiet = (book: AlarmBook, enterprise: string, source: string): boolean => (book.activeInSource.get(pointKey(enterprise, source)) ?? 0) === 0

const removeAlarm = (book: AlarmBook, key: string, alarm: Alarm): void => {
  book.bySlot.delete(key)
  book.byId.delete(alarm.id)
  countActive(book, alarm, -1)
}

const countActive = (book: AlarmBook, alarm: Alarm, change: number): void => {
  if (!isActive(alarm) || isHidden(alarm)) return
  const key = pointKey(alarm.enterprise, alarm.source)
  const count = (book.activeInSource.get(key) ?? 0) + change
  if (count === 0) book.activeInSource.delete(key)
  else book.activeInSource.set(key, count)
}
