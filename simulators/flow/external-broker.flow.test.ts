import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { systemClock } from '@hazardwatch/shared/clock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alarmsOf, call, isAlarm, openFeed, openGateway, registerLedger } from './flow-client.ts'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'

describe('with Mosquitto as the broker', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let mosquitto: Mosquitto
  let service: ServiceProcess

  beforeEach(async () => {
    mosquitto = await makeMosquitto()
    await mosquitto.start()
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url })
    await registerLedger(service.httpUrl)
  })
  afterEach(async () => {
    await service.end('SIGKILL')
    await mosquitto.remove()
    await dataDir.remove()
  })

  const untilStored = async (count: number, from: number): Promise<[number, number][]> => {
    for (;;) {
      const { points } = await call(service.httpUrl, 'GET', `/api/v1/readings?point=FLOW/GD-07&from=${from}&to=${from + 1_000_000}&maxPoints=100000`) as { points: [number, number][] }
      if (points.length >= count) return points
    }
  }

  it('a reading becomes an alarm on the feed, and a refusal is told', async () => {
    const feed = await openFeed(service.httpUrl)
    const gateway = await openGateway(mosquitto.url)
    await gateway.report({ 'GD-07': 60 })
    await feed.until(isAlarm('FLOW/GD-07/HH', 'unacknowledged'))
    const told = new Promise<string>((resolve) => { gateway.on('message', (_, notice) => { resolve(notice.toString()) }) })
    await gateway.subscribeAsync('hazard/v1/FLOW/rejections')
    await gateway.report({ nobody: 1 })
    expect(await told).toContain('unknown_point')
    feed.close()
    await gateway.endAsync()
  })

  it('what is published while the service is dead, or dies, is stored once and judged once when it is back', async () => {
    const start = systemClock() - 200_000
    const gateway = await openGateway(mosquitto.url)
    const sent = Array.from({ length: 600 }, (_, index): [number, number] => [start + index * 100, index % 20 === 7 ? 60 : 10])
    const send = async (from: number, to: number): Promise<void> => { await Promise.all(sent.slice(from, to).map(([time, value]) => gateway.report({ 'GD-07': value }, time))) }
    await send(0, 200)
    await service.end('SIGKILL')
    await send(200, 400)
    service = await startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url })
    await send(400, 600)
    expect(await untilStored(600, start)).toEqual(sent)
    const onsets = (await alarmsOf(service.httpUrl, 'rule=FLOW/GD-07/HH')).filter(({ late }) => !late).map(({ onsetAt }) => Date.parse(onsetAt)).sort((a, b) => a - b)
    expect(onsets).toEqual(sent.filter(([, value]) => value === 60).map(([time]) => time))
    await gateway.endAsync()
  })

  it('a broker that is away shows in the health, and is found again', async () => {
    await mosquitto.kill('SIGTERM')
    let health = await call(service.httpUrl, 'GET', '/health') as { degraded: string[] }
    while (!health.degraded.includes('ingest')) health = await call(service.httpUrl, 'GET', '/health') as { degraded: string[] }
    await mosquitto.start()
    while (health.degraded.includes('ingest')) health = await call(service.httpUrl, 'GET', '/health') as { degraded: string[] }
    const gateway = await openGateway(mosquitto.url)
    const feed = await openFeed(service.httpUrl)
    await gateway.report({ 'GD-07': 60 })
    const raised = await feed.until(isAlarm('FLOW/GD-07/H', 'unacknowledged'))
    expect(raised.alarm.value).toBe(60)
    feed.close()
    await gateway.endAsync()
  })
})
