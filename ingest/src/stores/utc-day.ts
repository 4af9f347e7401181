/** Days are UTC days counted from 1970-01-01 (day 0). */
export const DAY_MS = 86_400_000

export const dayOf = (epochMs: number): number => Math.floor(epochMs / DAY_MS)

/** @returns for example 2026-11-23. */
export const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, -14)

/** The day of a name made by {@link dayName}; NaN when it is none. */
export const dayNamed = (name: string): number => Date.parse(`${name}T00:00:00.000Z`) / DAY_MS
