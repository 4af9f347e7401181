import { EnterprisePresence } from '@hazardwatch/shared/enterprise-presence'
import { pageOf } from '@hazardwatch/shared/list-page'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { PlantEvent } from '@hazardwatch/shared/plant-event'
import { RejectionNotice } from '@hazardwatch/shared/rejection'
import { systemClock } from '@hazardwatch/shared/clock'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call, registerLedger } from './flow-client.ts'

const CAMERA = '22088100001320000101'
const QUIET = '22088100001320000102'
const EventPage = pageOf(PlantEvent)

describe('what happens at a plant and is no reading', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  let gateway: MqttClient

  const connect = async (options: object = {}): Promise<MqttClient> => {
    const client = await connectAsync(service.mqttUrl, { reconnectPeriod: 0, ...options })
    client.on('error', () => undefined)
    return client
  }
  const eventsOf = async (query = ''): Promise<PlantEvent[]> => EventPage.parse(await call(service.httpUrl, 'GET', `/api/v1/events?enterprise=FLOW${query}`)).items
  const presence = async (): Promise<EnterprisePresence> => EnterprisePresence.parse(await call(service.httpUrl, 'GET', '/api/v1/enterprises/FLOW/presence'))
  const publish = (kind: string, payload: object, options: object = {}) => gateway.publishAsync(`hazard/v1/FLOW/${kind}`, JSON.stringify(payload), { qos: 1, ...options })
  const camera = (id: string, expectedIntervalS: number | null) => ({ enterprise: 'FLOW', id, name: '机房', source: 'S1', expectedIntervalS, location: null })

  beforeEach(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    await call(service.httpUrl, 'POST', '/api/v1/cameras', camera(CAMERA, null))
    gateway = await connect()
  })
  afterEach(async () => {
    await gateway.endAsync(true)
    await service.end('SIGKILL')
    await dataDir.remove()
  })

  it('is stored before it is acknowledged, once however often it is sent, and outlives kill -9', async () => {
    const ts = systemClock() - 60_000
    const messages: [kind: string, payload: object][] = [
      ['video', { ts, camera: CAMERA, event: 'smoke', confidence: 0.93, snapshot: 'https://video.example/1.jpg' }],
      ['work', { ts: ts + 1, source: 'S1', type: 'hot_work', grade: '特级', until: ts + 3_600_000, ticket: 'DH-1' }],
      ['commitment', { ts: ts + 2, principal: '王厂长', units: { total: 3, running: 2, stopped: 1 }, works: { hot_work: { special: 1 } }, tankFarmSafe: true }],
    ]
    for (const [kind, payload] of [...messages, ...messages]) await publish(kind, payload)
    await publish('status', { online: true }, { retain: true })
    await service.end('SIGKILL')
    service = await startServiceProcess(dataDir.path)
    const events = await eventsOf()
    expect(events.map(({ kind }) => kind)).toEqual(['status', 'commitment', 'work', 'video'])
    expect(events).toMatchObject([
      { online: true },
      { principal: '王厂长', units: { total: 3, running: 2, stopped: 1, maintenance: 0 }, works: { hot_work: { special: 1, first: 0, second: 0 } }, tankFarmSafe: true, warehouseSafe: null },
      { source: 'S1', type: 'hot_work', grade: 'special', ticket: 'DH-1', until: new Date(ts + 3_600_000).toISOString() },
      { camera: CAMERA, event: 'smoke', confidence: 0.93, clip: null, source: 'S1', cause: 'reported', at: new Date(ts).toISOString() },
    ])
    expect((await eventsOf('&kind=video,work&source=S1')).map(({ kind }) => kind)).toEqual(['work', 'video'])
    const first = EventPage.parse(await call(service.httpUrl, 'GET', '/api/v1/events?limit=3'))
    const second = EventPage.parse(await call(service.httpUrl, 'GET', `/api/v1/events?limit=3&cursor=${first.next}`))
    expect([...first.items, ...second.items]).toEqual(events)
    expect(second.next).toBeNull()
    gateway = await connect()
    for (const [kind, payload] of messages) await publish(kind, payload)
    expect(await eventsOf()).toEqual(events)
  })

  it('is refused with a reason, and the good part of a list stays', async () => {
    const notices: RejectionNotice[] = []
    const told = Promise.withResolvers<void>()
    gateway.on('message', (_, payload) => { if (notices.push(RejectionNotice.parse(JSON.parse(payload.toString()))) === 4) told.resolve() })
    await gateway.subscribeAsync('hazard/v1/FLOW/rejections')
    await publish('video', [{ camera: QUIET, event: 'smoke' }, { camera: CAMERA, event: 'flame' }])
    await publish('work', { source: 'S9', type: 'hot_work' })
    await publish('commitment', { ts: systemClock() + 3_600_000, principal: 'x' })
    await publish('status', { online: 'yes' })
    await told.promise
    expect(notices.map(({ topic, refused, rejections }) => [topic, refused, rejections[0]?.reason, rejections[0]?.where])).toEqual([
      ['hazard/v1/FLOW/video', 1, 'unknown_camera', '$[0].camera'],
      ['hazard/v1/FLOW/work', 1, 'unknown_source', '$.source'],
      ['hazard/v1/FLOW/commitment', 1, 'future', '$.ts'],
      ['hazard/v1/FLOW/status', 1, 'wrong_value', '$.online'],
    ])
    expect(await eventsOf()).toMatchObject([{ kind: 'video', event: 'flame' }])
  })

  it('a camera that falls silent is offline, once, also over a restart', async () => {
    await call(service.httpUrl, 'POST', '/api/v1/cameras', camera(QUIET, 1))
    await publish('video', { camera: QUIET, event: 'online' })
    let events = await eventsOf(`&camera=${QUIET}`)
    while (!events.some((event) => event.kind === 'video' && event.cause === 'silent')) events = await eventsOf(`&camera=${QUIET}`)
    await service.end('SIGTERM')
    service = await startServiceProcess(dataDir.path)
    gateway = await connect()
    // The same state of affairs over two rounds of the watch, which a second camera shows to be over.
    await call(service.httpUrl, 'POST', '/api/v1/cameras', camera('22088100001320000103', 1))
    while ((await eventsOf('&camera=22088100001320000103')).length === 0) continue
    expect(await eventsOf(`&camera=${QUIET}&kind=video`)).toEqual(events)
    expect(events.filter((event) => event.kind === 'video' && event.event === 'offline')).toHaveLength(1)
  })

  it('a gateway that dies is offline by its will, and the disconnect is counted', async () => {
    expect(await presence()).toMatchObject({ online: null, since: null, days: [] })
    const dying = await connect({ will: { topic: 'hazard/v1/FLOW/status', payload: Buffer.from('{"online": false}'), qos: 1, retain: true } })
    await dying.publishAsync('hazard/v1/FLOW/status', '{"online": true}', { qos: 1, retain: true })
    expect(await presence()).toMatchObject({ online: true })
    dying.stream.destroy()
    let now = await presence()
    while (now.online !== false) now = await presence()
    expect(now.days.reduce((sum, { disconnects }) => sum + disconnects, 0)).toBe(1)
    // Retained: who subscribes later hears the last word.
    const later = new Promise<string>((resolve) => { gateway.on('message', (_, payload) => { resolve(payload.toString()) }) })
    await gateway.subscribeAsync('hazard/v1/FLOW/status')
    expect(await later).toBe('{"online": false}')
    expect((await eventsOf('&kind=status')).map((event) => event.kind === 'status' && event.online)).toEqual([false, true])
  })

  it('a service that stops counts no disconnect against its enterprises', async () => {
    const willing = await connect({ will: { topic: 'hazard/v1/FLOW/status', payload: Buffer.from('{"online": false}'), qos: 1, retain: true } })
    await willing.publishAsync('hazard/v1/FLOW/status', '{"online": true}', { qos: 1, retain: true })
    await service.end('SIGTERM')
    service = await startServiceProcess(dataDir.path)
    const after = await presence()
    expect([after.online, after.days.map(({ disconnects }) => disconnects)]).toEqual([false, [0]])
    expect((await eventsOf('&kind=status')).map((event) => event.kind === 'status' && event.online)).toEqual([true])
  })

  it('an external broker keeps the last status, so that who stayed online is online again after a restart', async () => {
    const mosquitto = await makeMosquitto()
    await mosquitto.start()
    const folder = await makeDataDir()
    await service.end('SIGKILL')
    service = await startServiceProcess(folder.path, { HAZARD_MQTT_URL: mosquitto.url })
    await registerLedger(service.httpUrl)
    const staying = await connectAsync(mosquitto.url)
    await staying.publishAsync('hazard/v1/FLOW/status', '{"online": true}', { qos: 1, retain: true })
    await staying.publishAsync('hazard/v1/FLOW/work', '{"source": "S1", "type": "shutdown"}', { qos: 1 })
    while ((await eventsOf()).length < 2) continue
    await service.end('SIGKILL')
    service = await startServiceProcess(folder.path, { HAZARD_MQTT_URL: mosquitto.url })
    let now = await presence()
    while (now.online !== true) now = await presence()
    expect(now.days.every(({ disconnects }) => disconnects === 0)).toBe(true)
    await staying.endAsync()
    await mosquitto.remove()
    await folder.remove()
  })
})
