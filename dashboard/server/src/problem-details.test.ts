import { errorCatalogue, type ErrorCode } from '@hazardwatch/shared/error-codes'
import { describe, expect, it } from 'vitest'
import { preferredLanguage, Problem, problemOf } from './problem-details.ts'

const secret = { en: 'secret of the store', zh: '存储的秘密' }
const codes = Object.keys(errorCatalogue) as ErrorCode[]

it.each([
  [undefined, 'en'], ['', 'en'], ['*', 'en'], ['fr-FR', 'en'], ['en', 'en'], ['en-US,en;q=0.9', 'en'], ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en;q=0.5, zh;q=0.9', 'zh'], ['zh;q=0.2,en;q=0.3', 'en'], ['fr, en;q=0.1', 'en'], ['zh;q=0', 'en'], ['zh;q=nonsense', 'en'],
])('Accept-Language %s is answered in %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})

describe.each(codes)('%s', (code) => {
  it.each(['zh', 'en'] as const)('is a problem with its title in %s', (language) => {
    const problem = problemOf({ code, detail: secret }, { language, instance: '/api/v1/points', requestId: 'req-9' })
    const { status, [language]: title } = errorCatalogue[code]
    expect(Problem.parse(problem)).toMatchObject({ status, title, code, instance: '/api/v1/points' })
  })

  it.each(['zh', 'en'] as const)('tells its detail, in %s, only when the fault is the caller\'s', (language) => {
    const { detail } = problemOf({ code, detail: secret }, { language, instance: '/', requestId: 'req-9' })
    const ours = errorCatalogue[code].status >= 500
    expect([detail === secret[language], detail.includes('req-9')]).toEqual([!ours, ours])
  })
})
