import { EnterpriseStatistics, GatewayStatistics, LiveStatistics } from '@hazardwatch/shared/gateway-statistics'
import { pageOf } from '@hazardwatch/shared/list-page'
import { describe, expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'

const Page = pageOf(LiveStatistics)

describe('statistics', () => {
  it.each<[query: string, expected: string[]]>([
    ['', ['DEMO-NH3/native', 'HRB-1/native']],
    ['?enterprise=HRB-1', ['HRB-1/native']],
    ['?region=220000', ['DEMO-NH3/native']],
    ['?whole=true', ['DEMO-NH3/', 'HRB-1/']],
    ['?online=false', []],
    ['?limit=1', ['DEMO-NH3/native']],
  ])('GET /api/v1/gateways/statistics%s', async (query, expected) => {
    const { app } = await createServerFixture()
    const { items } = Page.parse((await app.inject(`/api/v1/gateways/statistics${query}`)).json())
    expect(items.map(({ enterprise, gateway }) => `${enterprise}/${gateway ?? ''}`)).toEqual(expected)
  })

  it.each<[path: string, asked: string[]]>([
    ['gateways/DEMO-NH3/native/statistics', ['DEMO-NH3', 'native', '2026-01-01', '2026-01-31']],
    ['gateways/DEMO-NH3/PLC-1/statistics?from=2026-01-30&to=2026-01-30', ['DEMO-NH3', 'PLC-1', '2026-01-30', '2026-01-30']],
    ['gateways/DEMO-NH3/PLC-1/statistics?to=2025-12-31', ['DEMO-NH3', 'PLC-1', '2025-12-01', '2025-12-31']],
    ['enterprises/DEMO-NH3/statistics?from=2026-01-01', ['DEMO-NH3', '2026-01-01', '2026-01-31']],
  ])('GET /api/v1/%s asks for the days', async (path, asked) => {
    const { app, statistics } = await createServerFixture()
    const answer = await app.inject(`/api/v1/${path}`)
    expect(answer.statusCode).toBe(200)
    const shape = path.startsWith('enterprises') ? EnterpriseStatistics : GatewayStatistics
    expect(shape.parse(answer.json()).days).toHaveLength(1)
    expect(statistics.asked).toEqual([asked])
  })

  it.each([
    ['?from=2026-02-01&to=2026-01-01', 'lies behind'],
    ['?from=2024-01-01&to=2026-01-01', 'at most 400 days'],
    ['?from=yesterday', 'query.from'],
  ])('enterprises/…/statistics%s is refused', async (query, detail) => {
    const { app } = await createServerFixture()
    const answer = await app.inject(`/api/v1/enterprises/DEMO-NH3/statistics${query}`)
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining(detail)])
  })
})
