import { z } from 'zod'

/** Times on the HTTP and WebSocket side: ISO 8601 in UTC with milliseconds. */
export const IsoTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

export const isoTime = (epochMs: number): string => new Date(epochMs).toISOString()

const zoned = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i

/**
 * Reads an ISO 8601 time with a zone.
 * @returns epoch ms, or undefined when the text is not one, has no zone, or names a day or hour that does not exist.
 */
export const parseZonedTime = (text: string): number | undefined => {
  const match = zoned.exec(text)
  if (match === null) return undefined
  const [, year, month, day] = match
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  if (Number(day) > daysInMonth) return undefined
  const epochMs = Date.parse(text.replace(' ', 'T').replace(',', '.'))
  return Number.isNaN(epochMs) ? undefined : epochMs
}
