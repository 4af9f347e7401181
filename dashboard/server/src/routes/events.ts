import { EnterprisePresence } from '@hazardwatch/shared/enterprise-presence'
import type { EventFilter } from '@hazardwatch/shared/event-book'
import { EnterpriseCode, SourceCode } from '@hazardwatch/shared/ids'
import { pageOf } from '@hazardwatch/shared/list-page'
import { CameraId } from '@hazardwatch/shared/camera'
import { PlantEvent } from '@hazardwatch/shared/plant-event'
import { eventKinds } from '@hazardwatch/shared/topics'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { pageQuery } from '../list-page.ts'
import { problems } from '../problem-details.ts'
import { queryList, queryTime } from '../query-fields.ts'
import type { ServerParts } from '../server-parts.ts'

const Query = z.strictObject({
  enterprise: EnterpriseCode.optional(),
  kind: queryList(eventKinds).optional(),
  source: SourceCode.optional().describe('Of work, and of the cameras that look at it'),
  camera: CameraId.optional(),
  from: queryTime.optional().describe('at, inclusive'),
  to: queryTime.optional().describe('at, exclusive'),
  ...pageQuery,
})

/** @returns the filter of the book; what was not asked for is left out. */
const eventFilter = ({ kind, limit, ...rest }: z.output<typeof Query>): EventFilter => {
  const filter: EventFilter = { limit }
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) Object.assign(filter, { [name]: value })
  if (kind !== undefined) filter.kinds = kind
  return filter
}

const DEFAULT_DAYS = 31
const MAX_DAYS = 400

export const eventRoutes = (app: ApiServer, { events }: Pick<ServerParts, 'events'>): void => {
  app.get('/api/v1/events', {
    schema: {
      tags: ['events'], summary: 'List events of the plants (video, special work and operating state, commitment, status), newest first', querystring: Query,
      response: { 200: pageOf(PlantEvent), ...problems('bad_request') },
    },
  }, async ({ query }) => events.list(eventFilter(query)))
  app.get('/api/v1/enterprises/:code/presence', {
    schema: {
      tags: ['enterprises'], summary: 'Whether an enterprise is online, since when, and its online seconds and disconnects of each day',
      params: z.object({ code: EnterpriseCode }), querystring: z.strictObject({ days: z.coerce.number().int().min(1).max(MAX_DAYS).default(DEFAULT_DAYS) }),
      response: { 200: EnterprisePresence, ...problems('bad_request', 'not_found') },
    },
  }, async ({ params, query }) => events.presence(params.code, query.days))
}
