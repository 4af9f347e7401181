import type { WindowDraft } from './rule-draft.ts'

const DAY_MINUTES = 1_440
export const weekDays = [1, 2, 3, 4, 5, 6, 7] as const

/** Part of a day in which something is armed: minutes since midnight, `to` exclusive. */
export interface ArmedSpan {
  day: number
  from: number
  to: number
}

/** @returns minutes since midnight of HH:MM; undefined when it is none. */
const minutesOf = (text: string): number | undefined => (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : undefined)

/** @returns a time as people write it (`8`, `830`, `8:30`, `8：30`) as HH:MM; what is no time stays as it is. */
export const readTime = (text: string): string => {
  const bare = text.trim().replaceAll('：', ':').replaceAll('.', ':')
  const parts = /^(\d{1,2})(?::(\d{1,2}))?$/.exec(bare) ?? /^(\d{1,2})(\d{2})$/.exec(bare)
  if (parts === null) return text.trim()
  const time = `${(parts[1] ?? '').padStart(2, '0')}:${(parts[2] ?? '0').padStart(2, '0')}`
  return minutesOf(time) === undefined ? text.trim() : time
}

/** How a window lies: within one day, into the next, or around the whole of it. */
export const windowReach = ({ from, to }: WindowDraft): 'day' | 'overnight' | 'whole' | 'unknown' => {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin === undefined || end === undefined) return 'unknown'
  return begin < end ? 'day' : begin === end ? 'whole' : 'overnight'
}

const spansOf = ({ days, from, to }: WindowDraft): ArmedSpan[] => {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin === undefined || end === undefined) return []
  return (days.length === 0 ? weekDays : days).flatMap((day) =>
    begin < end ? [{ day, from: begin, to: end }] : [{ day, from: begin, to: DAY_MINUTES }, { day: (day % 7) + 1, from: 0, to: end }])
}

/** @returns when a rule with these windows is armed in a week, day by day; what overlaps is one span. Windows without a time are left out. */
export const armedSpans = (windows: readonly WindowDraft[]): ArmedSpan[] => {
  const merged: ArmedSpan[] = []
  const spans = windows.flatMap(spansOf).filter((span) => span.from < span.to).sort((one, other) => one.day - other.day || one.from - other.from)
  for (const span of spans) {
    const last = merged.at(-1)
    if (last !== undefined && last.day === span.day && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

/** @returns hours of a week in which a rule with these windows is armed. */
export const armedHours = (windows: readonly WindowDraft[]): number => armedSpans(windows).reduce((sum, { from, to }) => sum + to - from, 0) / 60

/** @returns days as runs: 1, 2, 3, 5 gives `[[1, 3], [5, 5]]`. */
export const dayRuns = (days: readonly number[]): [from: number, to: number][] => {
  const runs: [number, number][] = []
  for (const day of [...new Set(days)].sort((one, other) => one - other)) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  return runs
}

/** @returns the days with one of them switched over, in their order. */
export const toggleDay = (days: readonly number[], day: number): number[] => weekDays.filter((known) => (known === day ? !days.includes(day) : days.includes(known)))
