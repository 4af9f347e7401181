import { ForecastReport } from '@hazardwatch/shared/forecast-report'
import { RuleId, Tag } from '@hazardwatch/shared/ids'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

const DAY_MS = 86_400_000
const Query = z.strictObject({
  rule: RuleId.describe('A rule of kind forecast'),
  point: Tag.optional().describe('Tag; needed where the rule is on many points'),
  days: z.coerce.number().positive().max(400).default(30).describe('How far back'),
  leadS: z.coerce.number().min(0).max(604_800).default(300).describe('A warning so many seconds before the level is of use'),
})

export const forecastRoutes = (app: ApiServer, { forecasts, clock }: Pick<ServerParts, 'forecasts' | 'clock'>): void => {
  app.get('/api/v1/forecasts', {
    schema: {
      tags: ['rules'], summary: 'What came of the forecasts of a rule: hit, late, false, open, and the hit rate', querystring: Query,
      response: { 200: ForecastReport, ...problems('bad_request', 'not_found', 'rule_impossible', 'store_unavailable') },
    },
  }, async ({ query: { rule, point, days, leadS } }) => {
    const to = clock()
    return forecasts.score({ rule, ...(point !== undefined && { point }), from: to - days * DAY_MS, to, leadMs: leadS * 1000 })
  })
}
