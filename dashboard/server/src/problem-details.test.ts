import { errorCatalogue, type ErrorCode } from '@hazardwatch/shared/error-codes'
import { describe, expect, it } from 'vitest'
import { preferredLanguage, Problem, problemOf } from './problem-details.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]

it.each([
  [undefined, 'zh'], ['', 'zh'], ['*', 'zh'], ['fr-FR', 'zh'], ['en', 'en'], ['en-US,en;q=0.9', 'en'], ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en;q=0.5, zh;q=0.9', 'zh'], ['zh;q=0.2,en;q=0.3', 'en'], ['fr, en;q=0.1', 'en'], ['en;q=0', 'zh'], ['en;q=nonsense', 'zh'],
])('Accept-Language %s is answered in %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})

describe.each(codes)('%s', (code) => {
  it.each(['zh', 'en'] as const)('is a problem with its title in %s', (language) => {
    const problem = problemOf({ code, detail: 'secret of the store' }, { language, instance: '/api/v1/points', requestId: 'req-9' })
    const { status, [language]: title } = errorCatalogue[code]
    expect(Problem.parse(problem)).toMatchObject({ status, title, code, instance: '/api/v1/points' })
  })

  it('tells its detail only when the fault is the caller\'s', () => {
    const { detail } = problemOf({ code, detail: 'secret of the store' }, { language: 'en', instance: '/', requestId: 'req-9' })
    expect(detail).toContain(errorCatalogue[code].status >= 500 ? 'req-9' : 'secret of the store')
    expect(detail.includes('secret')).toBe(errorCatalogue[code].status < 500)
  })
})
