import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode, pointKey, RuleId, Tag } from '@hazardwatch/shared/ids'
import { PointModel } from '@hazardwatch/shared/point-model'
import { ruleOnPoint } from '@hazardwatch/shared/rule-part'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { noSuch } from '../no-such.ts'
import { problems } from '../problem-details.ts'
import { queryTime } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { InputError } from '../validate-input.ts'

const HOUR_MS = 3_600_000

const Query = z.strictObject({
  rule: RuleId.optional().describe('An early warning on this point: its picture is drawn, of stored readings, by the detector that judges live'),
  from: queryTime.optional().describe('Inclusive; ISO 8601 with a zone, or epoch ms. Default: one hour before `to`'),
  to: queryTime.optional().describe('Exclusive. Default: now'),
  at: queryTime.optional().describe('What is asked about, as the onset of an alarm. Default: where the score is highest'),
})

/** What the detectors think of a point: expected band, surprise, and what contributes to it. */
export const pointModelRoutes = (app: ApiServer, { ledger, desk, pictures, clock }: Pick<ServerParts, 'ledger' | 'desk' | 'pictures' | 'clock'>): void => {
  app.get('/api/v1/points/:enterprise/:tag/model', {
    schema: {
      tags: ['points'], summary: 'What the early warnings on a point expect, how far they have learnt, and the picture of one: expected band, score and contributions over time',
      params: z.object({ enterprise: EnterpriseCode, tag: Tag.describe('Tag, URI-encoded, its slashes too') }), querystring: Query,
      response: { 200: PointModel, ...problems('bad_request', 'not_found', 'rule_impossible', 'busy', 'store_unavailable') },
    },
  }, async ({ params: { enterprise, tag }, query }) => {
    const point = ledger.point(enterprise, tag)
    if (point === undefined) throw noSuch('points', pointKey(enterprise, tag))
    return { enterprise, tag, models: desk.anomalyModels(point.number), warmUps: await pictures.warmUps(enterprise, tag), picture: await pictureOf(query, enterprise, tag) }
  })

  const pictureOf = async ({ rule: id, from: begin, to: end, at }: z.output<typeof Query>, enterprise: string, tag: string): Promise<PointModel['picture']> => {
    if (id === undefined) return null
    const written = ledger.rule(id)
    const rule = written?.enterprise === enterprise ? ruleOnPoint(ledger, written, tag) : undefined
    if (rule === undefined) throw new HazardError('not_found', { en: `query.rule: ${pointKey(enterprise, tag)} has no rule ${id}; GET /api/v1/rules?enterprise=${enterprise} lists what there is`, zh: `query.rule：${pointKey(enterprise, tag)} 没有规则 ${id}；GET /api/v1/rules?enterprise=${enterprise} 可列出全部` })
    const to = end ?? clock()
    const from = begin ?? to - HOUR_MS
    if (from >= to) throw new InputError([{ path: 'query.from', message: { en: `must be before to; given: from ${from} and to ${to} (epoch ms)`, zh: `必须早于 to；给出的是 from ${from}、to ${to}（epoch 毫秒）` } }])
    return pictures.picture({ rule: rule.id, from, to, at })
  }
}
