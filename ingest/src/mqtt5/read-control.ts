import { parser, type Packet } from 'mqtt-packet'
import { packetOf } from './frame-packets.ts'

/** Far above what clients send besides PUBLISH; it bounds the objects that such a packet becomes. */
export const CONTROL_MAX_BYTES = 256 * 1024

/** @returns a packet of MQTT 5 in fields; undefined when it is malformed. */
export const readControl = (first: number, ...parts: Uint8Array[]): Packet | undefined => {
  let found: Packet | undefined
  const reader = parser({ protocolVersion: 5 })
  reader.on('packet', (packet: Packet) => { found ??= packet })
  reader.on('error', () => undefined)
  try {
    reader.parse(packetOf(first, ...parts))
  } catch {
    return undefined
  }
  return found
}
