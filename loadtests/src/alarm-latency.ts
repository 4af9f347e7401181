import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { generate } from 'mqtt-packet'
import { publishPacket } from './mqtt-publisher.ts'

/** A point with a rule of kind H, and values on both sides of its limit. */
export interface WatchedPoint { enterprise: string; tag: string; below: number; above: number }

const HALF_MS = 50
/** An excursion beyond the limit and back. */
export const EXCURSION_MS = 2 * HALF_MS

/**
 * One excursion after the other, each published over MQTT and awaited on the feed.
 * @param more whether another one is wanted after so many @returns ms of each excursion whose alarm came
 */
export const measureAlarms = async (httpUrl: string, mqttPort: number, point: WatchedPoint, more: (done: number) => boolean): Promise<number[]> => {
  const gateway = await openGateway(mqttPort)
  const latencies: number[] = []
  const waiting = new Map<number, number>()
  const feed = await openFeed(httpUrl, `${point.enterprise}/${point.tag}/H`, (onset) => {
    const sentAt = waiting.get(onset)
    if (sentAt === undefined) return
    waiting.delete(onset)
    latencies.push(performance.now() - sentAt)
  })
  let lastTs = 0
  const send = (value: number, messageId: number): number => {
    lastTs = Math.max(Date.now(), lastTs + 1)
    gateway.write(publishPacket(`hazard/v1/${point.enterprise}/readings`, `{"ts":${lastTs},"values":{"${point.tag}":${value}}}`, messageId % 65_535 + 1))
    return lastTs
  }
  for (let excursion = 0; more(excursion); excursion++) {
    const sentAt = performance.now()
    waiting.set(send(point.above, excursion * 2), sentAt)
    await pause(HALF_MS)
    send(point.below, excursion * 2 + 1)
    await pause(HALF_MS)
  }
  for (let waited = 0; waiting.size > 0 && waited < 10_000; waited += 50) await pause(50)
  feed.close()
  gateway.end(generate({ cmd: 'disconnect' }))
  return latencies
}

/** Resolves when the first picture is there. @param onRaised is told the onset (epoch ms) of each alarm of the rule */
const openFeed = async (httpUrl: string, rule: string, onRaised: (onset: number) => void): Promise<WebSocket> => {
  const feed = new WebSocket(`${httpUrl.replace('http', 'ws')}/api/v1/feed`)
  const snapshot = Promise.withResolvers<void>()
  feed.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { type: string; alarm?: { rule: string; onsetAt: string; clearedAt: string | null } }
    if (message.type === 'snapshot') snapshot.resolve()
    if (message.type === 'alarm' && message.alarm?.rule === rule && message.alarm.clearedAt === null) onRaised(Date.parse(message.alarm.onsetAt))
  })
  await snapshot.promise
  return feed
}

const openGateway = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: 'latency', clean: true, keepalive: 0 }))
  await once(socket, 'data')
  return socket
}
