import { once } from 'node:events'
import { connect } from 'node:net'
import { systemClock } from '@hazardwatch/shared/clock'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import { frameOf } from '@hazardwatch/ingest/decode/hj212/acknowledge-packet'
import { publishPayload, readPublished } from '@hazardwatch/ingest/decode/sparkplug/publish-payload'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, isAlarm, openFeed, registerLedger, type FeedReader } from './flow-client.ts'
import { freePort, makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'

const tags = ['NEURON', 'THINGSBOARD', 'ALINK', 'DTU', 'SPARKPLUG', 'HJ212', 'dev/own', 'LATER', 'MOVED']

/** Every name is the gateway's own; NEURON comes in tenths. */
const gateways = [
  { code: 'neuron', format: 'neuron', topic: 'neuron/flow/+', map: [{ from: 'plc/gas/nh3', tag: 'NEURON', scale: 0.1 }] },
  { code: 'tb', format: 'thingsboard-gateway', topic: 'v1/gateway/telemetry', map: [{ from: 'Device A/nh3', tag: 'THINGSBOARD' }] },
  { code: 'alink', format: 'alink', topic: '/sys/pk/+/thing/event/property/post', map: [{ from: 'dev/nh3', tag: 'ALINK', offset: 10 }] },
  { code: 'dtu', format: 'dtu', topic: 'dtu/flow', map: [{ from: 'S1/nh3', tag: 'DTU' }] },
  { code: 'sparkplug', format: 'sparkplug-b', topic: 'spBv1.0/G/+/E/#', map: [{ from: 'D/gas/nh3', tag: 'SPARKPLUG' }] },
  { code: 'dust', format: 'hj212', mn: 'MN01', map: [{ from: 'MN01/a21001', tag: 'HJ212', scale: 1000 }] },
].map((gateway) => ({ enterprise: 'FLOW', ...gateway }))

const REJECTIONS = 'hazard/v1/FLOW/rejections'

const registerGateways = async (httpUrl: string): Promise<void> => {
  await registerLedger(httpUrl)
  await call(httpUrl, 'POST', '/api/v1/points', tags.map((tag) => ({
    enterprise: 'FLOW', tag, source: 'S1', name: '氨浓度', quantity: 'concentration', unit: '[ppm]', rangeLow: 0, rangeHigh: 1000, expectedIntervalS: null, location: null,
  })))
  await call(httpUrl, 'POST', '/api/v1/rules', tags.map((tag) => ({ enterprise: 'FLOW', point: tag, kind: 'H', limit: 25, deadband: 2, priority: 'orange' })))
  await call(httpUrl, 'POST', '/api/v1/gateways', gateways)
}

/** The next message on a topic that holds a text. (Others may still be on their way.) */
const nextMessage = (client: MqttClient, wanted: string, text = ''): Promise<Buffer> => new Promise((resolve) => {
  const take = (topic: string, payload: Buffer): void => {
    if (topic !== wanted || !payload.includes(text)) return
    client.off('message', take)
    resolve(payload)
  }
  client.on('message', take)
})

const localTime = (epochMs: number): string => new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19)

describe.each(['embedded', 'external'] as const)('gateways in their own formats, broker %s', (kind) => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let mosquitto: Mosquitto | undefined
  let service: ServiceProcess
  let client: MqttClient
  let feed: FeedReader
  let hj212Port: number

  beforeAll(async () => {
    dataDir = await makeDataDir()
    hj212Port = await freePort()
    mosquitto = kind === 'external' ? await makeMosquitto() : undefined
    await mosquitto?.start()
    service = await startServiceProcess(dataDir.path, { HAZARD_HJ212_PORT: String(hj212Port), ...(mosquitto !== undefined && { HAZARD_MQTT_URL: mosquitto.url }) })
    await registerGateways(service.httpUrl)
    feed = await openFeed(service.httpUrl)
    feed.send({ type: 'subscribe', region: '220000', points: [] })
    client = await connectAsync(service.mqttUrl, { reconnectPeriod: 0 })
    if (mosquitto !== undefined) await untilSubscribed()
  })
  afterAll(async () => {
    feed.close()
    await client.endAsync()
    await service.end('SIGTERM')
    await mosquitto?.remove()
    await dataDir.remove()
  })

  /** Mosquitto drops what nobody has subscribed to yet: until the first of a format arrives, it is sent again. (Nothing in it is refused: notices of refusals are few a second.) */
  const untilSubscribed = async (): Promise<void> => {
    const heard = async () => ((await call(service.httpUrl, 'GET', '/health')) as { parts: { ingest: { messages: number } } }).parts.ingest.messages
    while (await heard() === 0) await client.publishAsync('dtu/flow', '{"sn":"S1","data":[]}', { qos: 1 })
  }
  const raised = async (tag: string): Promise<number> => (await feed.until(isAlarm(`FLOW/${tag}/H`, 'unacknowledged'))).alarm.value
  const publish = (topic: string, payload: string | Uint8Array) => client.publishAsync(topic, Buffer.from(payload), { qos: 1 })

  it('Neuron, scaled', async () => {
    await publish('neuron/flow/upload', JSON.stringify({ timestamp: systemClock(), node: 'plc', group: 'gas', values: { nh3: 600 }, errors: {} }))
    expect(await raised('NEURON')).toBe(60)
  })

  it('ThingsBoard gateway', async () => {
    await publish('v1/gateway/telemetry', JSON.stringify({ 'Device A': [{ ts: systemClock(), values: { nh3: '61' } }] }))
    expect(await raised('THINGSBOARD')).toBe(61)
  })

  it('Alink, answered; a name that is not mapped is a tag itself', async () => {
    const topic = '/sys/pk/dev/thing/event/property/post'
    await client.subscribeAsync(`${topic}_reply`)
    const reply = nextMessage(client, `${topic}_reply`)
    await publish(topic, JSON.stringify({ id: '77', version: '1.0', params: { nh3: 52, own: { value: 63, time: systemClock() } }, method: 'thing.event.property.post' }))
    expect(JSON.parse(String(await reply))).toMatchObject({ id: '77', code: 200 })
    expect([await raised('ALINK'), await raised('dev/own')]).toEqual([62, 63])
    await client.unsubscribeAsync(`${topic}_reply`)
  })

  it('DTU, local time and numbers as text, and the refusal of a name that nobody knows', async () => {
    await client.subscribeAsync(REJECTIONS)
    const refused = nextMessage(client, REJECTIONS, 'ghost')
    await publish('dtu/flow', JSON.stringify({ sn: 'S1', time: localTime(systemClock()).replace('T', ' '), data: [{ id: 'nh3', v: '64' }, { id: 'ghost', v: '1' }] }))
    expect(await raised('DTU')).toBe(64)
    expect(RejectionNotice.parse(JSON.parse(String(await refused)))).toMatchObject({ topic: 'dtu/flow', refused: 1, rejections: [{ reason: 'unknown_point', tag: 'S1/ghost' }] })
    await client.unsubscribeAsync(REJECTIONS)
  })

  it('Sparkplug: a rebirth is requested of data without a birth, then data by alias are read', async () => {
    await client.subscribeAsync('spBv1.0/G/NCMD/E')
    const command = nextMessage(client, 'spBv1.0/G/NCMD/E')
    const at = systemClock()
    const data = { timestamp: at, seq: 2, metrics: [{ alias: 7, timestamp: at, datatype: 10, double_value: 65 }] }
    await publish('spBv1.0/G/DDATA/E/D', publishPayload(data))
    expect(readPublished(await command)).toMatchObject({ metrics: [{ name: 'Node Control/Rebirth', boolean_value: true }] })
    await publish('spBv1.0/G/NBIRTH/E', publishPayload({ timestamp: at, seq: 0, metrics: [{ name: 'bdSeq', timestamp: at, datatype: 8, long_value: 1 }] }))
    await publish('spBv1.0/G/DBIRTH/E/D', publishPayload({ timestamp: at, seq: 1, metrics: [{ name: 'gas/nh3', alias: 7, timestamp: at, datatype: 10, double_value: 5 }] }))
    await publish('spBv1.0/G/DDATA/E/D', publishPayload({ ...data, timestamp: at + 1, metrics: [{ alias: 7, timestamp: at + 1, datatype: 10, double_value: 65 }] }))
    expect(await raised('SPARKPLUG')).toBe(65)
  })

  it('HJ 212 over TCP, answered with 9014', async () => {
    const box = connect(hj212Port, '127.0.0.1')
    await once(box, 'connect')
    const time = localTime(systemClock()).replace(/\D/g, '')
    box.write(frameOf(`QN=${time}000;ST=31;CN=2011;PW=123456;MN=MN01;Flag=5;CP=&&DataTime=${time};a21001-Rtd=0.066,a21001-Flag=N&&`))
    const [answer] = await once(box, 'data') as [Buffer]
    expect(answer.toString()).toMatch(new RegExp(`^##\\d{4}QN=${time}000;ST=91;CN=9014;PW=123456;MN=MN01;`))
    expect(await raised('HJ212')).toBe(66)
    const stored = await call(service.httpUrl, 'GET', '/api/v1/readings?point=FLOW/HJ212') as { points: unknown[] }
    expect(JSON.stringify(stored)).toContain(',66')
    box.destroy()
  })

  it('a profile that is added, mended or retired takes effect without a restart', async () => {
    const payload = (value: number) => JSON.stringify({ sn: 'S9', data: [{ id: 'x', v: value }] })
    await call(service.httpUrl, 'POST', '/api/v1/gateways', { enterprise: 'FLOW', code: 'late', format: 'dtu', topic: 'late/a', map: [{ from: 'S9/x', tag: 'LATER' }] })
    const later = raised('LATER')
    const seen = { yet: false }
    void later.then(() => { seen.yet = true })
    while (!seen.yet) {
      await publish('late/a', payload(67))
      await call(service.httpUrl, 'GET', '/health')
    }
    expect(await later).toBe(67)
    await call(service.httpUrl, 'PATCH', '/api/v1/gateways/FLOW/late', { map: [{ from: 'S9/x', tag: 'MOVED' }] })
    await publish('late/a', payload(68))
    expect(await raised('MOVED')).toBe(68)
    await call(service.httpUrl, 'DELETE', '/api/v1/gateways/FLOW/late')
    await publish('late/a', payload(10))
    await publish('dtu/flow', JSON.stringify({ sn: 'S1', data: [{ id: 'nh3', v: 10 }] }))
    await feed.until(isAlarm('FLOW/DTU/H', 'returned_unacknowledged'))
    expect(feed.messages.some(isAlarm('FLOW/MOVED/H', 'returned_unacknowledged'))).toBe(false)
  })
})
