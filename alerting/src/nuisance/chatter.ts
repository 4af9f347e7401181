/** Raises and clears of one rule on one point, event times in epoch ms. `clearedAt` null: still active. */
export interface Episode { raisedAt: number; clearedAt: number | null }

/** Three transitions in this time are chatter [M: ISA-18.2 practice]. */
export const CHATTER_WINDOW_MS = 60_000
export const CHATTER_TRANSITIONS = 3
/** An alarm that clears sooner could not be acted on [M]. */
const FLEETING_MS = 30_000
/** No suggestion goes beyond this: a longer delay is a question to the process engineer [M]. */
const LONGEST_DELAY_S = 60

export interface Nuisance {
  /** Most raises and clears within one minute. */
  transitions: number
  fleeting: number
  occurrences: number
  suggestedOnDelayS: number | null
  suggestedOffDelayS: number | null
}

/** What a rule's episodes, in order, say of it as a nuisance, and which delays would have calmed it. */
export const findNuisance = (episodes: readonly Episode[]): Nuisance => {
  const brief = episodes.flatMap(({ raisedAt, clearedAt }) => (clearedAt !== null && clearedAt - raisedAt < FLEETING_MS ? [clearedAt - raisedAt] : []))
  const gaps = episodes.slice(1).flatMap(({ raisedAt }, index) => {
    const before = episodes[index]?.clearedAt ?? null
    return before !== null && raisedAt - before < CHATTER_WINDOW_MS ? [raisedAt - before] : []
  })
  const transitions = mostTransitions(episodes)
  return {
    transitions, fleeting: brief.length, occurrences: episodes.length,
    // A delay that hides what lasts as long as real occurrences do would cost warnings: only where the brief ones are the rule.
    suggestedOnDelayS: brief.length >= CHATTER_TRANSITIONS && brief.length * 2 > episodes.length ? delayS(brief) : null,
    suggestedOffDelayS: transitions >= CHATTER_TRANSITIONS && gaps.length > 0 ? delayS(gaps) : null,
  }
}

/** Enough for nine of ten, in whole seconds, and just longer than they are. */
const delayS = (durations: readonly number[]): number | null => {
  const wanted = Math.floor((quantile(durations, 0.9) ?? 0) / 1000) + 1
  return wanted <= LONGEST_DELAY_S ? wanted : null
}

/** @returns the most raises and clears within one minute */
export const mostTransitions = (episodes: readonly Episode[]): number => {
  const times = episodes.flatMap(({ raisedAt, clearedAt }) => (clearedAt === null ? [raisedAt] : [raisedAt, clearedAt])).sort((a, b) => a - b)
  let first = 0
  let peak = 0
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) >= CHATTER_WINDOW_MS) first++
    peak = Math.max(peak, index - first + 1)
  }
  return peak
}

/** @returns the smallest value that the share of them does not exceed; null of none */
export const quantile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

/** Usual deadband in per cent of the span [M: ISA-18.2 annex, EEMUA 191, exida]. */
const deadbandPercent: Readonly<Record<string, number>> = { flow: 5, level: 5, pressure: 2, temperature: 1 }

/** @returns the usual share of the span, in per cent, or null when the quantity does not tell */
export const usualPercent = (point: { quantity: string } | undefined): number | null => deadbandPercent[point?.quantity ?? ''] ?? null

/** @returns a deadband in the unit of the point, or null when its range or quantity does not tell */
export const usualDeadband = (point: { quantity: string; rangeLow: number | null; rangeHigh: number | null } | undefined): number | null => {
  const percent = usualPercent(point)
  if (percent === null || point === undefined || point.rangeLow === null || point.rangeHigh === null) return null
  return Math.round((point.rangeHigh - point.rangeLow) * percent * 100) / 10_000
}
