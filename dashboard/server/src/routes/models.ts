import { RuleId } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { ModelSummary } from '@hazardwatch/shared/source-model'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

/** Epoch ms or ISO 8601 with a zone. */
const Moment = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
const Body = z.strictObject({
  rule: RuleId.describe('A rule of kind multivariate'),
  from: Moment.describe('The window in which the source was healthy, as somebody vouches: from inclusive'),
  to: Moment.describe('to exclusive'),
  by: z.string().trim().min(1).max(120).optional().describe('Who vouches for it; recorded with the change of the rule'),
  reason: z.string().trim().min(1).max(1_000).optional().describe('Why it is learnt, for instance after which maintenance'),
})

export const modelRoutes = (app: ApiServer, { models }: Pick<ServerParts, 'models'>): void => {
  app.get('/api/v1/models', {
    schema: { tags: ['rules'], summary: 'What was learnt of sources: one model for each rule of kind multivariate that has one', response: { 200: pageOf(ModelSummary), ...problems('bad_request') } },
  }, async () => ({ items: models.list(), next: null }))
  app.post('/api/v1/models', {
    schema: {
      tags: ['rules'], summary: 'Learn a source on an agreed healthy window of at least 2,000 rows; the model becomes part of the rule', body: Body,
      response: { 200: ModelSummary, ...problems('bad_request', 'not_found', 'rule_impossible', 'forbidden_origin', 'store_unavailable') },
    },
  }, async ({ body }) => models.learn(body))
}
