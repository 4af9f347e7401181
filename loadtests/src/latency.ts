import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { generate } from 'mqtt-packet'
import { makeMosquitto } from '@hazardwatch/shared/node/processes/mosquitto-process'
import { makeDataDir, startServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { printLine, round } from './bench-line.ts'
import { enterpriseCode, fleetLedger, pointTag } from './fleet.ts'
import { runLive } from './live-run.ts'
import { publishPacket } from './mqtt-publisher.ts'
import { registerFleet, untilIngest } from './service-client.ts'

/** Enterprises that make the load, and one beside them that is above its limit and back by turns. */
const SIZE = { enterprises: 50, points: 63 }
const WATCHED = SIZE.enterprises
const LOADS = [{ readingsPerS: 9_300, barMs: 100 }, { readingsPerS: 93_000, barMs: 250 }]
const EXCURSIONS = 300
const EVERY_MS = 50

/** From the publishing of a reading beyond its limit over MQTT to its alarm on a client of the feed, with a load of readings beside it. */
export const benchLatency = async (): Promise<void> => {
  for (const load of LOADS) {
    const mosquitto = await makeMosquitto()
    await mosquitto.start()
    const dataDir = await makeDataDir()
    const service = await startServiceProcess(dataDir.path, { HAZARD_MQTT_URL: mosquitto.url, HAZARD_LOG_LEVEL: 'error' })
    try {
      await registerFleet(service.httpUrl, fleetLedger({ ...SIZE, enterprises: SIZE.enterprises + 1 }))
      await untilIngest(service.httpUrl, ({ brokerConnected }) => brokerConnected)
      const seconds = Math.ceil(EXCURSIONS * EVERY_MS * 2 / 1_000) + 4
      const background = runLive(service.httpUrl, { port: mosquitto.port, ...SIZE, values: SIZE.points, messagesPerS: load.readingsPerS / SIZE.points, seconds })
      await pause(2_000)
      const latencies = await measure(service.httpUrl, mosquitto.port)
      const { messages, publishSeconds } = await background
      report(load, latencies, messages * SIZE.points / publishSeconds)
    } finally {
      await service.end('SIGTERM')
      await mosquitto.remove()
      await dataDir.remove()
    }
  }
}

const report = ({ readingsPerS, barMs }: (typeof LOADS)[number], latencies: number[], measuredLoad: number): void => {
  const sorted = latencies.sort((a, b) => a - b)
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0, 1)
  printLine({
    bench: `latency-${readingsPerS}`, value: at(0.99), unit: 'ms', of: 'p99, publish to alarm on the WebSocket', p50: at(0.5), max: at(1), alarms: sorted.length, missing: EXCURSIONS - sorted.length, bar: barMs,
    loadReadingsPerS: Math.round(measuredLoad),
  })
}

/** @returns ms of each excursion whose alarm came. */
const measure = async (httpUrl: string, mqttPort: number): Promise<number[]> => {
  const gateway = await openGateway(mqttPort)
  const latencies: number[] = []
  const waiting = new Map<number, number>()
  const feed = new WebSocket(`${httpUrl.replace('http', 'ws')}/api/v1/feed`)
  const snapshot = Promise.withResolvers<void>()
  feed.addEventListener('message', ({ data }) => {
    const now = performance.now()
    const message = JSON.parse(String(data)) as { type: string; alarm?: { rule: string; state: string; onsetAt: string; clearedAt: string | null } }
    if (message.type === 'snapshot') snapshot.resolve()
    if (message.type !== 'alarm' || message.alarm?.rule !== `${enterpriseCode(WATCHED)}/${pointTag(0)}/H` || message.alarm.clearedAt !== null) return
    const onset = Date.parse(message.alarm.onsetAt)
    const sentAt = waiting.get(onset)
    if (sentAt === undefined) return
    waiting.delete(onset)
    latencies.push(now - sentAt)
  })
  await snapshot.promise
  let lastTs = 0
  const send = (value: number, messageId: number): number => {
    lastTs = Math.max(Date.now(), lastTs + 1)
    gateway.write(publishPacket(`hazard/v1/${enterpriseCode(WATCHED)}/readings`, `{"ts":${lastTs},"values":{"${pointTag(0)}":${value}}}`, messageId))
    return lastTs
  }
  for (let excursion = 0; excursion < EXCURSIONS; excursion++) {
    const sentAt = performance.now()
    waiting.set(send(30, excursion * 2 + 1), sentAt)
    await pause(EVERY_MS)
    send(20, excursion * 2 + 2)
    await pause(EVERY_MS)
  }
  for (let waited = 0; waiting.size > 0 && waited < 10_000; waited += 50) await pause(50)
  feed.close()
  gateway.end(generate({ cmd: 'disconnect' }))
  return latencies
}

const openGateway = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'latency', clean: true, keepalive: 0 }))
  await once(socket, 'data')
  return socket
}
