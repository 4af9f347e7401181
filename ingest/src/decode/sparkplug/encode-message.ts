import { nodeCommandTopic, stateTopic } from './sparkplug-topic.ts'
import type { Reply } from '../decode-target.ts'

/** Asks a node for its births: the command that every node must obey. `timestamp` in epoch ms. QoS 0, not retained. */
export const encodeRebirthRequest = (group: string, edge: string, timestamp: number): Reply => {
  const metric = [
    ...textField(1, 'Node Control/Rebirth'), ...varintField(3, timestamp), ...varintField(4, BOOLEAN), ...varintField(14, 1),
  ]
  const payload = Uint8Array.from([...varintField(1, timestamp), ...key(2, 2), ...varint(metric.length), ...metric])
  return { topic: nodeCommandTopic(group, edge), payload }
}

/**
 * Tells the nodes whether this host application is there. The one with `online: false` is the will of the connection, with the
 * timestamp (epoch ms) of the birth that follows it. QoS 1, retained.
 */
export const encodeState = (host: string, online: boolean, timestamp: number): Reply => ({
  topic: stateTopic(host), payload: new TextEncoder().encode(JSON.stringify({ online, timestamp })),
})

const BOOLEAN = 11

const key = (field: number, wire: number): number[] => varint(field * 8 + wire)
const varintField = (field: number, value: number): number[] => [...key(field, 0), ...varint(value)]

const textField = (field: number, text: string): number[] => {
  const bytes = new TextEncoder().encode(text)
  return [...key(field, 2), ...varint(bytes.length), ...bytes]
}

/** Seven bits a byte, lowest first. By division, since a time in ms has more than the 32 bits of the bit operators. */
const varint = (value: number): number[] => {
  const bytes: number[] = []
  let rest = Math.max(0, Math.trunc(value))
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80)
  return [...bytes, rest]
}
