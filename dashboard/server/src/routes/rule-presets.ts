import { RulePreset, rulePresets } from '@hazardwatch/shared/rule-presets'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'

/** Rules that standards ask for, with their citation: what a rule editor offers. */
export const rulePresetRoutes = (app: ApiServer): void => {
  app.get('/api/v1/rule-presets', {
    schema: {
      tags: ['rules'], summary: 'Presets of rules by standard; a limit of null is a figure of the plant, `verify` marks figures to be checked against the standard',
      querystring: z.strictObject({ topic: RulePreset.shape.topic.optional() }),
      response: { 200: z.object({ items: z.array(RulePreset), next: z.null() }), ...problems('bad_request') },
    },
  }, async ({ query }) => ({ items: rulePresets.filter(({ topic }) => query.topic === undefined || topic === query.topic), next: null }))
}
