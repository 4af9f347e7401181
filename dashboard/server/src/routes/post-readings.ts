import { HazardError } from '@hazardwatch/shared/error-codes'
import { EnterpriseCode } from '@hazardwatch/shared/ids'
import { qualities } from '@hazardwatch/shared/quality'
import { Rejection } from '@hazardwatch/shared/rejection'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { PayloadRefused } from '../payload-refused.ts'
import { problems } from '../problem-details.ts'
import type { ServerParts } from '../server-parts.ts'
import { inputValidator } from '../validate-input.ts'

/** Of what is decompressed as well: decompression stops there. */
const MAX_PAYLOAD = 16 * 1024 * 1024

/** For the document only: the payload goes to the intake as the bytes that came, the same as one from MQTT. */
const Message = z.object({
  ts: z.union([z.number(), z.string()]).optional().describe('Epoch ms or ISO 8601 with a zone; left out: time of arrival'),
  values: z.record(z.string(), z.number().nullable()).describe('Tag to value'),
  quality: z.record(z.string(), z.enum(qualities)).optional().describe('Tag to quality, where it is not good'),
})

const NDJSON = new Set(['application/x-ndjson', 'application/ndjson'])

const mediaType = ({ headers }: FastifyRequest): string => headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''

const Answer = z.object({ accepted: z.number().int(), refused: z.number().int(), rejections: z.array(Rejection) })

export const postReadingRoutes = async (app: ApiServer, { ledger, intake, clock }: Pick<ServerParts, 'ledger' | 'intake' | 'clock'>): Promise<void> => {
  // A scope of its own, because only here JSON is taken as bytes.
  await app.register(async (scope: ApiServer) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(['application/json', ...NDJSON], { parseAs: 'buffer', bodyLimit: MAX_PAYLOAD }, (_request, body, done) => { done(null, body) })
    scope.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (httpPart === 'body' ? (value: unknown) => ({ value }) : inputValidator(schema, httpPart)))
    scope.post('/api/v1/readings', {
      schema: {
        tags: ['readings'],
        summary: 'Send readings over HTTP: the payload of the MQTT topic hazard/v1/{enterprise}/readings, or one on each line (NDJSON); content-encoding gzip, deflate, br or zstd',
        querystring: z.strictObject({ enterprise: EnterpriseCode }),
        body: z.union([Message, z.array(Message)]), consumes: ['application/json', 'application/x-ndjson'],
        response: {
          202: Answer,
          ...problems('bad_request', 'not_found', 'payload_refused', 'payload_too_large', 'unsupported_media_type', 'forbidden_origin'),
        },
      },
    }, async (request, reply) => {
      const { enterprise } = request.query
      if (ledger.enterprise(enterprise) === undefined) {
        throw new HazardError('not_found', { en: `query.enterprise: ${enterprise} is not registered; POST /api/v1/enterprises registers it`, zh: `query.enterprise：企业 ${enterprise} 未登记；可用 POST /api/v1/enterprises 登记` })
      }
      const payload: unknown = request.body
      if (!(payload instanceof Uint8Array) || payload.length === 0) throw new HazardError('bad_request', { en: 'the body is empty; send {"values":{"TAG":1.5}}', zh: '请求体为空；请发送 {"values":{"TAG":1.5}}' })
      const result = await intake.accept(enterprise, payload, clock(), NDJSON.has(mediaType(request)) ? 'lines' : 'message')
      if (result.accepted === 0 && result.refused > 0) throw new PayloadRefused(result)
      return reply.code(202).send(result)
    })
  })
}
