import { publishPayload, readPublished } from '@hazardwatch/ingest/decode/sparkplug/publish-payload'
import { systemClock } from '@hazardwatch/shared/clock'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { alarmsOf, call, registerLedger } from './flow-client.ts'

const STATE = 'spBv1.0/STATE/plant-host'

describe('Sparkplug over a restart, with Mosquitto', () => {
  let mosquitto: Mosquitto
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let node: MqttClient
  let states: { online: boolean; timestamp: number }[]
  let commands: unknown[]
  const start = (): Promise<ServiceProcess> => startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url, HAZARD_SPARKPLUG_HOST: 'plant-host' })
  const until = (check: () => Promise<void> | void): Promise<void> => vi.waitFor(check, { timeout: 30_000, interval: 50 })
  const untilState = (online: boolean): Promise<void> => until(() => { expect(states.at(-1)?.online).toBe(online) })

  beforeEach(async () => {
    states = []
    commands = []
    mosquitto = await makeMosquitto()
    await mosquitto.start()
    dataDir = await makeDataDir()
    service = await start()
    await registerLedger(service.httpUrl)
    node = await connectAsync(mosquitto.url)
    node.on('message', (topic, payload) => {
      if (topic === STATE) states.push(JSON.parse(payload.toString()) as typeof states[number])
      else commands.push(readPublished(payload))
    })
    await node.subscribeAsync([STATE, 'spBv1.0/G/NCMD/E'], { qos: 1 })
  })
  afterEach(async () => {
    await node.endAsync(true)
    await service.end('SIGKILL')
    await mosquitto.remove()
    await dataDir.remove()
  })
  const say = (verb: string, seq: number, ts: number, metrics: Parameters<typeof publishPayload>[0]['metrics'], device = '', qos: 0 | 1 = 0): Promise<unknown> =>
    node.publishAsync(`spBv1.0/G/${verb}/E${device}`, Buffer.from(publishPayload({ timestamp: ts, seq, metrics: metrics ?? [] })), { qos })
  const bdSeq = { name: 'bdSeq', datatype: 8, long_value: 1 }
  const birth = async (ts: number, value: number): Promise<void> => {
    await say('NBIRTH', 0, ts, [bdSeq])
    await say('DBIRTH', 1, ts, [{ name: 'gas', alias: 7, timestamp: ts, datatype: 10, double_value: value }], '/D')
  }
  const stored = async (): Promise<[number, number | null][]> =>
    (await call(service.httpUrl, 'GET', `/api/v1/readings?point=FLOW/GD-07&from=0&to=${systemClock() + 600_000}`) as { points: [number, number | null][] }).points.map(([time, value]) => [time, value])

  const letters = async (): Promise<unknown[]> => (await call(service.httpUrl, 'GET', '/api/v1/ingest/dead-letters?enterprise=FLOW&limit=100') as { items: unknown[] }).items

  it('the host tells its state; a node is asked for its birth at first contact, nothing it says meanwhile is lost, and its death makes its points stale, which is one alarm', async () => {
    await call(service.httpUrl, 'POST', '/api/v1/gateways', { enterprise: 'FLOW', code: 'sp', format: 'sparkplug-b', topic: 'spBv1.0/G/+/E/#', map: [{ from: 'D/gas', tag: 'GD-07' }] })
    await untilState(true)
    const { timestamp } = states.at(-1) ?? { timestamp: 0 }
    const ts = systemClock() - 60_000
    await birth(ts, 1)
    await until(async () => { expect(await stored()).toEqual([[ts, 1]]) })

    // Another host of the same name dies, or somebody plays a trick.
    await node.publishAsync(STATE, '{"online":false,"timestamp":1}', { qos: 1, retain: true })
    await until(() => { expect(states.slice(-2)).toEqual([{ online: false, timestamp: 1 }, { online: true, timestamp }]) })

    await service.end('SIGKILL')
    await untilState(false)
    expect(states.at(-1)).toEqual({ online: false, timestamp })
    service = await start()
    await untilState(true)
    expect(states.at(-1)?.timestamp).toBeGreaterThan(timestamp)

    commands.length = 0
    await say('DDATA', 42, ts + 1_000, [{ alias: 7, timestamp: ts + 1_000, double_value: 2 }], '/D')
    await until(() => { expect(commands).toMatchObject([{ metrics: [{ name: 'Node Control/Rebirth', boolean_value: true }] }]) })
    await say('DDATA', 43, ts + 2_000, [{ alias: 7, timestamp: ts + 2_000, double_value: 3 }], '/D')
    await birth(ts + 3_000, 4)
    await say('DDATA', 2, ts + 4_000, [{ alias: 7, timestamp: ts + 4_000, double_value: 5 }], '/D')
    await until(async () => { expect(await stored()).toEqual([[ts, 1], [ts + 1_000, 2], [ts + 2_000, 3], [ts + 3_000, 4], [ts + 4_000, 5]]) })

    await call(service.httpUrl, 'POST', '/api/v1/rules', { id: 'FLOW/GD-07/fault', enterprise: 'FLOW', point: 'GD-07', kind: 'fault', priority: 'orange' })
    await say('NDEATH', 0, ts + 5_000, [bdSeq])
    await until(async () => { expect((await stored()).at(-1)?.[1]).toBeNull() })
    expect(await call(service.httpUrl, 'GET', '/api/v1/gateways/FLOW/sp/statistics')).toMatchObject({ online: false, today: { readings: 5, disconnects: 1 } })

    // One alarm for the node; what its death made of its points is covered by it.
    expect((await alarmsOf(service.httpUrl, 'enterprise=FLOW')).map(({ rule, state, reason }) => `${rule} ${state} ${reason ?? ''}`).sort())
      .toEqual(['FLOW/GD-07/fault suppressed covered by gateway sp', 'gateway:FLOW/sp unacknowledged '])

    expect(await service.end('SIGTERM')).toBe(0)
    await untilState(false)
  })

  it('data at QoS 1 that wait for a birth survive a kill -9, are asked for again, and are stored once when it comes', async () => {
    await call(service.httpUrl, 'POST', '/api/v1/gateways', { enterprise: 'FLOW', code: 'sp', format: 'sparkplug-b', topic: 'spBv1.0/G/+/E/#', map: [{ from: 'D/gas', tag: 'GD-07' }] })
    await untilState(true)
    const ts = systemClock() - 60_000
    for (let k = 0; k < 20; k++) await say('DDATA', 40 + k, ts + k, [{ alias: 7, timestamp: ts + k, double_value: k }], '/D', 1)
    // Each has left the queue of the broker: nothing will bring it again.
    await until(async () => { expect(await letters()).toHaveLength(20) })
    await service.end('SIGKILL')
    commands.length = 0
    service = await start()
    // Nothing more was said by the node; what the broker had not heard to be acknowledged before the kill it brings again, and that may ask too: never more than three at once.
    await until(() => { expect(commands).not.toEqual([]) })
    expect(commands.length).toBeLessThanOrEqual(3)
    for (const command of commands) expect(command).toMatchObject({ metrics: [{ name: 'Node Control/Rebirth', boolean_value: true }] })
    await birth(ts + 1_000, 99)
    const all = [...Array.from({ length: 20 }, (_, k): [number, number] => [ts + k, k]), [ts + 1_000, 99]]
    await until(async () => { expect(await stored()).toEqual(all) })
    await until(async () => { expect(await letters()).toEqual([]) })
    // A second kill and birth bring nothing twice.
    await service.end('SIGKILL')
    await untilState(false)
    service = await start()
    await untilState(true)
    await birth(ts + 1_000, 99)
    await say('DDATA', 2, ts + 2_000, [{ alias: 7, timestamp: ts + 2_000, double_value: 100 }], '/D')
    await until(async () => { expect(await stored()).toEqual([...all, [ts + 2_000, 100]]) })
  })
})
