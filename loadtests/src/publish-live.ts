import { once } from 'node:events'
import { connect } from 'node:net'
import { generate } from 'mqtt-packet'
import { enterpriseCode, pointTag, valueOf } from './fleet.ts'
import { publishPacket } from './mqtt-publisher.ts'

/**
 * A publisher as a process of its own, so that its work is not counted as the service's:
 * `publish-live.ts PORT ENTERPRISES VALUES MESSAGES_A_SECOND SECONDS`. Each message carries the time at which it is sent. Tells each 100 ms how many
 * messages it has published and how many were acknowledged, a JSON object a line; the last one has `done`.
 */
const [port = 0, enterprises = 1, values = 1, rate = 1, seconds = 1] = process.argv.slice(2).map(Number)

/** Messages without their PUBACK; beyond it the publisher waits, and falls behind its rate. */
const WINDOW = 20_000
const TICK_MS = 5
const TELL_MS = 100
/** How many different bodies there are: values go round. */
const BODIES = 40

const bodies = Array.from({ length: BODIES }, (_, round) => `,"values":{${Array.from({ length: values }, (_, point) => `"${pointTag(point)}":${valueOf(point, round)}`).join(',')}}}`)
const topics = Array.from({ length: enterprises }, (_, index) => `hazard/v1/${enterpriseCode(index)}/readings`)
const lastTs = new Float64Array(enterprises)

const socket = connect(port, '127.0.0.1')
socket.setNoDelay(true)
await once(socket, 'connect')
socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: `live-${process.pid}`, clean: true, keepalive: 0 }))
await once(socket, 'data')

let published = 0
let acknowledged = 0
let rest = 0
const startedAt = performance.now()
const total = Math.round(rate * seconds)

/** Two messages of an enterprise never share their time. */
const packetOf = (message: number): Buffer => {
  const enterprise = message % enterprises
  const ts = lastTs[enterprise] = Math.max(Date.now(), (lastTs[enterprise] ?? 0) + 1)
  return publishPacket(topics[enterprise] ?? '', `{"ts":${ts}${bodies[message % BODIES] ?? ''}`, (message % 65_535) + 1)
}

const publishDue = (): void => {
  const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate), acknowledged + WINDOW)
  const packets: Buffer[] = []
  for (; published < due; published++) packets.push(packetOf(published))
  if (packets.length > 0) socket.write(Buffer.concat(packets))
}

const tell = (done: boolean): void => {
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ published, acknowledged, seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6, done })}\n`)
}

const finished = Promise.withResolvers<void>()
socket.on('data', (data: Buffer) => {
  // The broker sends nothing but PUBACKs of four bytes.
  const bytes = rest + data.length
  acknowledged += Math.floor(bytes / 4)
  rest = bytes % 4
  if (acknowledged >= total) finished.resolve()
})
socket.on('error', finished.reject)
const ticks = setInterval(publishDue, TICK_MS)
const tells = setInterval(tell, TELL_MS, false)
await finished.promise
clearInterval(ticks)
clearInterval(tells)
tell(true)
socket.end(generate({ cmd: 'disconnect' }))
