const SECOND = 1_000
const two = (part: number): string => String(part).padStart(2, '0')

/**
 * A length of time as a running clock: `00:42`, `1:02:03`, `3d 04:05` (days in the language's own sign).
 * @param ms anything negative (clocks of instruments may run ahead) shows as zero
 */
export const formatDuration = (ms: number, daySign: string): string => {
  const total = Math.max(0, Math.floor(ms / SECOND))
  const seconds = total % 60
  const minutes = Math.floor(total / 60) % 60
  const hours = Math.floor(total / 3_600) % 24
  const days = Math.floor(total / 86_400)
  if (days > 0) return `${days}${daySign} ${two(hours)}:${two(minutes)}`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`
}

/** Seconds with one decimal, as ages are shown: `0.4`. */
export const formatSeconds = (ms: number): string => (Math.max(0, ms) / SECOND).toFixed(1)

/** Wall time of day in the browser's zone, `HH:MM:SS`. */
export const formatTimeOfDay = (epochMs: number): string => {
  const time = new Date(epochMs)
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** Month, day and time of day, `11-22 03:12:45`, in the browser's zone. */
export const formatDayTime = (epochMs: number): string => {
  const time = new Date(epochMs)
  return `${two(time.getMonth() + 1)}-${two(time.getDate())} ${formatTimeOfDay(epochMs)}`
}

const DAY = 86_400_000

/** Time of day when it lies within a day of `now`, else with month and day. */
export const formatMoment = (epochMs: number, now: number): string =>
  Math.abs(now - epochMs) < DAY ? formatTimeOfDay(epochMs) : formatDayTime(epochMs)
