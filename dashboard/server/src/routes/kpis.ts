import { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { Adcode } from '@hazardwatch/shared/ids'
import { COUNTRY } from '@hazardwatch/shared/region-tree'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import { queryTime } from '../query-fields.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'

const DAY_MS = 86_400_000
const LONGEST_DAYS = 31

const Query = z.strictObject({
  region: z.string().default(COUNTRY).pipe(Adcode).describe('With everything below it; default: the whole country'),
  from: queryTime.optional().describe('Inclusive; left out = a day before `to`'),
  to: queryTime.optional().describe('Exclusive; left out = now'),
  operators: z.coerce.number().int().min(1).max(1_000).default(1).describe('Operator positions that share the region'),
})

export const kpiRoutes = (app: ApiServer, { desk, ledger, regions, clock }: Pick<ServerParts, 'desk' | 'ledger' | 'regions' | 'clock'>): void => {
  app.get('/api/v1/kpis', {
    schema: {
      tags: ['alarms'], summary: 'Figures of the alarm system after EEMUA 191 and ISA-18.2', querystring: Query,
      response: { 200: AlarmKpis, ...problems('bad_request', 'unknown_reference', 'busy') },
    },
  }, async ({ query }) => {
    inRegionOf(regions, ledger, query.region)
    const to = query.to ?? clock()
    const from = query.from ?? to - DAY_MS
    if (from >= to) throw new HazardError('bad_request', { en: 'query.from: must lie before query.to', zh: 'query.from：必须早于 query.to' })
    if (to - from > LONGEST_DAYS * DAY_MS) throw new HazardError('bad_request', { en: `query.from: at most ${LONGEST_DAYS} days at a time`, zh: `query.from：一次至多 ${LONGEST_DAYS} 天` })
    return desk.kpis(query.region, from, to, query.operators)
  })
}
