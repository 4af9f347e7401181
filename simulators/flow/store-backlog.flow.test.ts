import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '@hazardwatch/shared/clock'
import { makeInflux, type Influx } from '@hazardwatch/shared/node/processes/influx-process'
import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { call, openGateway, registerLedger } from './flow-client.ts'

const Health = z.object({
  parts: z.object({ ingest: z.object({ stored: z.number(), storeFailing: z.boolean(), storeLiveLagMs: z.number(), storeBacklogRecords: z.number(), storeBacklogMs: z.number() }) }),
})

/** What a write takes on the way to a server far away. */
const WRITE_MS = 1_000

/** Between two looks: the machine has other things to do. */
const LOOK_MS = 50

/** Before a server: refuses what is written while it is away, and is slow to pass it on otherwise. */
const openSlowLine = async (target: string) => {
  const line = { away: false, url: '', close: (): void => undefined }
  const server = createServer((asked, answer) => {
    const isWrite = asked.url?.startsWith('/api/v2/write') === true
    if (isWrite && line.away) {
      asked.resume()
      answer.writeHead(503).end()
      return
    }
    const passed = request(new URL(asked.url ?? '/', target), { method: asked.method, headers: asked.headers }, (from) => {
      setTimeout(() => { from.pipe(answer.writeHead(from.statusCode ?? 500, from.headers)) }, isWrite ? WRITE_MS : 0)
    })
    passed.on('error', () => { answer.destroy() })
    asked.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  line.close = () => {
    server.close()
    server.closeAllConnections()
  }
  return line
}

describe('a store that comes back after long', () => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let influx: Influx
  let line: Awaited<ReturnType<typeof openSlowLine>>
  let service: ServiceProcess
  let environment: Record<string, string>

  beforeEach(async () => {
    ;[influx, dataDir] = await Promise.all([makeInflux('v2'), makeDataDir()])
    await influx.start()
    line = await openSlowLine(influx.url)
    environment = { ...influx.environment(), HAZARD_INFLUX_URL: line.url }
    service = await startServiceProcess(dataDir.path, environment)
    await registerLedger(service.httpUrl)
  })
  afterEach(async () => {
    await service.end('SIGKILL')
    line.close()
    await influx.remove()
    await dataDir.remove()
  })

  const health = async () => Health.parse(await call(service.httpUrl, 'GET', '/health')).parts.ingest
  const until = async (so: (seen: Awaited<ReturnType<typeof health>>) => boolean) => {
    for (;;) {
      const seen = await health()
      if (so(seen)) return seen
      await pause(LOOK_MS)
    }
  }
  const historyOf = async (tag: string, from: number, to: number) =>
    (await call(service.httpUrl, 'GET', `/api/v1/readings?point=FLOW/${tag}&from=${from}&to=${to}&maxPoints=100000`) as { points: [number, number | null][] }).points

  it('shows what arrives now while the backlog is stored oldest first, and after a kill in the midst of it each reading is there once', async () => {
    const start = systemClock() - 200_000
    const gateway = await openGateway(service.mqttUrl)
    line.away = true
    await gateway.report({ 'GD-07': 1 }, start)
    await until(({ storeFailing }) => storeFailing)
    // Some megabytes, in messages of a thousand readings.
    const sent: [number, number][] = Array.from({ length: 200_000 }, (_, index) => [start + 1 + index, index % 20])
    for (let from = 0; from < sent.length; from += 1_000) {
      const message = sent.slice(from, from + 1_000).map(([ts, value]) => ({ ts, values: { 'GD-07': value } }))
      await gateway.publishAsync('hazard/v1/FLOW/readings', JSON.stringify(message), { qos: 1 })
    }
    await until(({ storeLiveLagMs }) => storeLiveLagMs > 11_000)
    line.away = false

    await until(({ storeBacklogRecords }) => storeBacklogRecords > 0)
    const now = systemClock()
    await gateway.report({ 'GD-07': 7, 'GD-08': 8 }, now)
    while ((await historyOf('GD-07', now, now + 1)).length === 0) expect((await health()).storeBacklogRecords).toBeGreaterThan(0)
    const seen = await health()
    expect(seen.storeBacklogRecords).toBeGreaterThan(0)
    expect(seen.storeBacklogMs).toBeGreaterThan(10_000)
    expect(seen.storeLiveLagMs).toBeLessThan(seen.storeBacklogMs)
    expect(await fetch(`${service.httpUrl}/metrics`).then((answer) => answer.text())).toMatch(/hazardwatch_ingest_store_backlog_records [1-9]/)
    // The oldest of it is there before the newest.
    expect(await historyOf('GD-07', start + 200_000, start + 200_001)).toEqual([])

    await service.end('SIGKILL')
    service = await startServiceProcess(dataDir.path, environment)
    const again = await openGateway(service.mqttUrl)
    await again.report({ 'GD-07': 9 }, now + 1)
    await until(({ storeBacklogRecords, storeLiveLagMs, stored }) => stored > 0 && storeBacklogRecords === 0 && storeLiveLagMs === 0)
    const halves = [await historyOf('GD-07', start, start + 100_000), await historyOf('GD-07', start + 100_000, start + 200_000), await historyOf('GD-07', start + 200_000, now + 2)]
    // Compared as text: a difference among 200,000 would take long to be told.
    expect(JSON.stringify(halves.flat()) === JSON.stringify([[start, 1], ...sent, [now, 7], [now + 1, 9]])).toBe(true)
    await again.endAsync()
    gateway.end(true)
  }, 180_000)
})
