import { systemClock } from '@hazardwatch/shared/clock'
import { describe, expect, it } from 'vitest'
import { alarmsOf, isAlarm, openFeed, openGateway } from './flow-client.ts'
import { useFlowService } from './flow-service.ts'

/** Of several kills, at moments that differ from run to run only through the machine: how many messages are acknowledged before each. */
const KILL_AFTER = [1, 7, 40, 3, 90]

describe('kill -9', () => {
  const { call, killAndRestart, service } = useFlowService()

  it('alarms and their acknowledgement outlive it, and a resent reading raises nothing again', async () => {
    const ts = systemClock()
    await (await openGateway(service().mqttUrl)).report({ 'GD-07': 60 }, ts)
    for (const { id } of await alarmsOf(service().httpUrl, 'enterprise=FLOW')) await call('POST', `/api/v1/alarms/${id}/acknowledge`, { by: 'wang' })
    const before = await alarmsOf(service().httpUrl, 'enterprise=FLOW')
    await killAndRestart()
    const gateway = await openGateway(service().mqttUrl)
    await gateway.report({ 'GD-07': 60 }, ts)
    expect(await alarmsOf(service().httpUrl, 'enterprise=FLOW')).toEqual(before)
    await gateway.report({ 'GD-07': 10 }, ts + 1)
    expect((await alarmsOf(service().httpUrl, 'enterprise=FLOW')).map(({ state, acknowledgedBy }) => [state, acknowledgedBy])).toEqual([['normal', 'wang'], ['normal', 'wang']])
  })

  it('a running delay goes on as if nothing had happened', async () => {
    const ts = systemClock()
    await (await openGateway(service().mqttUrl)).report({ 'GD-08': 60 }, ts)
    await killAndRestart()
    const feed = await openFeed(service().httpUrl)
    const raised = await feed.until(isAlarm('FLOW/GD-08/H', 'unacknowledged'))
    feed.close()
    expect([Date.parse(raised.alarm.onsetAt), Date.parse(raised.alarm.raisedAt)]).toEqual([ts, ts + 4000])
  })

  it('under load, again and again: what was acknowledged is stored, and each excursion is one alarm', async () => {
    const start = systemClock() - 200_000
    const sent: [time: number, value: number][] = []
    const acknowledged = new Set<number>()
    for (const count of KILL_AFTER) {
      const gateway = await openGateway(service().mqttUrl)
      gateway.on('error', () => undefined)
      // Everything not acknowledged is sent again first, as a gateway with a buffer does.
      const pending = sent.filter(([time]) => !acknowledged.has(time))
      const fresh = Array.from({ length: 150 }, (_, index): [number, number] => [start + (sent.length + index) * 100, index % 10 === 3 ? 60 : 10])
      sent.push(...fresh)
      let done = 0
      const enough = Promise.withResolvers<void>()
      const reports = [...pending, ...fresh].map(async ([time, value]) => {
        await gateway.report({ 'GD-07': value }, time)
        acknowledged.add(time)
        if (++done === count) enough.resolve()
      })
      await enough.promise
      await service().end('SIGKILL')
      gateway.end(true)
      await Promise.allSettled(reports)
      await killAndRestart()
    }
    const gateway = await openGateway(service().mqttUrl)
    for (const [time, value] of sent.filter(([at]) => !acknowledged.has(at))) await gateway.report({ 'GD-07': value }, time)
    const history = await call('GET', `/api/v1/readings?point=FLOW/GD-07&from=${start}&to=${start + 1_000_000}&maxPoints=100000`) as { points: [number, number][] }
    expect(history.points).toEqual(sent)
    const onsets = (await alarmsOf(service().httpUrl, 'rule=FLOW/GD-07/HH')).filter(({ late }) => !late).map(({ onsetAt }) => Date.parse(onsetAt)).sort((a, b) => a - b)
    expect(onsets).toEqual(sent.filter(([, value]) => value === 60).map(([time]) => time))
  })
})
