import { AlarmKpis } from '@hazardwatch/shared/alarm-kpis'
import { systemClock } from '@hazardwatch/shared/clock'
import type { FeedMessage } from '@hazardwatch/shared/feed-message'
import { beforeEach, expect, it } from 'vitest'
import { alarmsOf, openFeed, openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

const TAGS = Array.from({ length: 200 }, (_, index) => `TT-${index}`)

const { call, killAndRestart, service } = useFlowService()
beforeEach(async () => {
  await call('POST', '/api/v1/sources', [{ enterprise: 'FLOW', code: 'S2', name: '罐区', kind: 'tank_farm', location: { lon: 122.79, lat: 45.33 }, inherentLevel: 'yellow' }])
  await call('POST', '/api/v1/points', TAGS.map((tag) => ({
    enterprise: 'FLOW', tag, source: 'S2', name: tag, quantity: 'temperature', unit: 'Cel', rangeLow: 0, rangeHigh: 100, expectedIntervalS: null, location: null,
  })))
  await call('POST', '/api/v1/rules', TAGS.map((tag) => ({ id: `FLOW/${tag}/H`, enterprise: 'FLOW', point: tag, kind: 'H', limit: 80, priority: 'orange' })))
})

const kpis = async (): Promise<AlarmKpis> => AlarmKpis.parse(await call('GET', '/api/v1/kpis?region=220881'))

/** What a page sees that opens now. */
const picture = async () => {
  const feed = await openFeed(service().httpUrl)
  feed.send({ type: 'subscribe', region: '220881' })
  const snapshot = await feed.until((message): message is Extract<FeedMessage, { type: 'snapshot' }> => message.type === 'snapshot' && message.region === '220881')
  feed.close()
  return { floods: snapshot.floods, alarms: snapshot.alarms.length, ofSource: snapshot.alarms.filter(({ source }) => source === 'S2').length, first: snapshot.alarms.filter(({ firstOut }) => firstOut).map(({ point }) => point).sort() }
}

it('two hundred alarms of one source: one is the first out, the county is flooded, nothing is hidden, and a kill changes none of it', async () => {
  const gateway = await openGateway(service().mqttUrl)
  const ts = systemClock()
  // Another source has an alarm of its own; in this one the last of the tags is the first to go.
  await gateway.report({ 'GD-07': 30 }, ts)
  await gateway.report({ 'TT-199': 90 }, ts)
  await gateway.report(Object.fromEntries(TAGS.map((tag) => [tag, 90])), ts + 1)
  const seen = await picture()
  expect(seen).toMatchObject({ alarms: 201, ofSource: 200, first: ['GD-07', 'TT-199'] })
  expect(seen.floods).toEqual([{ region: '220881', since: expect.any(String), until: null, alarms: 201, recent: 201 }])
  const listed = await alarmsOf(service().httpUrl, 'enterprise=FLOW&source=S2&state=open')
  expect(listed).toHaveLength(200)
  expect(listed.filter(({ firstOut }) => firstOut).map(({ point, onsetAt }) => [point, Date.parse(onsetAt)])).toEqual([['TT-199', ts]])
  expect(new Set(listed.map(({ state }) => state))).toEqual(new Set(['unacknowledged']))
  const figures = await kpis()
  expect(figures).toMatchObject({ alarms: 201, peakTenMinutes: 201, standing: 201, floods: [{ region: '220881', alarms: 201 }] })

  await killAndRestart()
  expect(await picture()).toEqual(seen)
  expect(await alarmsOf(service().httpUrl, 'enterprise=FLOW&source=S2&state=open')).toEqual(listed)
  // Sent again, as a gateway does that was not answered: the same two hundred.
  const again = await openGateway(service().mqttUrl)
  await again.report(Object.fromEntries(TAGS.map((tag) => [tag, 90])), ts + 1)
  expect(await picture()).toEqual(seen)
  // The spell goes on: what alarms anew while others stand is not the first.
  await again.report({ 'TT-5': 20 }, ts + 2)
  await again.report({ 'TT-5': 95 }, ts + 3)
  const anew = await alarmsOf(service().httpUrl, 'enterprise=FLOW&rule=FLOW/TT-5/H&state=open')
  expect(anew.map(({ firstOut, onsetAt }) => [firstOut, Date.parse(onsetAt)])).toEqual([[false, ts + 3]])
})

it('a chattering limit: the deadband that calms it comes from what is stored of the point', async () => {
  const gateway = await openGateway(service().mqttUrl)
  const start = systemClock() - 100_000
  for (let step = 0; step < 40; step++) await gateway.report({ 'TT-0': step % 2 === 0 ? 80.2 : 79.5 }, start + step * 2_000)
  await call('GET', `/api/v1/readings?point=FLOW/TT-0&from=${start}&to=${start + 100_000}&maxPoints=1000`)
  const found = (await kpis()).chattering.find(({ rule }) => rule === 'FLOW/TT-0/H')
  expect(found).toMatchObject({ occurrences: 20, suggestedDeadband: 0.5, deadbandBasis: { from: 'history', readings: 40, occurrencesNow: 20, occurrencesThen: 1, outcome: 'suggested' } })
  // Taken, it does what was said.
  await call('PATCH', '/api/v1/rules/FLOW%2FTT-0%2FH', { deadband: 0.5 })
  expect((await kpis()).chattering.find(({ rule }) => rule === 'FLOW/TT-0/H')).toMatchObject({ suggestedDeadband: null, deadbandBasis: { outcome: 'calm', occurrencesNow: 1 } })
})
