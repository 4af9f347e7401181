/**
 * Reads a timestamp as local time: `YYYY-MM-DD HH:MM[:SS[.f]]` with a space or T between; ISO 8601 with a zone keeps the clock on the wall
 * as written; a bare number is an epoch in seconds, or in ms from 100,000,000,000 on.
 * @returns ms since 1970-01-01 00:00 of the same clock; NaN when the text is none of these.
 */
export const readTimestamp = (text: string): number => {
  const found = LOCAL.exec(text)
  if (found === null) return readEpoch(text)
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = found
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return Number.NaN
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day))
  // 31 April would become 1 May.
  if (new Date(dayMs).getUTCDate() !== Number(day)) return Number.NaN
  return dayMs + Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + Number(`0.${fraction || '0'}`) * 1000
}

const LOCAL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$/

const readEpoch = (text: string): number => {
  if (!/^\d+(\.\d+)?$/.test(text)) return Number.NaN
  const number = Number(text)
  return number >= 1e11 ? number : number * 1000
}
