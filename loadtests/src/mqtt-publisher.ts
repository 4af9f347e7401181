import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { generate } from 'mqtt-packet'

/** Unacknowledged messages a publisher has on their way. */
const WINDOW = 4_000

/**
 * Publishes messages at QoS 1 as fast as the broker takes them: packets written by hand onto the socket, PUBACKs counted.
 * @param messages topic and payload of each; asked for one after the other. @returns how many were acknowledged.
 */
export const publishAll = async (port: number, clientId: string, messages: Iterable<readonly [topic: string, payload: string]>): Promise<number> => {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId, clean: true, keepalive: 0 }))
  await once(socket, 'data')
  const acknowledged = await pump(socket, messages[Symbol.iterator]())
  socket.end(generate({ cmd: 'disconnect' }))
  return acknowledged
}

const pump = (socket: Socket, messages: Iterator<readonly [string, string]>): Promise<number> => new Promise((resolve, reject) => {
  let sent = 0
  let acknowledged = 0
  let ended = false
  const fill = (): void => {
    const packets: Buffer[] = []
    while (!ended && sent - acknowledged < WINDOW) {
      const next = messages.next()
      if (next.done === true) { ended = true; break }
      packets.push(publishPacket(next.value[0], next.value[1], (sent % 65_535) + 1))
      sent++
    }
    if (packets.length > 0) socket.write(Buffer.concat(packets))
    if (ended && acknowledged === sent) resolve(acknowledged)
  }
  let rest = 0
  socket.on('data', (data) => {
    // The broker sends nothing but PUBACKs of four bytes.
    const bytes = rest + data.length
    acknowledged += Math.floor(bytes / 4)
    rest = bytes % 4
    fill()
  })
  socket.on('error', reject)
  fill()
})

/** A PUBLISH at QoS 1 as bytes. */
export const publishPacket = (topic: string, payload: string, messageId: number): Buffer => {
  const topicBytes = Buffer.byteLength(topic)
  const payloadBytes = Buffer.byteLength(payload)
  const remaining = 2 + topicBytes + 2 + payloadBytes
  const lengthBytes = remaining < 128 ? 1 : remaining < 16_384 ? 2 : 3
  const packet = Buffer.allocUnsafe(1 + lengthBytes + remaining)
  packet[0] = 0x32
  let rest = remaining
  for (let index = 1; index <= lengthBytes; index++) {
    packet[index] = (rest & 0x7f) | (index < lengthBytes ? 0x80 : 0)
    rest >>= 7
  }
  let at = 1 + lengthBytes
  at = packet.writeUInt16BE(topicBytes, at)
  at += packet.write(topic, at)
  at = packet.writeUInt16BE(messageId, at)
  packet.write(payload, at)
  return packet
}
