import { errorCatalogue, type ErrorCode } from '@hazardwatch/shared/error-codes'
import { Rejection } from '@hazardwatch/shared/rejection'
import type { Language, Words } from '@hazardwatch/shared/words'
import { z } from 'zod'
import type { SaidFault } from './validate-input.ts'

/** One fault of the input: where it is, what was given and what is allowed. */
const InputFault = z.object({ path: z.string(), message: z.string() })

const codes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]

/** RFC 9457 problem details, in the reader's language. `detail` says what, where and how to mend it. */
export const Problem = z.object({
  type: z.string().describe('urn:hazardwatch:error:{code}'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(codes),
  instance: z.string().describe('Path of the request'),
  errors: z.array(InputFault).optional().describe('Each fault of the input'),
  rejections: z.array(Rejection).optional().describe('Each refused part of a payload of readings'),
})
export type Problem = z.infer<typeof Problem>

export const PROBLEM_TYPE = 'application/problem+json'

/** Response schemas of a route for the codes it answers with, for the OpenAPI document. */
export const problems = (...listed: ErrorCode[]) => {
  const statuses = new Map<number, string[]>()
  for (const code of listed) {
    const { status, en } = errorCatalogue[code]
    statuses.set(status, [...(statuses.get(status) ?? []), `\`${code}\`: ${en}`])
  }
  const responses = [...statuses].map(([status, texts]) => [status, { description: texts.join('; '), content: { [PROBLEM_TYPE]: { schema: Problem } } }])
  return Object.fromEntries(responses) as Record<number, { description: string; content: Record<string, { schema: typeof Problem }> }>
}

/** @returns the language of an Accept-Language header that we speak and its sender likes best; English, the language of the API's names, when there is none. */
export const preferredLanguage = (header: string | undefined): Language => {
  let best: { language: Language; weight: number } | undefined
  for (const part of (header ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('zh') ? 'zh' : undefined
    const q = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    if (language !== undefined && weight > 0 && weight > (best?.weight ?? 0)) best = { language, weight }
  }
  return best?.language ?? 'en'
}

export interface ProblemContext { language: Language; instance: string; requestId: string }

export interface ProblemFacts { code: ErrorCode; detail: Words; errors?: readonly SaidFault[]; rejections?: readonly Rejection[] }

const ours = (requestId: string): Words => ({
  en: `Try again; if it stays, look for request ${requestId} in the service log.`,
  zh: `请重试；若仍失败，请在服务日志中查找请求 ${requestId}。`,
})

/** @returns the answer for a code. A fault of ours (5xx) never tells more than the request id under which the log has it. */
export const problemOf = ({ code, detail, errors, rejections }: ProblemFacts, { language, instance, requestId }: ProblemContext): Problem => {
  const entry = errorCatalogue[code]
  const problem = { type: `urn:hazardwatch:error:${code}`, title: entry[language], status: entry.status, code, instance }
  if (entry.status >= 500) return { ...problem, detail: ours(requestId)[language] }
  return {
    ...problem,
    detail: detail[language],
    ...(errors === undefined ? {} : { errors: errors.map(({ path, message }) => ({ path, message: message[language] })) }),
    ...(rejections === undefined ? {} : { rejections: [...rejections] }),
  }
}
