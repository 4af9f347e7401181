import { once } from 'node:events'
import { request } from 'node:http'
import { createConnection } from 'node:net'
import type { FeedMessage } from '@hazardwatch/shared/feed-message'
import { batchOf } from '@hazardwatch/shared/reading-batch'
import { afterEach, expect, it } from 'vitest'
import { FLUSH_MS, startDashboardServer, type DashboardServer } from './app.ts'
import { alarm } from './testing/fixtures.ts'
import { createParts, START } from './testing/server-fixture.ts'

const running: DashboardServer[] = []
afterEach(async () => { await Promise.all(running.splice(0).map((server) => server.stop())) })

/** The real server on a free port; its timers are turned by hand. */
const start = async () => {
  const fixture = await createParts()
  const timers = new Map<number, () => void>()
  const server = await startDashboardServer({
    ...fixture.parts, port: 0,
    every: (ms, run) => {
      timers.set(ms, run)
      return () => { timers.delete(ms) }
    },
  })
  running.push(server)
  return { ...fixture, server, timers, tick: (ms: number) => { timers.get(ms)?.() } }
}

/** A browser's end: its messages one by one. */
const connect = (address: string) => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/feed`)
  const waiting: ((message: FeedMessage) => void)[] = []
  const arrived: FeedMessage[] = []
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as FeedMessage
    const next = waiting.shift()
    if (next === undefined) arrived.push(message)
    else next(message)
  })
  const next = (): Promise<FeedMessage> => {
    const message = arrived.shift()
    return message === undefined ? new Promise((resolve) => { waiting.push(resolve) }) : Promise.resolve(message)
  }
  return { socket, next, closed: once(socket, 'close') }
}

it('a browser gets snapshot, subscription, alarm, readings and heartbeat over a real socket', async () => {
  const { server, ledger, tick } = await start()
  const { socket, next } = connect(server.address)
  expect(await next()).toMatchObject({ seq: 1, type: 'snapshot', region: '100000' })
  socket.send('{"type":"subscribe","region":"220000","points":["DEMO-NH3/GD-07"]}')
  expect(await next()).toMatchObject({ seq: 2, type: 'snapshot', region: '220000' })
  server.receiveChange({ type: 'alarm', alarm: alarm(9, 'DEMO-NH3') })
  expect(await next()).toMatchObject({ seq: 3, type: 'alarm', alarm: { enterprise: 'DEMO-NH3' } })
  server.receiveReadings(batchOf(START, [{ point: ledger.point('DEMO-NH3', 'GD-07')?.number ?? -1, time: START, value: 60 }]))
  tick(FLUSH_MS)
  expect(await next()).toMatchObject({ seq: 4, type: 'readings', readings: { 'DEMO-NH3/GD-07': [[START, 60]] } })
  tick(5_000)
  expect(await next()).toMatchObject({ seq: 5, type: 'heartbeat' })
  socket.send('nonsense')
  expect(await next()).toMatchObject({ seq: 6, type: 'error', code: 'bad_request' })
  expect(socket.readyState).toBe(WebSocket.OPEN)
})

it('a message beyond 256 KB ends the connection', async () => {
  const { server } = await start()
  const { socket, next, closed } = connect(server.address)
  await next()
  socket.send('x'.repeat(256 * 1024 + 1))
  const [event] = await closed as [CloseEvent]
  expect(event.code).toBe(1009)
})

it('stopping says goodbye to browsers, ends the timers and frees the port; a second stop is harmless', async () => {
  const { server, timers } = await start()
  const { next, closed } = connect(server.address)
  await next()
  await server.stop()
  const [event] = await closed as [CloseEvent]
  expect(event.code).toBe(1001)
  expect(timers.size).toBe(0)
  await server.stop()
  const socket = createConnection(Number(new URL(server.address).port), '127.0.0.1')
  const [error] = await once(socket, 'error') as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
})

it('a port that is taken is told with the error of the system', async () => {
  const { server, parts } = await start()
  const port = Number(new URL(server.address).port)
  await expect(startDashboardServer({ ...parts, port })).rejects.toMatchObject({ code: 'EADDRINUSE', port })
})

it.each([
  ['from another site', 403, { origin: 'https://evil.example' }],
  ['under a rebound name', 403, { host: 'evil.example', origin: 'http://evil.example' }],
  ['from our own page', 101, {}],
])('an upgrade %s is answered with %i', async (_name, status, change: Record<string, string>) => {
  const { server } = await start()
  const { host, port } = new URL(server.address)
  const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' }
  const asked = request({ port, host: '127.0.0.1', path: '/api/v1/feed', headers: { host, origin: `http://${host}`, ...upgrade, ...change } })
  const answered = Promise.race([
    once(asked, 'response').then(([response]) => (response as { statusCode: number }).statusCode),
    once(asked, 'upgrade').then(([response]) => (response as { statusCode: number }).statusCode),
  ])
  asked.end()
  expect(await answered).toBe(status)
  asked.destroy()
})
