import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BacktestView } from '@hazardwatch/shared/backtest'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, registerLedger } from './flow-client.ts'

const main = join(import.meta.dirname, '../../alerting/src/backtest-main.ts')
const HOURS = 30
const HOUR_MS = 3_600_000

/** In each hour GD-07 is at 30 ppm for five minutes and at 22 ppm for five before. */
const hourOf = (start: number) => [[0, 5], [20, 22], [25, 30], [30, 5]].map(([minute = 0, value = 0]) => ({ ts: start + minute * 60_000, values: { 'GD-07': value } }))

describe('a backtest on what a service has stored', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS

  beforeAll(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
    const messages = Array.from({ length: HOURS }, (_, hour) => hourOf(end - (HOURS - hour) * HOUR_MS)).flat()
    await call(service.httpUrl, 'POST', '/api/v1/readings?enterprise=FLOW', messages)
  })
  afterAll(async () => {
    await service.end('SIGTERM')
    await dataDir.remove()
  })

  const run = (...args: string[]) => promisify(execFile)(process.execPath, [main, '--url', service.httpUrl, ...args])

  it('tells on the command line what a lower limit would have done', async () => {
    const { stdout } = await run('--rule', 'FLOW/GD-07/H', '--set', 'limit=20', '--days', '3')
    const { state, result } = BacktestView.parse(JSON.parse(stdout))
    expect([state, result?.readings, result?.before.alarms, result?.earlier]).toMatchObject(['done', HOURS * 4, HOURS, { count: HOURS, medianS: -300 }])
  })

  it('tells what is wrong and ends with 1', async () => {
    await expect(run('--rule', 'FLOW/nothing', '--set', 'limit=20')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('rules has no FLOW/nothing') })
    await expect(run('--rule', 'FLOW/GD-07/H', '--set', 'limit')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('write FIELD=VALUE') })
  })
})
