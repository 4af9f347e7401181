import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ConnectionHelp, type ConnectionWay } from '@hazardwatch/shared/connection-help'
import { freePort, makeMosquitto, type Mosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { call, registerLedger } from './flow-client.ts'

const run = promisify(execFile)
/** As whoever pastes it. The end of what curl says over telnet is a time-out of its own. */
const paste = async (line: string): Promise<string> => (await run('sh', ['-c', line]).catch((error: unknown) => error as { stdout: string })).stdout

describe.each(['embedded', 'external'] as const)('what the connect page gives, pasted into a shell, broker %s', (kind) => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let mosquitto: Mosquitto | undefined
  let service: ServiceProcess

  beforeAll(async () => {
    dataDir = await makeDataDir()
    mosquitto = kind === 'external' ? await makeMosquitto() : undefined
    await mosquitto?.start()
    service = await startServiceProcess(dataDir.path, { HAZARD_HJ212_PORT: String(await freePort()), ...(mosquitto !== undefined && { HAZARD_MQTT_URL: mosquitto.url }) })
    await registerLedger(service.httpUrl)
  })
  afterAll(async () => {
    await service.end('SIGTERM')
    await mosquitto?.remove()
    await dataDir.remove()
  })

  const help = async (): Promise<ConnectionHelp> => ConnectionHelp.parse(await call(service.httpUrl, 'GET', '/api/v1/enterprises/FLOW/connect'))
  const wayOf = async (wanted: ConnectionWay['kind']): Promise<ConnectionWay | undefined> => (await help()).ways.find((way) => way.kind === wanted)
  const figures = async () => ((await call(service.httpUrl, 'GET', '/health')) as { parts: { ingest: { accepted: number; refused: number } } }).parts.ingest

  it.each(['native', 'http', 'neuron', 'thingsboard-device', 'thingsboard-gateway', 'alink', 'dtu', 'hj212', 'sparkplug-b'] as const)('%s', async (format) => {
    const before = await figures()
    const { register, send, profile } = await wayOf(format) ?? {}
    if (register !== null && register !== undefined) await paste(register)
    expect(await wayOf(format)).toMatchObject({ registered: profile !== null, register: null })
    // An external broker drops what nobody has subscribed to yet: it is pasted until it is heard.
    await vi.waitFor(async () => {
      await paste(send ?? 'false')
      expect((await figures()).accepted).toBeGreaterThanOrEqual(before.accepted + 2)
    }, 30_000)
    expect((await figures()).refused).toBe(before.refused)
  })

  it('none of it has raised an alarm', async () => {
    expect(await call(service.httpUrl, 'GET', '/api/v1/alarms')).toMatchObject({ items: [] })
  })
})
