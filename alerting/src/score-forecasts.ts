import type { ForecastOutcome } from '@hazardwatch/shared/forecast-report'

/** A forecast that was made: that a level would be reached. Times are epoch ms of event time. */
export interface MadeForecast {
  madeAt: number
  /** Until when it claimed to hold. */
  holdsUntil: number
}

export interface ForecastScore {
  outcomes: Record<ForecastOutcome, number>
  /** Times at which the level was reached without a forecast that held then. */
  missed: number
  /** Share of hits among the forecasts whose outcome is known; null when none is. */
  hitRate: number | null
  /** Of the hits: median ms between the forecast and the level. Null without hits. */
  medianLeadMs: number | null
}

/**
 * @param reached times at which the level was reached from below its limit (a crossing each), in order
 * @param leadMs a warning earlier than this before the level is of use
 * @param now until when the readings are known
 */
export const outcomeOf = (forecast: MadeForecast, reached: readonly number[], leadMs: number, now: number): ForecastOutcome => {
  const at = reachedAfter(forecast, reached)
  if (at !== undefined) return at - forecast.madeAt < leadMs ? 'late' : 'hit'
  return forecast.holdsUntil < now ? 'false' : 'open'
}

/** Scores the forecasts of one rule against what came. */
export const scoreForecasts = (forecasts: readonly MadeForecast[], reached: readonly number[], leadMs: number, now: number): ForecastScore => {
  const outcomes: Record<ForecastOutcome, number> = { hit: 0, late: 0, false: 0, open: 0 }
  const leads: number[] = []
  for (const forecast of forecasts) {
    const outcome = outcomeOf(forecast, reached, leadMs, now)
    outcomes[outcome]++
    const at = reachedAfter(forecast, reached)
    if (outcome === 'hit' && at !== undefined) leads.push(at - forecast.madeAt)
  }
  const known = outcomes.hit + outcomes.late + outcomes.false
  return {
    outcomes,
    missed: reached.filter((at) => !forecasts.some(({ madeAt, holdsUntil }) => madeAt <= at && at <= holdsUntil)).length,
    hitRate: known === 0 ? null : outcomes.hit / known,
    medianLeadMs: median(leads),
  }
}

/** @returns times at which a series of (time, value) reaches the level from the other side: what is there from the beginning counts as reached then. */
export const crossings = (readings: Iterable<readonly [time: number, value: number]>, level: number, direction: 'up' | 'down'): number[] => {
  const times: number[] = []
  let beyond = false
  for (const [time, value] of readings) {
    if (Number.isNaN(value)) continue
    const now = direction === 'up' ? value >= level : value <= level
    if (now && !beyond) times.push(time)
    beyond = now
  }
  return times
}

/** @returns when the level was reached first while a forecast held. */
export const reachedAfter = ({ madeAt, holdsUntil }: MadeForecast, reached: readonly number[]): number | undefined => reached.find((at) => at >= madeAt && at <= holdsUntil)

const median = (values: readonly number[]): number | null => values.toSorted((a, b) => a - b)[values.length >> 1] ?? null
