import { HazardError, type ErrorCode } from '@hazardwatch/shared/error-codes'
import type { Words } from '@hazardwatch/shared/words'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PayloadRefused } from '../payload-refused.ts'
import { PROBLEM_TYPE, preferredLanguage, problemOf, type ProblemFacts } from '../problem-details.ts'
import { InputError } from '../validate-input.ts'

/** Fastify's own refusals in our words. */
const frameworkErrors: Record<string, { code: ErrorCode; detail: Words }> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported_media_type', detail: { en: 'send the header content-type: application/json (readings also application/x-ndjson)', zh: '请带上请求头 content-type: application/json（读数也可用 application/x-ndjson）' } },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'payload_too_large', detail: { en: 'the limit is 16 MB, counted after decompression; send it in several requests', zh: '上限为 16 MB（按解压后计）；请分多次发送' } },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'bad_request', detail: { en: 'the body is empty although content-type is application/json', zh: 'content-type 为 application/json，但请求体为空' } },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'bad_request', detail: { en: 'the body is not valid JSON', zh: '请求体不是有效的 JSON' } },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'bad_request', detail: { en: 'the body is not as long as content-length says', zh: '请求体长度与 content-length 不符' } },
  FST_CP_ERR_INVALID_CONTENT_ENCODING: { code: 'unsupported_media_type', detail: { en: 'this content-encoding is not known: use gzip, deflate, br or zstd, or none', zh: '不支持这种 content-encoding：请用 gzip、deflate、br 或 zstd，或不压缩' } },
  FST_CP_ERR_INVALID_CONTENT: { code: 'bad_request', detail: { en: 'the body cannot be decompressed: it is damaged, cut short, or not in the encoding that content-encoding names', zh: '请求体无法解压：已损坏、不完整，或与 content-encoding 所称的编码不符' } },
  FST_ERR_BAD_URL: { code: 'bad_request', detail: { en: 'the path is not valid: check its percent-encoding (a "%" itself is written %25)', zh: '路径无效：请检查百分号编码（“%” 本身写作 %25）' } },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not_found', detail: { en: 'the key in the path is longer than any key can be', zh: '路径中的键超过了任何键的最大长度' } },
}

/** @returns what the caller is told about an error. Whatever is not known to be the caller's fault is ours. */
const answerOf = (error: unknown, body: unknown): ProblemFacts => {
  if (error instanceof InputError) return { code: 'bad_request', detail: error.words, errors: error.faults }
  if (error instanceof PayloadRefused) return { code: error.code, detail: error.words, rejections: error.rejections }
  if (error instanceof HazardError) return { code: error.code, detail: error.words, ...faultOf(error, body) }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = frameworkErrors[code]
  if (known !== undefined) return known
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  return status < 500 && error instanceof Error ? { code: 'bad_request', detail: { en: error.message, zh: error.message } } : { code: 'internal', detail: { en: '', zh: '' } }
}

/** @returns the fault at its path, as the validation of the input gives it. */
const faultOf = ({ place, words }: HazardError, body: unknown): Pick<ProblemFacts, 'errors'> =>
  place === undefined ? {} : { errors: [{ path: `body${Array.isArray(body) ? `[${place.item}]` : ''}.${place.field}`, message: words }] }

/** Seconds: what queues is done in some of them, a long backtest aside. */
const RETRY_AFTER_S = 5

export const answerProblem = (request: FastifyRequest, reply: FastifyReply, answer: ProblemFacts): FastifyReply => {
  const language = preferredLanguage(request.headers['accept-language'])
  const problem = problemOf(answer, { language, instance: request.url, requestId: request.id })
  if (answer.code === 'busy') void reply.header('retry-after', RETRY_AFTER_S)
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
