/** China has one time zone and no summer time. */
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** @returns the day in China, `YYYY-MM-DD`, of a time in epoch ms. */
export const chinaDay = (epochMs: number): string => new Date(epochMs + OFFSET_MS).toISOString().slice(0, 10)

/** @returns when the day of a time ends in China, epoch ms, exclusive. */
export const chinaDayEnd = (epochMs: number): number => (Math.floor((epochMs + OFFSET_MS) / DAY_MS) + 1) * DAY_MS - OFFSET_MS
