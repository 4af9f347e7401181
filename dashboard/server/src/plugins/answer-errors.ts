import { HazardError, type ErrorCode } from '@hazardwatch/shared/error-codes'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PayloadRefused } from '../payload-refused.ts'
import { PROBLEM_TYPE, preferredLanguage, problemOf, type ProblemFacts } from '../problem-details.ts'
import { InputError } from '../validate-input.ts'

/** Fastify's own refusals in our words. */
const frameworkErrors: Record<string, { code: ErrorCode; detail: string }> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported_media_type', detail: 'send the header content-type: application/json (readings also application/x-ndjson)' },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'payload_too_large', detail: 'the limit is 16 MB, counted after decompression; send it in several requests' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'bad_request', detail: 'the body is empty although content-type is application/json' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'bad_request', detail: 'the body is not valid JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'bad_request', detail: 'the body is not as long as content-length says' },
  FST_CP_ERR_INVALID_CONTENT_ENCODING: { code: 'unsupported_media_type', detail: 'this content-encoding is not known: use gzip, deflate, br or zstd, or none' },
  FST_CP_ERR_INVALID_CONTENT: { code: 'bad_request', detail: 'the body cannot be decompressed: it is damaged, cut short, or not in the encoding that content-encoding names' },
  FST_ERR_BAD_URL: { code: 'bad_request', detail: 'the path is not valid: check its percent-encoding (a "%" itself is written %25)' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not_found', detail: 'the key in the path is longer than any key can be' },
}

/** @returns what the caller is told about an error. Whatever is not known to be the caller's fault is ours. */
const answerOf = (error: unknown, body: unknown): ProblemFacts => {
  if (error instanceof InputError) return { code: 'bad_request', detail: error.detail, errors: error.faults }
  if (error instanceof PayloadRefused) return { code: error.code, detail: error.detail, rejections: error.rejections }
  if (error instanceof HazardError) return { code: error.code, detail: error.detail, ...faultOf(error, body) }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = frameworkErrors[code]
  if (known !== undefined) return known
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  return status < 500 && error instanceof Error ? { code: 'bad_request', detail: error.message } : { code: 'internal', detail: '' }
}

/** @returns the fault at its path, as the validation of the input gives it. */
const faultOf = ({ place, detail }: HazardError, body: unknown): Pick<ProblemFacts, 'errors'> =>
  place === undefined ? {} : { errors: [{ path: `body${Array.isArray(body) ? `[${place.item}]` : ''}.${place.field}`, message: detail }] }

export const answerProblem = (request: FastifyRequest, reply: FastifyReply, answer: ProblemFacts): FastifyReply => {
  const language = preferredLanguage(request.headers['accept-language'])
  const problem = problemOf(answer, { language, instance: request.url, requestId: request.id })
  return reply.code(problem.status).type(PROBLEM_TYPE).header('content-language', language).header('vary', 'accept-language')
    // Serialized here: the schemas of a route say nothing about answers that it did not foresee.
    .serializer(JSON.stringify).send(problem)
}

/** For `setErrorHandler` and `frameworkErrors`. */
export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const answer = answerOf(error, request.body)
  if (answer.code === 'internal' || answer.code === 'store_unavailable') request.log.error({ err: error, url: request.url }, 'a request failed')
  return answerProblem(request, reply, answer)
}
