import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call } from './flow-client.ts'
import { makeDataDir, runToEnd, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'

describe('starting and stopping', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  beforeEach(async () => { dataDir = await makeDataDir() })
  afterEach(async () => { await dataDir.remove() })

  it.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly, and its stores open again', async (signal) => {
    const service = await startServiceProcess(dataDir.path)
    expect(await service.end(signal)).toBe(0)
    expect(service.errors()).toBe('')
    const again = await startServiceProcess(dataDir.path)
    expect(await call(again.httpUrl, 'GET', '/health')).toMatchObject({ status: 'ok' })
    await again.end(signal)
  })

  /** A fault that its reader can mend is told in one line each, without a stack. */
  const linesOf = async (environment: Record<string, string>): Promise<string[]> => {
    const { code, errors } = await runToEnd(dataDir.path, environment)
    expect(code).toBe(1)
    return errors.trim().split('\n')
  }

  it.each([['HAZARD_HTTP_PORT', 'page'], ['HAZARD_MQTT_PORT', 'MQTT broker'], ['HAZARD_HJ212_PORT', 'HJ 212']])('a taken %s is told in one line', async (variable, part) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await linesOf({ [variable]: String(port) })).toEqual([expect.stringMatching(new RegExp(`${part} cannot listen on 127\\.0\\.0\\.1:${port}.*another program.*${variable}`))])
    other.close()
  })

  it('a data folder that cannot be written is told in one line', async () => {
    const file = join(dataDir.path, 'a-file')
    await writeFile(file, '')
    expect(await linesOf({ HAZARD_DATA_DIR: join(file, 'data') })).toEqual([expect.stringMatching(/the data folder .*a-file.* cannot be written.*HAZARD_DATA_DIR/)])
  })

  it('a data folder that another service uses is told in one line', async () => {
    const service = await startServiceProcess(dataDir.path)
    expect(await linesOf({})).toEqual([expect.stringMatching(/another service .* works with the data folder .*HAZARD_DATA_DIR/)])
    await service.end('SIGTERM')
  })

  it('wrong values of the environment are told all at once', async () => {
    expect(await linesOf({ HAZARD_HTTP_PORT: 'x', HAZARD_DEMO: 'perhaps' })).toEqual([expect.stringMatching(/HAZARD_HTTP_PORT=x: use a port/), expect.stringMatching(/HAZARD_DEMO=perhaps: use yes or no/)])
  })

  it('a service without accounts refuses to listen where others could reach it', async () => {
    expect(await linesOf({ HAZARD_HTTP_HOST: '0.0.0.0' })).toEqual([expect.stringMatching(/HAZARD_HTTP_HOST=0\.0\.0\.0: .*no accounts.*HAZARD_OPEN=yes/)])
  })
})
