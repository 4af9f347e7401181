const FIRST_MS = 250
const MAX_MS = 30_000

/**
 * How long to wait before the next attempt: doubling up to half a minute, and spread over its second half, so that a thousand
 * clients that lost the same broker do not come back in the same instant.
 * @param attempt 0 for the first @param chance from 0 to 1
 */
export const backOffMs = (attempt: number, chance: number): number => {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt, 20))
  return Math.round(ceiling / 2 + (ceiling / 2) * chance)
}
