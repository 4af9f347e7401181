import { HazardError } from '@hazardwatch/shared/error-codes'
import { Adcode } from '@hazardwatch/shared/ids'
import { COUNTRY } from '@hazardwatch/shared/region-tree'
import { RegionRiskView } from '@hazardwatch/shared/risk'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

const Query = z.strictObject({ region: z.string().default(COUNTRY).pipe(Adcode).describe('Default: the whole country') })

export const riskRoutes = (app: ApiServer, { desk }: Pick<ServerParts, 'desk'>): void => {
  app.get('/api/v1/risk', {
    schema: {
      tags: ['risk'], summary: 'Risk colour of a region, its children, and why', querystring: Query,
      response: { 200: RegionRiskView, ...problems('bad_request', 'not_found') },
    },
  }, async ({ query }) => {
    const risk = desk.regionRisk(query.region)
    if (risk === undefined) throw new HazardError('not_found', { en: `query.region: there is no region ${query.region}; GET /api/v1/regions lists them`, zh: `query.region：没有行政区划 ${query.region}；GET /api/v1/regions 可列出全部` })
    return risk
  })
}
