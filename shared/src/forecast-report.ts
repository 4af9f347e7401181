import { z } from 'zod'
import { AlarmId, RuleId } from './ids.ts'
import { IsoTime } from './time.ts'

/** `hit`: reached in time, with a lead that was of use. `late`: reached, but the lead was too short. `false`: not reached. `open`: not yet known. */
export const ForecastOutcome = z.enum(['hit', 'late', 'false', 'open'])
export type ForecastOutcome = z.infer<typeof ForecastOutcome>

const Count = z.number().int()

/** What came of the forecasts of one rule. */
export const ForecastReport = z.object({
  rule: RuleId,
  from: IsoTime,
  to: IsoTime,
  outcomes: z.object({ hit: Count, late: Count, false: Count, open: Count }),
  missed: Count.describe('Times at which the level was reached without a forecast that held then'),
  hitRate: z.number().nullable().describe('Hits among the forecasts whose outcome is known; null when none is'),
  medianLeadS: z.number().nullable().describe('Of the hits: seconds between the forecast and the level'),
  items: z.array(z.object({
    alarm: AlarmId, madeAt: IsoTime, holdsUntil: IsoTime.describe('Until when the level was foretold: the horizon after the forecast ended'),
    reachedAt: IsoTime.nullable(), outcome: ForecastOutcome,
  })).describe('Newest first'),
})
export type ForecastReport = z.infer<typeof ForecastReport>

export interface ForecastQuestion {
  rule: string
  /** Tag, of a rule on many points. */
  point?: string
  /** Epoch ms, from inclusive, to exclusive. */
  from: number
  to: number
  /** A warning so many ms before the level is of use. */
  leadMs: number
}

/** Port: scores the forecasts that a rule has made against what was measured. Throws HazardError `not_found`, `rule_impossible`. */
export interface ForecastBook {
  score(question: ForecastQuestion): Promise<ForecastReport>
}
