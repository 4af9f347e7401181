import { setImmediate as turn } from 'node:timers/promises'
import type { EngineChange } from '@hazardwatch/shared/alarm-desk'
import { HEARTBEAT_MS } from '@hazardwatch/shared/feed-message'
import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { ApiServer } from './api-server.ts'
import { buildServer } from './build-server.ts'
import { FeedHub } from './feed-hub.ts'
import { receiveChanges } from './receive-changes.ts'
import type { ServerParts } from './server-parts.ts'

/** How long readings are gathered for a client: four pictures a second is what an eye can follow. */
export const FLUSH_MS = 250

/** How long browsers get to answer the closing handshake before they are cut off. */
const CLOSE_GRACE_MS = 500

/** A timer that repeats. @returns how to end it. */
export type Every = (ms: number, run: () => void) => () => void

const every: Every = (ms, run) => {
  const timer = setInterval(run, ms)
  return () => { clearInterval(timer) }
}

export interface DashboardServerOptions extends Omit<ServerParts, 'turn'> {
  /** 0 = any free one. */
  port: number
  every?: Every
}

export interface DashboardServer {
  /** Where it listens, as a URL. */
  address: string
  receiveReadings(batch: ReadingBatch): void
  receiveChange(change: EngineChange): void
  stop(): Promise<void>
}

/**
 * Starts HTTP, the feed and the page.
 * @throws the error of the operating system when it cannot listen (EADDRINUSE, EACCES): the caller names the port.
 */
export const startDashboardServer = async (options: DashboardServerOptions): Promise<DashboardServer> => {
  const hub = new FeedHub(options)
  const app = await buildServer({ ...options, turn, hub })
  const changes = receiveChanges({ ...options, hub })
  const address = await app.listen({ host: options.host, port: options.port }).catch(async (error: unknown) => {
    changes.stop()
    await app.close()
    throw error
  })
  const repeat = options.every ?? every
  const stopFlush = repeat(FLUSH_MS, () => { hub.flush() })
  const stopHeartbeat = repeat(HEARTBEAT_MS, () => { hub.heartbeat() })
  return {
    address,
    receiveReadings: changes.receiveReadings,
    receiveChange: changes.receiveChange,
    stop: async () => {
      stopFlush()
      stopHeartbeat()
      changes.stop()
      await closeServer(app)
    },
  }
}

/**
 * Says goodbye to the browsers; they come back by themselves.
 * One that does not answer would keep the port for ever: an upgraded socket is not the HTTP server's to close.
 */
const closeServer = async (app: ApiServer): Promise<void> => {
  const { clients } = app.websocketServer
  for (const client of clients) client.close(1001, 'the service is stopping')
  const cutOff = setTimeout(() => { for (const client of clients) client.terminate() }, CLOSE_GRACE_MS)
  try {
    await app.close()
  } finally {
    clearTimeout(cutOff)
  }
}
