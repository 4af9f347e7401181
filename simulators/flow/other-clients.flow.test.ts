import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
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
    // The embedded broker (aedes) speaks MQTT 3.1.1; an external one brings MQTT 5.
    const versions = kind === 'embedded' ? ['4', '4'] : ['4', '5']
    expect(await client('paho_gateway.py', [...address(), 'FLOW', 'GD-07', ...versions])).toEqual(versions.map(() => ({ acknowledged: true, refused: ['wrong_value'] })))
    const stored = await history('GD-07')
    const one = [...Array.from({ length: 200 }, (_, index) => index % 20), ...Array.from({ length: 50 }, () => 5)]
    expect(stored.map(([, value]) => value)).toEqual([...one, ...one])
    expect(await call(service.httpUrl, 'GET', '/api/v1/enterprises/FLOW/presence')).toMatchObject({ online: true })
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
