import { DeadLetter, LetterId, ReplayResult } from '@hazardwatch/shared/dead-letters'
import { pageOf } from '@hazardwatch/shared/list-page'
import { rejectionReasons } from '@hazardwatch/shared/rejection'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'

const DEFAULT_PAYLOAD_BYTES = 4_096
const MAX_PAYLOAD_BYTES = 65_536
const IDS_MAX = 1_000

const filter = {
  enterprise: z.string().max(256).optional(),
  topic: z.string().max(1_000).optional().describe('Exactly this topic'),
  reason: z.enum(rejectionReasons).optional(),
}

const Query = z.strictObject({
  ...filter,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: LetterId.optional().describe('`next` of the page before'),
  payloadBytes: z.coerce.number().int().min(0).max(MAX_PAYLOAD_BYTES).default(DEFAULT_PAYLOAD_BYTES).describe('How much of each payload is shown'),
})

const Replay = z.strictObject({ ...filter, ids: z.array(LetterId).min(1).max(IDS_MAX).optional() }).describe('Which messages; nothing = all')

export const deadLetterRoutes = (app: ApiServer, { deadLetters }: Pick<ServerParts, 'deadLetters'>): void => {
  app.get('/api/v1/ingest/dead-letters', {
    schema: {
      tags: ['ingest'], summary: 'Messages that could not be accepted, or not as a whole, newest first', querystring: Query,
      response: { 200: pageOf(DeadLetter), ...problems('bad_request') },
    },
  }, async ({ query: { payloadBytes, cursor, ...wanted } }) => deadLetters.list({ ...wanted, before: cursor }, payloadBytes))
  app.post('/api/v1/ingest/dead-letters/replay', {
    schema: {
      tags: ['ingest'], summary: 'Run messages through the decoders again, after a point was registered or a mapping was mended; what is accepted leaves the folder', body: Replay.nullish(),
      response: { 200: ReplayResult, ...problems('bad_request', 'store_unavailable', 'forbidden_origin') },
    },
  }, async ({ body }) => deadLetters.replay(body ?? {}))
}
