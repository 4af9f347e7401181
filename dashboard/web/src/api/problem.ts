import { errorCatalogue, type ErrorCode } from '@hazardwatch/shared/error-codes'

/** Why a request failed, as it is shown to the operator. `offline`: no answer at all; `unreadable`: an answer of another shape. */
export type ProblemCode = ErrorCode | 'offline' | 'unreadable'

/** Where in the body a fault is (`body.0.limit`), and what it is. */
export interface InputFault {
  path: string
  message: string
}

export class ApiProblem extends Error {
  readonly code: ProblemCode
  readonly detail: string
  /** Each fault of what was sent, where the server tells them. */
  readonly faults: readonly InputFault[]

  constructor(code: ProblemCode, detail: string, faults: readonly InputFault[] = []) {
    super(`${code}: ${detail}`)
    this.name = 'ApiProblem'
    this.code = code
    this.detail = detail
    this.faults = faults
  }
}

/** Answers without a server's code come from something in between (a proxy, a firewall). */
const pageTexts = {
  offline: { zh: '连不上服务', en: 'The service cannot be reached' },
  unreadable: { zh: '服务的应答无法识别', en: 'The answer of the service cannot be understood' },
} as const

const isCatalogued = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code)

/** @returns the catalogue's code for a problem document; anything else is `internal`. */
export const problemCode = (code: unknown): ErrorCode => (typeof code === 'string' && isCatalogued(code) ? code : 'internal')

/** @returns what happened in the language of the operator, and the server's own detail behind it. */
export const problemText = (problem: unknown, language: 'zh' | 'en'): string => {
  if (!(problem instanceof ApiProblem)) return errorCatalogue.internal[language]
  const { code, detail } = problem
  const text = code === 'offline' || code === 'unreadable' ? pageTexts[code][language] : errorCatalogue[code][language]
  return detail === '' ? text : `${text}${language === 'zh' ? '：' : ': '}${detail}`
}
