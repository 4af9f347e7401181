import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const HOUR = 3_600_000

describe('GET /api/v1/readings', () => {
  it.each<[string, string, object]>([
    ['the last hour by default', '', { from: START - HOUR, to: START, maxPoints: 2_000 }],
    ['until now', `&from=${START - 5}`, { from: START - 5, to: START }],
    ['an hour before the end', '&to=2026-01-30T00:00:00Z', { from: Date.UTC(2026, 0, 29, 23), to: Date.UTC(2026, 0, 30) }],
    ['with a zone', '&from=2026-01-30T08:00:00%2B08:00&to=2026-01-30T01:00:00Z&maxPoints=100000',
      { from: Date.UTC(2026, 0, 30), to: Date.UTC(2026, 0, 30, 1), maxPoints: 100_000 }],
  ])('asks the store for %s', async (_name, query, expected) => {
    const { app, store, ledger } = await createServerFixture()
    await app.inject(`/api/v1/readings?point=DEMO-NH3/GD-07${query}`)
    expect(store.queries).toMatchObject([{ point: ledger.point('DEMO-NH3', 'GD-07')?.number, ...expected }])
  })

  it('names the quality only when it is not good', async () => {
    const { app, store } = await createServerFixture()
    store.answer.points = [[1, 5, 0], [2, null, 1], [3, 7, 4]]
    const answer = await app.inject('/api/v1/readings?point=DEMO-NH3/GD-07')
    expect(answer.json()).toEqual({ point: 'DEMO-NH3/GD-07', raw: true, points: [[1, 5], [2, null, 'fault'], [3, 7, 'manual']] })
    expect(answer.headers['content-type']).toContain('application/json')
  })

  it('names how readings came beside them', async () => {
    const { app, store } = await createServerFixture()
    store.answer.points = [[1, 5, 0], [2, 6, 0], [3, 7, 0]]
    store.answer.marks = [[1, 1], [3, 3]]
    const answer = await app.inject('/api/v1/readings?point=DEMO-NH3/GD-07')
    expect(answer.json()).toMatchObject({ points: [[1, 5], [2, 6], [3, 7]], marks: [[1, 'late'], [3, 'late', 'out_of_order']] })
  })

  it('finds a point whose tag has slashes', async () => {
    const { app } = await createServerFixture()
    expect((await app.inject('/api/v1/readings?point=DEMO-NH3/Line%201/TK101.temp')).statusCode).toBe(200)
  })

  it.each([
    ['', 400, 'query.point'],
    ['point=GD-07', 400, 'use ENT/TAG'],
    ['point=DEMO-NH3/NONE', 404, 'DEMO-NH3/NONE is not registered'],
    ['point=DEMO-NH3/GD-07&from=today', 400, 'query.from: use ISO 8601 with a zone'],
    ['point=DEMO-NH3/GD-07&from=5&to=5', 400, 'query.from: must be before to'],
    ['point=DEMO-NH3/GD-07&maxPoints=100001', 400, 'query.maxPoints: Too big: expected number to be <=100000; given: "100001"'],
  ])('refuses ?%s', async (query, status, detail) => {
    const { app } = await createServerFixture()
    const answer = await app.inject(`/api/v1/readings?${query}`)
    expect(answer.statusCode).toBe(status)
    expect(answer.json<{ detail: string }>().detail).toContain(detail)
  })
})

describe('POST /api/v1/readings', () => {
  const payload = '{"ts": 1, "values": {"GD-07": 60}}'
  const post = (query = '?enterprise=DEMO-NH3', type = 'application/json') =>
    ({ method: 'POST' as const, url: `/api/v1/readings${query}`, headers: { 'content-type': type }, payload })

  it('hands the bytes on as they came', async () => {
    const { app, intake } = await createServerFixture()
    const answer = await app.inject(post())
    expect([answer.statusCode, answer.json()]).toEqual([202, { accepted: 1, refused: 0, rejections: [] }])
    expect(intake.payloads).toEqual([payload])
  })

  it.each([
    ['application/json', 'message'], ['application/json; charset=utf-8', 'message'], ['application/x-ndjson', 'lines'], ['Application/NDJSON; charset=utf-8', 'lines'],
  ])('%s is read as %s', async (type, form) => {
    const { app, intake } = await createServerFixture()
    expect((await app.inject(post(undefined, type))).statusCode).toBe(202)
    expect(intake.forms).toEqual([form])
  })

  const packed = (encoding: string, body: Buffer) => {
    const request = post()
    return { ...request, headers: { ...request.headers, 'content-encoding': encoding }, payload: body }
  }

  it.each([['gzip', gzipSync], ['deflate', deflateSync], ['br', brotliCompressSync], ['zstd', zstdCompressSync]] as const)('unpacks %s', async (encoding, pack) => {
    const { app, intake } = await createServerFixture()
    expect((await app.inject(packed(encoding, pack(payload)))).statusCode).toBe(202)
    expect(intake.payloads).toEqual([payload])
  })

  it.each([
    ['a bomb: 64 MB of blanks in 64 KB', packed('gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))), 413, 'counted after decompression'],
    ['what is cut short', packed('gzip', gzipSync(payload).subarray(0, 20)), 400, 'cut short'],
    ['what is not packed at all', packed('gzip', Buffer.from(payload)), 400, 'damaged'],
    ['an encoding that is not known', packed('lzw', Buffer.from(payload)), 415, 'use gzip'],
  ])('refuses %s', async (_name, request, status, detail) => {
    const { app, intake } = await createServerFixture()
    const answer = await app.inject(request)
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { detail: expect.stringContaining(detail) }])
    expect(intake.payloads).toEqual([])
  })

  it('takes what is no JSON too: the intake says why it is refused, as on MQTT', async () => {
    const { app, intake } = await createServerFixture()
    await app.inject({ ...post(), payload: '{"values"' })
    expect(intake.payloads).toEqual(['{"values"'])
  })

  const rejection = { reason: 'unknown_point' as const, where: '$.values["X"]', detail: 'X is not registered', tag: 'X' }

  it('accepts in part and says what was refused', async () => {
    const { app, intake } = await createServerFixture()
    intake.result = { accepted: 2, refused: 1, rejections: [rejection] }
    const answer = await app.inject(post())
    expect([answer.statusCode, answer.json()]).toEqual([202, intake.result])
  })

  it('is a problem with the rejections when nothing was accepted', async () => {
    const { app, intake } = await createServerFixture()
    intake.result = { accepted: 0, refused: 1, rejections: [rejection] }
    const answer = await app.inject(post())
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: 'payload_refused', rejections: [rejection] }])
  })

  it.each([
    ['an unknown enterprise', post('?enterprise=NOBODY'), 404, 'not_found'],
    ['no enterprise', post(''), 400, 'bad_request'],
    ['another content type', post(undefined, 'text/plain'), 415, 'unsupported_media_type'],
    ['more than 16 MB', { ...post(), payload: ' '.repeat(16 * 1024 * 1024 + 1) }, 413, 'payload_too_large'],
    ['nothing', { ...post(), payload: '' }, 400, 'bad_request'],
  ])('refuses %s', async (_name, request, status, code) => {
    const { app, intake } = await createServerFixture()
    const answer = await app.inject(request)
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }])
    expect(intake.payloads).toEqual([])
  })
})
