import { expect, it } from 'vitest'
import { createServerFixture } from './testing/server-fixture.ts'

interface Operation {
  tags?: string[]
  summary?: string
  parameters?: { name: string; in: string; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}
interface Document { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } }

const load = async () => {
  const { app } = await createServerFixture()
  const document = (await app.inject('/api/v1/openapi.json')).json<Document>()
  const operations = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  return { app, document, operations }
}

/** @returns how many routes the server itself says it has, without HEAD, the page, the documentation and the document. */
const countRoutes = (printed: string): number => {
  const parts = printed.split(/\n(?=[├└])/).filter((part) => !/^[├└]── (\/api\/docs|\/api\/v1\/openapi\.json|\*)/.test(part))
  return parts.flatMap((part) => [...part.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\b/g)]).length
}

it('lists every route that the server has', async () => {
  const { app, operations } = await load()
  const paths = operations.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['/health', '/metrics', '/api/v1/feed', '/api/v1/points/{enterprise}/{tag}', '/api/v1/rules/{id}']))
  for (const { path, method } of operations) {
    const url = path.replace(/\{tag\}$/, '*').replace('/rules/{id}', '/rules/*').replace(/\{(\w+)\}/g, ':$1')
    expect(app.hasRoute({ method: method.toUpperCase(), url }), `${method} ${path}`).toBe(true)
  }
  expect(operations).toHaveLength(countRoutes(app.printRoutes({ commonPrefix: false })))
})

/** What a route does not document, in words. */
const missingFrom = (path: string, method: string, operation: Operation): string[] => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  const documented = operation.parameters?.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name) ?? []
  const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
  const faults: [string, boolean][] = [
    ['summary', !operation.summary],
    ['one tag', operation.tags?.length !== 1],
    ['path parameters', documented.join() !== inPath.join()],
    ['body', ['post', 'put', 'patch'].includes(method) && operation.requestBody?.content['application/json']?.schema === undefined],
    ['answer', good.length !== 1 && path !== '/api/v1/feed'],
    ['shape of the answer', good.some(([status, { content }]) => status !== '204' && Object.keys(content ?? {}).length !== 1)],
    ['problems', path.startsWith('/api/') && operation.responses['400']?.content?.['application/problem+json'] === undefined],
  ]
  return faults.filter(([, missing]) => missing).map(([what]) => `${method} ${path}: ${what}`)
}

it('documents what each route takes and answers', async () => {
  const { operations } = await load()
  expect(operations.flatMap(({ path, method, operation }) => missingFrom(path, method, operation))).toEqual([])
})

it('names the shapes of the feed and resolves every reference', async () => {
  const { document } = await load()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Alarm', 'FeedMessage', 'SubscribeMessage', 'Problem']))
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) expect(document.components.schemas, reference).toHaveProperty(reference)
})

it('has pages that load nothing from elsewhere', async () => {
  const { app } = await load()
  const page = await app.inject('/api/docs')
  expect(page.statusCode).toBe(200)
  const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(addresses.length).toBeGreaterThan(3)
  for (const address of addresses) {
    expect(address).toMatch(/^\/api\/docs\//)
    expect((await app.inject(address)).statusCode, address).toBe(200)
  }
})
