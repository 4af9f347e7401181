import { DetectorReport } from '@hazardwatch/shared/alarm-mark'
import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

const Query = z.strictObject({ enterprise: EnterpriseCode.optional() })

export const detectorRoutes = (app: ApiServer, { desk, ledger }: Pick<ServerParts, 'desk' | 'ledger'>): void => {
  app.get('/api/v1/detectors', {
    schema: {
      tags: ['alarms'], summary: 'How useful the operators find the early warnings of each kind', querystring: Query,
      response: { 200: pageOf(DetectorReport), ...problems('bad_request', 'unknown_reference') },
    },
  }, async ({ query }) => {
    if (query.enterprise !== undefined && ledger.enterprise(query.enterprise) === undefined) {
      throw new HazardError('unknown_reference', { en: `query.enterprise: there is no enterprise ${query.enterprise}`, zh: `query.enterprise：没有企业 ${query.enterprise}` })
    }
    return { items: await desk.detectors(query.enterprise), next: null }
  })
}
