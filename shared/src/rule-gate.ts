import { z } from 'zod'
import { Tag } from './ids.ts'
import { operatingStates } from './plant-event.ts'
import { patternWords } from './schema-words.ts'

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, patternWords.timeOfDay.en)

/** Times in which a rule is armed, in China time (UTC+8, no summer time). */
export const ScheduleWindow = z.strictObject({
  days: z.array(z.number().int().min(1).max(7)).min(1).optional().describe('1 = Monday … 7 = Sunday, of the day on which the window begins; left out = every day'),
  from: TimeOfDay,
  to: TimeOfDay.describe('Exclusive; at or before `from` = on the next day'),
})
export type ScheduleWindow = z.infer<typeof ScheduleWindow>

/** When a rule is armed at all. Otherwise it is suppressed by design: its condition is followed underneath. All that are given must hold. */
export const gateFields = {
  activeStates: z.array(z.enum(operatingStates)).min(1).optional().describe('Armed only while the source of the point is in one of these operating states; a source that never told one is running'),
  stateLimits: z.partialRecord(z.enum(operatingStates), z.number()).optional().describe('Limits that take the place of `limit` in an operating state'),
  activeWhile: z.strictObject({ point: Tag, low: z.number().nullable().default(null), high: z.number().nullable().default(null) }).optional()
    .describe('Armed only while the last good value of another point lies from low to high, both inclusive: a stage of a batch. Before its first value: armed'),
  schedule: z.array(ScheduleWindow).min(1).max(20).optional().describe('Armed only within these windows'),
}

const CHINA_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
/** The epoch was a Thursday. */
const EPOCH_DAY = 3

/** @returns whether a moment (epoch ms) lies within one of the windows. */
export const isScheduled = (windows: readonly ScheduleWindow[], at: number): boolean => {
  const local = at + CHINA_MS
  const day = Math.floor(local / DAY_MS)
  const minute = Math.floor((local - day * DAY_MS) / 60_000)
  return windows.some(({ days, from, to }) => {
    const [begin, end] = [minutesOf(from), minutesOf(to)]
    const within = (ofDay: number, first: number, last: number): boolean => (days === undefined || days.includes(weekday(ofDay))) && minute >= first && minute < last
    return begin < end ? within(day, begin, end) : within(day, begin, 1_440) || within(day - 1, 0, end)
  })
}

const weekday = (day: number): number => (((day + EPOCH_DAY) % 7) + 7) % 7 + 1
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
