import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode, pointKey, Tag } from '@hazardwatch/shared/ids'
import { PointModel } from '@hazardwatch/shared/point-model'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

/** What the detectors think of a point: expected band, surprise, and what contributes to it. */
export const pointModelRoutes = (app: ApiServer, { ledger, desk }: Pick<ServerParts, 'ledger' | 'desk'>): void => {
  app.get('/api/v1/points/:enterprise/:tag/model', {
    schema: {
      tags: ['points'], summary: 'Expected band of a point and what makes its last reading unusual, by its rules of kind anomaly',
      params: z.object({ enterprise: EnterpriseCode, tag: Tag.describe('Tag, URI-encoded, its slashes too') }),
      response: { 200: PointModel, ...problems('bad_request', 'not_found') },
    },
  }, ({ params: { enterprise, tag } }) => {
    const point = ledger.point(enterprise, tag)
    if (point === undefined) throw new HazardError('not_found', `points has no ${pointKey(enterprise, tag)}`)
    return { enterprise, tag, models: desk.anomalyModels(point.number) }
  })
}
