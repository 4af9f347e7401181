import { expect, it } from 'vitest'
import { createServerFixture } from '../testing/server-fixture.ts'
import { createTransportFake } from '../testing/transport-fake.ts'

it('GET /health shows the parts it was given, the engine and the feed', async () => {
  const { app, hub, desk } = await createServerFixture()
  hub.connect(createTransportFake())
  desk.state.lagMs = 6_000
  expect((await app.inject('/health')).json()).toEqual({
    status: 'degraded', degraded: ['engine'],
    parts: {
      ingest: { accepted: 7, queue: { depth: 0 } }, engine: { lagMs: 6_000, judgedAt: null }, rules: { ok: true, excludedPoints: 0, rulesWithoutPoints: 0 },
      feed: { clients: 1, slowClients: 0, watchedPoints: 0, mergedReadings: 0 },
    },
  })
})

it('GET /metrics shows the same as figures, with open alarms by state and sources by level', async () => {
  const { app, desk } = await createServerFixture()
  desk.state.sourceRisks = [{ enterprise: 'DEMO-NH3', source: 'S1', level: 'red', contributions: [] }]
  const answer = await app.inject('/metrics')
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(answer.body.split('\n')).toEqual(expect.arrayContaining([
    'hazardwatch_healthy 1', 'hazardwatch_ingest_queue_depth 0', 'hazardwatch_alarms_open{state="unacknowledged"} 2', 'hazardwatch_sources{level="red"} 1',
    'hazardwatch_gateway_readings_total{enterprise="DEMO-NH3",gateway="native"} 9', 'hazardwatch_gateway_refused_total{enterprise="DEMO-NH3",gateway="native",reason="future"} 2',
    'hazardwatch_gateway_clock_skew_seconds{enterprise="DEMO-NH3",gateway="native"} -0.25', 'hazardwatch_enterprise_received_readings_today{enterprise="HRB-1"} 9', 'hazardwatch_gateways_left_out 0',
  ]))
})

it('points that a rule means and cannot watch make the whole unwell', async () => {
  const { app, desk } = await createServerFixture()
  desk.desk.health = () => ({ lagMs: 0, judgedAt: null, gaps: { excludedPoints: 2, rulesWithoutPoints: 0 } })
  expect((await app.inject('/health')).json()).toMatchObject({ status: 'degraded', degraded: ['rules'], parts: { rules: { ok: false, excludedPoints: 2, rulesWithoutPoints: 0 } } })
  expect((await app.inject('/metrics')).body).toContain('hazardwatch_rules_excluded_points 2')
})
