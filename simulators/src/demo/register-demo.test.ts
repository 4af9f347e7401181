import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { demoProvince } from './demo-province.ts'
import { registerDemo } from './register-demo.ts'

type Item = Record<string, unknown>

let server: Server | undefined
const serve = (listener: RequestListener): Promise<string> => new Promise((resolve) => {
  const started = createServer(listener)
  server = started
  started.listen(0, '127.0.0.1', () => {
    const address = started.address()
    resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
  })
})

const PAGE = 5
/** A ledger in memory with the list contract: filter by enterprise, pages of five, strict about the query. */
const serveLedger = async (lists: Record<string, Item[]>) => {
  const posts: string[] = []
  const url = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://ledger')
    const name = pathname.replace('/api/v1/', '')
    const list = (lists[name] ??= [])
    const answer = (status: number, body: unknown): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)) }
    if (request.method === 'GET') {
      const enterprise = searchParams.get('enterprise')
      const found = list.filter((item) => enterprise === null || item['enterprise'] === enterprise)
      const from = Number(searchParams.get('cursor') ?? 0)
      const items = found.slice(from, from + PAGE).map((item) => (name === 'sources' ? { ...item, liveLevel: 'unknown' } : item))
      return answer(200, { items, next: from + PAGE < found.length ? String(from + PAGE) : null })
    }
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    request.on('end', () => {
      const items = JSON.parse(body) as Item[]
      list.push(...items)
      posts.push(`${name} ${items.length}`)
      answer(201, { items })
    })
  })
  return { url, posts, lists }
}

afterEach(() => new Promise<void>((resolve) => {
  if (server === undefined) return resolve()
  server.close(() => { resolve() })
  server.closeAllConnections()
  server = undefined
}))

describe('registering the demo', () => {
  const province = demoProvince(60)
  const total = (kind: 'sources' | 'points' | 'rules'): number => province.reduce((sum, demo) => sum + demo[kind].length, 0)

  it('adds everything to an empty ledger and nothing the second time', async () => {
    const { url, posts } = await serveLedger({})
    const first = await registerDemo(url, province)
    expect(first).toEqual({ added: { enterprises: province.length, sources: total('sources'), points: total('points'), rules: total('rules') }, otherPace: [] })
    posts.length = 0
    expect((await registerDemo(url, province)).added).toEqual({ enterprises: 0, sources: 0, points: 0, rules: 0 })
    expect(posts).toEqual([])
  })

  it('leaves an edited record alone and puts back only what is missing', async () => {
    const { url, lists } = await serveLedger({})
    await registerDemo(url, province)
    const edited = lists['rules']?.find(({ id }) => id === 'DEMO-NH3/GD-07/H')
    Object.assign(edited ?? {}, { limit: 30 })
    lists['points'] = (lists['points'] ?? []).filter(({ tag }) => tag !== 'PT-101')
    expect((await registerDemo(url, province)).added).toEqual({ enterprises: 0, sources: 0, points: 1, rules: 0 })
    expect(edited).toMatchObject({ limit: 30 })
  })

  it('names the points that were registered for another replay speed', async () => {
    const { url } = await serveLedger({})
    await registerDemo(url, demoProvince(60))
    const { otherPace } = await registerDemo(url, demoProvince(1))
    expect(otherPace).toEqual(demoProvince(1)[0]?.points.map(({ tag }) => `DEMO-CH4/${tag}`))
  })

  it.each([
    { name: 'problem details', status: 422, body: '{"detail":"no such region"}', message: /enterprises\?limit=1000 was answered with 422: no such region/ },
    { name: 'another server', status: 404, body: 'not here', message: /404: not here/ },
    { name: 'a page that is not JSON', status: 200, body: '<html>', message: /Is this the address of a HazardWatch service/ },
  ])('says what was answered: $name', async ({ status, body, message }) => {
    const url = await serve((_request, response) => { response.writeHead(status).end(body) })
    await expect(registerDemo(url, province)).rejects.toThrow(message)
  })

  it('says that nobody answers', async () => {
    const url = await serve(() => undefined)
    await new Promise<void>((resolve) => { server?.close(() => { resolve() }) })
    await expect(registerDemo(url, province)).rejects.toThrow(/does not answer \(.*ECONNREFUSED.*\)\. Start the service first/)
  })
})
