import { z } from 'zod'
import { EnterpriseCode, Tag } from './ids.ts'
import { ModelPicture, WarmUp } from './model-picture.ts'

/** A schema of its own for each use: the OpenAPI document names what is used twice. */
const band = (meaning: string) => z.object({ low: z.number(), expected: z.number(), high: z.number() }).nullable()
  .describe(`${meaning}, in the unit of the point: all but one reading in a hundred are expected in it; null = not known yet`)

const AnomalyModel = z.object({
  rule: z.string().describe('Rule of kind anomaly'),
  panel: z.enum(['cheap', 'full']),
  rowsUntilLive: z.number().int().describe('Readings that are still needed before the point is judged; 0 = live'),
  surprise: z.number().describe('How surprised the panel was by the last reading'),
  alarmAt: z.number().describe('From this surprise on an alarm is raised'),
  severity: z.number().describe('Of the incident that is going on, 0.5 to 1; 0 = none'),
  byRecent: band('For the next reading, by the last ones'),
  byTimeOfDay: band('For the next reading, by what is usual at this time of the day'),
  contributions: z.array(z.object({
    lens: z.string(), family: z.string(), evidence: z.number(), share: z.number(),
  })).describe('What was surprised by the last reading, the most surprised first; shares add up to 1'),
})
export type AnomalyModel = z.infer<typeof AnomalyModel>

/** What the detectors think of a point now: for the picture beside its trend. */
export const PointModel = z.object({
  enterprise: EnterpriseCode,
  tag: Tag,
  models: z.array(AnomalyModel).describe('One for each enabled rule of kind anomaly; empty = the point has none'),
  warmUps: z.array(WarmUp).describe('How far each enabled early warning on the point has come: anomaly, multivariate, drift, forecast, baseline, health, changepoint'),
  picture: ModelPicture.nullable().describe('Of the rule and time asked for; null = no rule was named'),
})
export type PointModel = z.infer<typeof PointModel>
