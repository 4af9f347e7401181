import { setTimeout as pause } from 'node:timers/promises'
import type { FeedMessage } from '@hazardwatch/shared/feed-message'
import { connectAsync, type MqttClient } from 'mqtt'
import { beforeEach, expect, it } from 'vitest'
import { alarmsOf, isAlarm, openFeed, openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

const TAGS = Array.from({ length: 20 }, (_, index) => `LT-${index + 1}`)
const GATEWAY = 'gateway:FLOW/GW-1'

const { call, killAndRestart, service } = useFlowService()
beforeEach(async () => {
  await call('POST', '/api/v1/points', TAGS.map((tag) => ({
    enterprise: 'FLOW', tag, source: 'S1', name: tag, quantity: 'level', unit: 'm', rangeLow: 0, rangeHigh: 10, expectedIntervalS: 1, location: null,
  })))
  await call('POST', '/api/v1/gateways', [{ enterprise: 'FLOW', code: 'GW-1', format: 'native', topic: 'plant/gw-1' }])
  await call('POST', '/api/v1/rules', [
    ...TAGS.map((tag) => ({ id: `FLOW/${tag}/silence`, enterprise: 'FLOW', point: tag, kind: 'silence', afterS: 4, priority: 'yellow' })),
    { id: 'FLOW/LT-1/H', enterprise: 'FLOW', point: 'LT-1', kind: 'H', limit: 8, priority: 'red' },
  ])
})

const send = (gateway: MqttClient, tags: readonly string[], level = 5) => gateway.publishAsync('plant/gw-1', JSON.stringify({ values: Object.fromEntries(tags.map((tag) => [tag, level])) }), { qos: 1 })
const shown = async (): Promise<string[]> => (await alarmsOf(service().httpUrl, 'enterprise=FLOW')).filter(({ state }) => state === 'unacknowledged').map(({ rule }) => rule).sort()
const isState = (wanted: string) => (message: FeedMessage): message is Extract<FeedMessage, { type: 'alarm' }> => message.type === 'alarm' && message.alarm.rule === 'FLOW/LT-7/silence' && message.alarm.state === wanted

it('a gateway of twenty points goes: one alarm, the silences under it, over a kill; nineteen come back: one silence stands', async () => {
  const feed = await openFeed(service().httpUrl)
  const gateway = await openGateway(service().mqttUrl)
  for (let second = 0; second < 3; second++) {
    await send(gateway, TAGS, 9)
    await pause(500)
  }
  const [raised] = await Promise.all([feed.until(isAlarm(GATEWAY, 'unacknowledged')), feed.until(isState('suppressed'))])
  expect(raised.alarm).toMatchObject({ kind: 'gateway', enterprise: 'FLOW', point: 'GW-1', priority: 'yellow' })
  // What the readings themselves say stands beside it.
  expect(await shown()).toEqual(['FLOW/LT-1/H', GATEWAY])
  const covered = (await alarmsOf(service().httpUrl, 'enterprise=FLOW&state=suppressed')).filter(({ kind }) => kind === 'silence')
  expect(covered).toHaveLength(20)
  expect(new Set(covered.map(({ reason }) => reason))).toEqual(new Set(['covered by gateway GW-1']))
  // Each with its own times: last arrival and four seconds.
  expect(covered.every(({ onsetAt }) => Date.parse(onsetAt) - Date.parse(raised.alarm.onsetAt) <= 1_000)).toBe(true)
  feed.close()

  await killAndRestart()
  expect(await shown()).toEqual(['FLOW/LT-1/H', GATEWAY])

  const again = await openFeed(service().httpUrl)
  const back = await openGateway(service().mqttUrl)
  const ticking = setInterval(() => { void send(back, TAGS.filter((tag) => tag !== 'LT-7')) }, 500)
  await again.until(isAlarm(GATEWAY, 'returned_unacknowledged'))
  await again.until(isState('unacknowledged'))
  expect(await shown()).toEqual(['FLOW/LT-7/silence'])
  const overlays = await call('GET', '/api/v1/overlays') as { items?: unknown[] } | unknown[]
  expect(Array.isArray(overlays) ? overlays : overlays.items).toEqual([])
  // Nobody was ever called for the nineteen.
  const told = again.messages.concat(feed.messages).filter((message) => message.type === 'alarm' && message.alarm.kind === 'silence' && message.alarm.state === 'unacknowledged')
  expect(new Set(told.map((message) => (message.type === 'alarm' ? message.alarm.rule : '')))).toEqual(new Set(['FLOW/LT-7/silence']))
  clearInterval(ticking)
  again.close()
})

it('a plant that publishes by itself and whose line is cut: its will says so, and ten seconds later it is one alarm until it speaks again', async () => {
  const feed = await openFeed(service().httpUrl)
  const plant = await connectAsync(service().mqttUrl, { reconnectPeriod: 0, will: { topic: 'hazard/v1/FLOW/status', payload: Buffer.from('{"online":false}'), qos: 1, retain: true } })
  await plant.publishAsync('hazard/v1/FLOW/readings', JSON.stringify({ values: { 'GD-07': 3, 'GD-08': 4 } }), { qos: 1 })
  plant.stream.destroy()
  const { alarm } = await feed.until(isAlarm('gateway:FLOW/native', 'unacknowledged'))
  expect(alarm).toMatchObject({ kind: 'gateway', point: 'native', unit: 's' })
  await (await openGateway(service().mqttUrl)).report({ 'GD-07': 3 })
  await feed.until(isAlarm('gateway:FLOW/native', 'returned_unacknowledged'))
  feed.close()
})
