import { PlantEvent } from '@hazardwatch/shared/plant-event'
import { describe, expect, it } from 'vitest'
import { createServerFixture, START } from '../testing/server-fixture.ts'

const camera = '22010200001320000101'
const smoke = PlantEvent.parse({
  id: 7, kind: 'video', enterprise: 'DEMO-NH3', at: '2026-01-31T08:00:00.000Z', receivedAt: '2026-01-31T08:00:01.000Z', camera, event: 'smoke', confidence: 0.9,
  snapshot: 'https://video.example/1.jpg', clip: null, source: 'S1', cause: 'reported',
})

describe('GET /api/v1/events', () => {
  it.each<[string, object]>([
    ['', { limit: 100 }],
    ['?kind=video&kind=work', { limit: 100, kinds: ['video', 'work'] }],
    ['?kind=commitment,status', { limit: 100, kinds: ['commitment', 'status'] }],
    [`?enterprise=DEMO-NH3&source=S1&camera=${camera}`, { limit: 100, enterprise: 'DEMO-NH3', source: 'S1', camera }],
    [`?from=2026-01-31T08:00:00Z&to=${START + 1}&limit=5&cursor=9_1`, { limit: 5, from: START, to: START + 1, cursor: '9_1' }],
  ])('asks the book for %s', async (query, filter) => {
    const { app, events } = await createServerFixture()
    events.items.push(smoke)
    const answer = await app.inject(`/api/v1/events${query}`)
    expect([answer.statusCode, answer.json()]).toEqual([200, { items: [smoke], next: null }])
    expect(events.filters).toEqual([filter])
  })

  it.each([
    ['?kind=alarm', 'query.kind[0]: Invalid option'],
    ['?camera=34020000001180000001', 'query.camera: digits 11 to 13 are the type of device: 118 is no camera'],
    ['?from=today', 'query.from'],
    ['?limit=0', 'query.limit'],
    ['?what=1', 'Unrecognized key'],
  ])('refuses %s', async (query, detail) => {
    const { app, events } = await createServerFixture()
    const answer = await app.inject(`/api/v1/events${query}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json<{ detail: string }>().detail).toContain(detail)
    expect(events.filters).toEqual([])
  })
})

describe('GET /api/v1/enterprises/{code}/presence', () => {
  it('tells whether it is online, and as many days as were asked for', async () => {
    const { app, events } = await createServerFixture()
    events.days.push({ day: '2026-01-31', onlineS: 28_800, disconnects: 1 }, { day: '2026-01-30', onlineS: 86_400, disconnects: 0 })
    const answer = await app.inject('/api/v1/enterprises/DEMO-NH3/presence?days=1')
    expect([answer.statusCode, answer.json()]).toEqual([200, {
      enterprise: 'DEMO-NH3', online: true, since: '2026-01-31T08:00:00.000Z', days: [{ day: '2026-01-31', onlineS: 28_800, disconnects: 1 }],
    }])
  })

  it.each(['days=0', 'days=401', 'days=x', 'day=1'])('refuses ?%s', async (query) => {
    const { app } = await createServerFixture()
    expect((await app.inject(`/api/v1/enterprises/DEMO-NH3/presence?${query}`)).statusCode).toBe(400)
  })
})
