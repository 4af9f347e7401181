import i18next from 'i18next'
import { z } from 'zod'
import { ApiProblem, problemCode } from './problem.ts'

const BASE = '/api/v1'
/** Longest that a request may take, ms: an operator who waits longer should be told. */
const TIMEOUT_MS = 15_000
/** A long window of many channels takes a while to learn. */
const SLOW_MS = 300_000

const ProblemDetails = z.object({ code: z.unknown(), detail: z.string().optional(), title: z.string().optional(), errors: z.array(z.object({ path: z.string(), message: z.string() })).optional() })

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * One request, one checked answer.
 * @throws ApiProblem with the code of the problem document, `offline` or `unreadable`
 */
export const request = async <Answer>(schema: z.ZodType<Answer>, path: string, init: RequestInit = {}, fetchIt: Fetch = fetch): Promise<Answer> =>
  check(schema, path, await send(fetchIt, `${BASE}/${path}`, init))

/** As {@link request}, for the few resources that do not stand below `/api/v1`. */
export const requestRoot = async <Answer>(schema: z.ZodType<Answer>, path: string, fetchIt: Fetch = fetch): Promise<Answer> =>
  check(schema, path, await send(fetchIt, `/${path}`, {}))

const check = async <Answer>(schema: z.ZodType<Answer>, path: string, response: Response): Promise<Answer> => {
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw readProblem(response.status, body)
  const answer = schema.safeParse(body)
  if (answer.success) return answer.data
  const [issue] = answer.error.issues
  throw new ApiProblem('unreadable', issue === undefined ? path : `${path}: ${issue.path.join('.')}: ${issue.message}`)
}

/** Posts JSON for an answer that takes its time. */
export const postSlowly = <Answer>(schema: z.ZodType<Answer>, path: string, body: unknown): Promise<Answer> =>
  request(schema, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(SLOW_MS) })

/** Posts JSON. */
export const post = <Answer>(schema: z.ZodType<Answer>, path: string, body: unknown): Promise<Answer> =>
  request(schema, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

const send = async (fetchIt: Fetch, url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetchIt(url, { signal: AbortSignal.timeout(TIMEOUT_MS), ...init, headers: inLanguage(init.headers) })
  } catch {
    throw new ApiProblem('offline', '')
  }
}

/** Refusals come in the language of the page, which need not be that of the browser. */
const inLanguage = (given: HeadersInit | undefined): Headers => {
  const headers = new Headers(given)
  if (i18next.isInitialized) headers.set('accept-language', i18next.language)
  return headers
}

const readProblem = (status: number, body: unknown): ApiProblem => {
  const problem = ProblemDetails.safeParse(body)
  if (!problem.success) return new ApiProblem('unreadable', `HTTP ${status}`)
  return new ApiProblem(problemCode(problem.data.code), problem.data.detail ?? problem.data.title ?? `HTTP ${status}`, problem.data.errors)
}

/** Most items that the server gives at once. */
const PAGE = 1_000
/** A list that never ends would keep the page loading for ever. */
const MOST_PAGES = 200

/** Every item of a list resource, page by page. `path` may carry a query. */
export const requestAll = async <Item>(item: z.ZodType<Item>, path: string, fetchIt: Fetch = fetch): Promise<Item[]> => {
  const schema = z.object({ items: z.array(item), next: z.string().nullable().optional() })
  const items: Item[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const query: string = `limit=${PAGE}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const answer: { items: Item[]; next?: string | null | undefined } = await request(schema, `${path}${path.includes('?') ? '&' : '?'}${query}`, {}, fetchIt)
    items.push(...answer.items)
    cursor = answer.next ?? null
    if (cursor === null) break
  }
  return items
}
