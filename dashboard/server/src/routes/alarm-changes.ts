import { AlarmChange } from '@hazardwatch/shared/alarm'
import { Adcode } from '@hazardwatch/shared/ids'
import { COUNTRY } from '@hazardwatch/shared/region-tree'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import { inRegionOf } from '../region-filter.ts'
import type { ServerParts } from '../server-parts.ts'

const Query = z.strictObject({
  after: z.coerce.number().int().min(0).default(0).describe('The last `seq` that you have dealt with'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  region: z.string().default(COUNTRY).pipe(Adcode).describe('With everything below it; default: the whole country'),
})
const Changes = z.object({ items: z.array(AlarmChange), last: z.number().int().describe('Ask for what comes `after` this') })

/** Every change of an alarm, for systems that must miss none and take none twice, whatever is restarted on either side. */
export const alarmChangeRoutes = (app: ApiServer, { desk, ledger, regions }: Pick<ServerParts, 'desk' | 'ledger' | 'regions'>): void => {
  app.get('/api/v1/alarm-changes', {
    schema: {
      tags: ['alarms'], summary: 'Changes of alarms by number, to go on from where you were', querystring: Query,
      response: { 200: Changes, ...problems('bad_request', 'unknown_reference') },
    },
  }, async ({ query }) => {
    inRegionOf(regions, ledger, query.region)
    const items = await desk.changes(query.after, query.limit, query.region)
    return { items, last: items.at(-1)?.seq ?? query.after }
  })
}
