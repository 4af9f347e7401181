import type { Segment } from './segment.ts'
import { DAY_MS } from './utc-day.ts'

export interface MaintenanceSettings {
  /** Whole days that are kept; a day is dropped when all of it is older. */
  retentionDays: number
  /** How long after its end a day stays open for late readings before it becomes a file. */
  graceMs: number
  /** How long readings that came later than that may wait before the day's file is written anew with them. */
  lateMs: number
}

export const defaultMaintenance: MaintenanceSettings = { retentionDays: 400, graceMs: 2 * 3_600_000, lateMs: 6 * 3_600_000 }

export interface MaintenanceStep {
  step: 'compact' | 'drop'
  day: number
}

type Part = Pick<Segment, 'kind' | 'day' | 'since'>

/** What is to be done at `now` (epoch ms), oldest day first: dropping comes first by itself, and makes room for the rest. */
export const planMaintenance = (segments: readonly Part[], now: number, settings: MaintenanceSettings): MaintenanceStep[] => {
  const days = [...new Set(segments.map(({ day }) => day))].sort((a, b) => a - b)
  return days.flatMap((day): MaintenanceStep[] => {
    const end = (day + 1) * DAY_MS
    if (end <= now - settings.retentionDays * DAY_MS) return [{ step: 'drop', day }]
    const parts = segments.filter((part) => part.day === day)
    return end + settings.graceMs <= now && isDue(parts, now - settings.lateMs) ? [{ step: 'compact', day }] : []
  })
}

/** A day without a file is due at once. One with a file waits for more late readings: every merge writes all of the day again. */
const isDue = (parts: readonly Part[], lateSince: number): boolean => {
  const hot = parts.filter(({ kind }) => kind === 'hot')
  if (hot.length === 0) return false
  return hot.length === parts.length || hot.some(({ since }) => since <= lateSince)
}
