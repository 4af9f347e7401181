import exec from 'k6/execution'
import { Counter, Trend } from 'k6/metrics'
import { enterpriseCode, payloadOf } from '../src/fleet.ts'
import { limits } from './limits.ts'
import { connectPacket, createPacketReader, disconnectPacket, publishPacket } from './mqtt-packets.ts'
import { stagesOf } from './profiles.ts'
import { openSocket } from './socket.ts'
import { enterprises, mqttPassword, mqttUsername, mqttWsUrl, points, profile, requireService } from './target.ts'

/** Gateways on line, each sending so often for the length of a session. Together: the country's 148 messages a second. */
const AVERAGE_GATEWAYS = 15
const INTERVAL_MS = 100
const SESSION_MS = 5_000
/** What is owed at the end of a session has so long to come. */
const LAST_ACKNOWLEDGEMENTS_MS = 5_000
const KEEP_ALIVE_S = 30

const connectMs = new Trend('mqtt_connect_ms', true)
const pubackMs = new Trend('mqtt_puback_ms', true)
const readingsSent = new Counter('readings_sent')
const unacknowledged = new Counter('mqtt_unacknowledged')
const failures = new Counter('mqtt_failures')

export const options = {
  scenarios: { gateways: { executor: 'ramping-vus', exec: 'session', startVUs: 1, stages: stagesOf(profile, AVERAGE_GATEWAYS), gracefulRampDown: '15s', gracefulStop: '15s' } },
  thresholds: limits['mqtt-ingest'],
}

/** Also tries the broker: without it every gateway would fail one by one. */
export const setup = async (): Promise<void> => {
  requireService()
  await new Promise<void>((resolve, reject) => {
    const socket = openSocket(mqttWsUrl, 'mqtt')
    socket.onopen = () => { socket.close(); resolve() }
    socket.onerror = ({ error }) => { reject(new Error(`no MQTT broker on WebSocket at ${mqttWsUrl} (${error}): give the broker a websockets listener, or name it with -e MQTT_WS_URL=...`)) }
  })
}

/** One gateway from its CONNECT to its DISCONNECT. */
export const session = (): void => {
  const vu = exec.vu.idInTest
  const topic = `hazard/v1/${enterpriseCode(vu % enterprises)}/readings`
  const socket = openSocket(mqttWsUrl, 'mqtt')
  const read = createPacketReader()
  const startedAt = Date.now()
  /** When each was sent, by its message id. */
  const owed = new Map<number, number>()
  let lastId = 0
  let leaving = false
  let publishing: ReturnType<typeof setInterval> | undefined

  const send = (): void => {
    const now = Date.now()
    if (now - startedAt > SESSION_MS) return endSoon()
    lastId = lastId % 65_535 + 1
    owed.set(lastId, now)
    socket.send(bytesOf(publishPacket(topic, payloadOf(0, points, vu + lastId, now), lastId)))
  }
  const endSoon = (): void => {
    if (publishing !== undefined) clearInterval(publishing)
    publishing = undefined
    if (owed.size > 0 && Date.now() - startedAt < SESSION_MS + LAST_ACKNOWLEDGEMENTS_MS) { setTimeout(endSoon, 50); return }
    unacknowledged.add(owed.size)
    leaving = true
    socket.send(bytesOf(disconnectPacket()))
    socket.close()
  }
  const fail = (reason: string): void => {
    // After a DISCONNECT a broker closes the connection without a closing handshake of WebSocket.
    if (leaving) return
    leaving = true
    failures.add(1)
    console.error(`gateway ${vu}: ${reason}`)
    if (publishing !== undefined) clearInterval(publishing)
    socket.close()
  }
  socket.onopen = () => {
    const login = mqttUsername === '' ? {} : { username: mqttUsername, password: mqttPassword }
    socket.send(bytesOf(connectPacket({ clientId: `k6-${vu}-${startedAt}`, keepAliveS: KEEP_ALIVE_S, ...login })))
  }
  socket.onerror = ({ error }) => { fail(error) }
  socket.onmessage = ({ data }) => {
    for (const packet of read(new Uint8Array(data as ArrayBuffer))) {
      if (packet.type === 'connack' && packet.returnCode === 0) {
        connectMs.add(Date.now() - startedAt)
        publishing = setInterval(send, INTERVAL_MS)
      } else if (packet.type === 'connack') fail(`the broker refuses it with code ${packet.returnCode}`)
      else if (packet.type === 'puback') {
        const sentAt = owed.get(packet.messageId)
        if (sentAt === undefined) { fail(`PUBACK of message ${packet.messageId}, which is not owed`); continue }
        owed.delete(packet.messageId)
        pubackMs.add(Date.now() - sentAt)
        readingsSent.add(points)
      }
    }
  }
}

/** k6 sends an ArrayBuffer. Packets are made in buffers of their own size. */
const bytesOf = (packet: Uint8Array): ArrayBuffer => packet.buffer as ArrayBuffer
