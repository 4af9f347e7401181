import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, describe, expect, it } from 'vitest'
import { openInfluxStore } from './influx-store.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A store whose server answers questions with nothing, and writes as it is told. */
const storeBefore = async (answerWrite: RequestListener) => {
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      if (request.url?.startsWith('/query') === true) response.setHeader('content-type', 'application/json').end('{"results":[]}')
      else answerWrite(request, response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const names = { find: (points: readonly number[]) => Promise.resolve(new Map(points.map((point) => [point, { enterprise: 'E', source: 'S', tag: 'T' }]))) }
  return openInfluxStore({ api: 'v1', url, token: 'user:password', org: '', bucket: 'db/week', names, log: { warn: () => undefined }, clock: () => 0 })
}
const batch = batchOf(0, [{ point: 1, time: 5, value: 1 }])

describe('a write', () => {
  it('names database, retention policy and precision, and brings user and password', async () => {
    const seen: unknown[] = []
    const store = await storeBefore(({ method, url, headers }, response) => {
      seen.push(method, url, headers.authorization)
      response.writeHead(204).end()
    })
    await store.append(batch)
    expect(seen).toEqual(['POST', '/write?db=db&precision=ms&rp=week', `Basic ${btoa('user:password')}`])
    await store.close()
  })

  it.each<[name: string, answer: RequestListener, told: object]>([
    ['that is refused for now, with the pause that is asked for', (_, response) => { response.writeHead(503, { 'retry-after': '7' }).end() }, { retryAfterMs: 7_000, detail: expect.stringContaining('answered 503') }],
    ['that is refused for now', (_, response) => { response.writeHead(429).end() }, { detail: expect.stringContaining('too much to do') }],
    ['that a web page answers', (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>') }, { detail: expect.stringContaining('HAZARD_INFLUX_URL does not lead to InfluxDB (status 200)') }],
    ['that is sent elsewhere', (_, response) => { response.writeHead(302, { location: '/login' }).end() }, { detail: expect.stringContaining('HAZARD_INFLUX_URL does not lead to InfluxDB (status 302)') }],
    ['whose connection breaks', (request) => { request.socket.destroy() }, { detail: expect.stringContaining('is not there') }],
    ['that somebody may not make', (_, response) => { response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"no write access"}') }, { detail: expect.stringMatching(/HAZARD_INFLUX_TOKEN.*\(no write access\)$/) }],
  ])('%s fails with what to do', async (_, answer, told) => {
    const store = await storeBefore(answer)
    await expect(store.append(batch)).rejects.toMatchObject({ code: 'store_unavailable', ...told })
    await store.close()
  })

  it('that failed is sent again as it was', async () => {
    let answers = 0
    const store = await storeBefore((_, response) => { response.writeHead(++answers === 1 ? 500 : 204).end() })
    await expect(store.append(batch)).rejects.toThrow('answered 500')
    expect(store.health().ok).toBe(false)
    await store.append(batch)
    expect([answers, store.health().ok]).toEqual([2, true])
    await store.close()
  })
})
