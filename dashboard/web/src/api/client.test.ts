import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCatalogue } from '@hazardwatch/shared/error-codes'
import { startTexts } from '../i18n/setup.ts'
import { type Fetch, request, requestAll } from './client.ts'
import { ApiProblem, problemCode, problemText } from './problem.ts'

const answering = (status: number, body: string): Fetch => () => Promise.resolve(new Response(body, { status }))
const problemOf = (fetchIt: Fetch): Promise<unknown> => request(z.object({ n: z.number() }), 'x', {}, fetchIt).then(() => undefined, (error: unknown) => error)

describe('request', () => {
  it('gives the checked answer', async () => {
    expect(await request(z.object({ n: z.number() }), 'x', {}, answering(200, '{"n":1,"more":2}'))).toEqual({ n: 1 })
  })

  it.each([
    ['no connection', () => Promise.reject(new TypeError('failed')), 'offline', ''],
    ['another shape', answering(200, '{"n":"one"}'), 'unreadable', 'x: n: '],
    ['a page of a proxy', answering(502, '<html>'), 'unreadable', 'HTTP 502'],
    ['a problem document', answering(409, '{"code":"alarm_state","detail":"already acknowledged"}'), 'alarm_state', 'already acknowledged'],
    ['a code from a newer server', answering(400, '{"code":"new_code","title":"New"}'), 'internal', 'New'],
  ] as const)('%s', async (_name, fetchIt, code, detail) => {
    const problem = await problemOf(fetchIt)
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({ code, detail: expect.stringContaining(detail) })
  })
})

it('asks for refusals in the language of the page, whatever the browser would say', async () => {
  const asked: unknown[] = []
  const fetchIt: Fetch = (_url, { headers }) => {
    asked.push(Object.fromEntries(new Headers(headers)))
    return Promise.resolve(new Response('{"n":1}'))
  }
  await startTexts('zh')
  await request(z.object({ n: z.number() }), 'x', { headers: { 'content-type': 'application/json' } }, fetchIt)
  await i18next.changeLanguage('en')
  await request(z.object({ n: z.number() }), 'x', {}, fetchIt)
  expect(asked).toEqual([{ 'content-type': 'application/json', 'accept-language': 'zh' }, { 'accept-language': 'en' }])
})

describe('requestAll', () => {
  it('reads page after page', async () => {
    const urls: string[] = []
    const pages = ['{"items":[1,2],"next":"a b"}', '{"items":[3],"next":null}']
    const fetchIt: Fetch = (url) => {
      urls.push(url)
      return Promise.resolve(new Response(pages.shift()))
    }
    expect(await requestAll(z.number(), 'rules?point=P', fetchIt)).toEqual([1, 2, 3])
    expect(urls).toEqual(['/api/v1/rules?point=P&limit=1000', '/api/v1/rules?point=P&limit=1000&cursor=a%20b'])
  })
})

describe('problemText', () => {
  it.each(Object.keys(errorCatalogue))('has a text in both languages for %s', (code) => {
    const problem = new ApiProblem(problemCode(code), '')
    expect(problem.code).toBe(code)
    expect(problemText(problem, 'zh')).toMatch(/[\u4e00-\u9fff]/)
    expect(problemText(problem, 'en')).toMatch(/^[\x20-\x7e]+$/)
  })

  it('puts the detail of the server behind the text', () => {
    expect(problemText(new ApiProblem('not_found', 'alarm 7'), 'en')).toBe('There is no such record: alarm 7')
    expect(problemText(new ApiProblem('offline', ''), 'zh')).toBe('连不上服务')
    expect(problemText(new Error('x'), 'en')).toBe('Internal error')
  })
})
