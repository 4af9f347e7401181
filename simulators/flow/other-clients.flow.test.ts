import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { systemClock } from '@hazardwatch/shared/clock'
import { makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { findPythonClients } from '@hazardwatch/shared/node/processes/python-clients'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { call, registerLedger } from './flow-client.ts'

const run = promisify(execFile)

/** Runs one of the clients in the folder beside this file. @returns what it printed. */
const client = async (script: string, args: string[]): Promise<unknown> => {
  const python = findPythonClients()
  if (python === undefined) throw new Error('the Python clients are missing: .ci/tools/install-python-clients.sh installs them')
  const { stdout } = await run(python, [join(import.meta.dirname, 'other-clients', script), ...args], { timeout: 60_000 })
  return JSON.parse(stdout)
}

/** mosquitto_sub, which tells what it does, a line at a time. @returns when it has subscribed, and the last message that it printed before it ended */
const listen = (args: string[]): { subscribed: Promise<void>; heard: Promise<string>; kill: () => void } => {
  const child = spawn('stdbuf', ['-oL', 'mosquitto_sub', ...args, '-d'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const subscribed = Promise.withResolvers<void>()
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString()
    if (output.includes('SUBACK')) subscribed.resolve()
  })
  const heard = once(child, 'close').then(() => output.split('\n').filter((line) => line.startsWith('{')).at(-1) ?? '')
  return { subscribed: subscribed.promise, heard, kill: () => { child.kill('SIGKILL') } }
}

describe.each(['embedded', 'external'] as const)('clients that were not written here, broker %s', (kind) => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let mosquitto: Mosquitto | undefined
  let service: ServiceProcess

  beforeAll(async () => {
    dataDir = await makeDataDir()
    mosquitto = kind === 'external' ? await makeMosquitto() : undefined
    await mosquitto?.start()
    service = await startServiceProcess(dataDir.path, mosquitto === undefined ? {} : { HAZARD_MQTT_URL: mosquitto.url })
    await registerLedger(service.httpUrl)
    await call(service.httpUrl, 'POST', '/api/v1/points', { enterprise: 'FLOW', tag: 'GD-09', source: 'S1', name: 'x', quantity: 'x', unit: '', rangeLow: null, rangeHigh: null, expectedIntervalS: null, location: null })
    await call(service.httpUrl, 'POST', '/api/v1/gateways', {
      enterprise: 'FLOW', code: 'sparkplug', format: 'sparkplug-b', topic: 'spBv1.0/FLOW/#', map: [{ from: 'analyser/NH3', tag: 'GD-08', unit: 'ppm' }],
    })
    if (mosquitto !== undefined) await vi.waitFor(subscribed, 20_000)
  })
  afterAll(async () => {
    await service.end('SIGTERM')
    await mosquitto?.remove()
    await dataDir.remove()
  })

  const address = (): string[] => [new URL(service.mqttUrl).hostname, new URL(service.mqttUrl).port]
  const parts = async () => ((await call(service.httpUrl, 'GET', '/health')) as { parts: { ingest: { messages: number; refused: number } } }).parts.ingest
  /** Mosquitto drops what nobody has subscribed to yet. */
  const subscribed = async (): Promise<void> => {
    await run('mosquitto_pub', ['-h', '127.0.0.1', '-p', new URL(service.mqttUrl).port, '-q', '1', '-t', 'spBv1.0/FLOW/NDATA/probe', '-m', 'x'])
    expect((await parts()).messages).toBeGreaterThan(0)
  }
  const history = async (tag: string): Promise<[number, number][]> =>
    ((await call(service.httpUrl, 'GET', `/api/v1/readings?point=FLOW/${tag}`)) as { points: [number, number][] }).points

  it('Eclipse Paho, QoS 1 and 2: each message acknowledged and stored once, refusals told', async () => {
    const versions = ['4', '5']
    expect(await client('paho_gateway.py', [...address(), 'FLOW', 'GD-07', ...versions])).toEqual(versions.map(() => ({ acknowledged: true, refused: ['wrong_value'] })))
    const stored = await history('GD-07')
    const one = [...Array.from({ length: 200 }, (_, index) => index % 20), ...Array.from({ length: 50 }, () => 5)]
    expect(stored.map(([, value]) => value)).toEqual([...one, ...one])
    expect(await call(service.httpUrl, 'GET', '/api/v1/enterprises/FLOW/presence')).toMatchObject({ online: true })
  })

  it.each(['mqttv311', 'mqttv5'])('mosquitto_pub and mosquitto_sub, %s: QoS 0, 1 and 2, what is refused, what is retained, a will', async (version) => {
    const at = ['-h', '127.0.0.1', '-p', new URL(service.mqttUrl).port, '-V', version]
    const publish = (topic: string, payload: string, ...more: string[]) => run('mosquitto_pub', [...at, '-t', topic, '-m', payload, ...more])
    const ts = systemClock() - 30_000 + (version === 'mqttv5' ? 10_000 : 0)
    const before = (await history('GD-09')).length
    const refused = listen([...at, '-t', 'hazard/v1/FLOW/rejections', '-C', '1', '-q', '1'])
    await refused.subscribed
    for (const qos of [0, 1, 2]) await publish('hazard/v1/FLOW/readings', JSON.stringify({ ts: ts + qos, values: { 'GD-09': qos } }), '-q', `${qos}`)
    await publish('hazard/v1/FLOW/readings', JSON.stringify({ ts: ts + 3, values: { 'GD-09': 'text' } }), '-q', '1')
    expect(JSON.parse(await refused.heard)).toMatchObject({ topic: 'hazard/v1/FLOW/readings', rejections: [{ reason: 'wrong_value', tag: 'GD-09' }] })
    await vi.waitFor(async () => { expect((await history('GD-09')).slice(before).map(([time, value]) => [time, value])).toEqual([0, 1, 2].map((qos) => [ts + qos, qos])) }, 10_000)

    await publish('hazard/v1/FLOW/status', '{"online":true}', '-q', '1', '-r')
    const retained = listen([...at, '-t', 'hazard/v1/FLOW/status', '-C', '1', '-q', '1'])
    expect(await retained.heard).toBe('{"online":true}')
    const fades = listen([...at, '-t', 'nothing', '--will-topic', 'hazard/v1/FLOW/status', '--will-payload', '{"online":false}', '--will-qos', '1'])
    await fades.subscribed
    fades.kill()
    await vi.waitFor(async () => { expect(await call(service.httpUrl, 'GET', '/api/v1/enterprises/FLOW/presence')).toMatchObject({ online: false }) }, 10_000)
  })

  it('Eclipse Tahu: births, aliases, 300 data messages over the wrap of seq, and a rebirth on a gap', async () => {
    const before = (await parts()).refused
    expect(await client('sparkplug_node.py', [...address(), 'FLOW', 'edge-1', 'NH3'])).toEqual({ asked: true, topics: ['spBv1.0/FLOW/NCMD/edge-1'] })
    await vi.waitFor(async () => {
      // Two messages in one millisecond are one reading: the point and the time say which it is.
      const values = (await history('GD-08')).map(([, value]) => value)
      expect([values.at(0), values.at(-1), values.length > 250]).toEqual([1, 14.5, true])
    }, 20_000)
    expect((await parts()).refused).toBe(before)
  })
})
