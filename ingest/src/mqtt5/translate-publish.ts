import { packetOf, readLength } from './frame-packets.ts'
import { readControl } from './read-control.ts'
import { REASON, type Refusal } from './reason.ts'

/** A PUBLISH in either version lies in three parts: topic and message id, the properties of MQTT 5, the payload. */
export interface PublishParts {
  qos: number
  topic: string
  /** Undefined at QoS 0. */
  messageId: number | undefined
  head: Buffer
  payload: Buffer
}

/** Longer than any that tells something; it bounds the objects that they become. */
const PROPERTIES_MAX_BYTES = 64 * 1024

const malformed = (detail: string): Refusal => ({ reason: REASON.malformed, detail })

const headOf = (first: number, body: Buffer): Omit<PublishParts, 'payload'> | undefined => {
  const qos = (first >> 1) & 3
  const topicEnd = body.length < 2 ? Number.POSITIVE_INFINITY : 2 + body.readUInt16BE(0)
  const end = topicEnd + (qos === 0 ? 0 : 2)
  if (qos === 3 || end > body.length) return undefined
  return { qos, topic: body.toString('utf8', 2, topicEnd), messageId: qos === 0 ? undefined : body.readUInt16BE(topicEnd), head: body.subarray(0, end) }
}

/** Of a client that speaks MQTT 5. Its properties are looked at and left out: 3.1.1 has no place for them. */
export const readPublish5 = (first: number, body: Buffer): PublishParts | Refusal => {
  const head = headOf(first, body)
  if (head === undefined) return malformed('a PUBLISH that is cut short, or of QoS 3')
  const from = head.head.length
  const properties = readLength(body, from)
  const end = properties === undefined ? Number.POSITIVE_INFINITY : properties.end + properties.value
  if (properties === undefined || end > body.length) return malformed('a PUBLISH whose properties are cut short')
  if (properties.value > PROPERTIES_MAX_BYTES) return { reason: REASON.packetTooLarge, detail: `properties of ${properties.value} bytes; at most ${PROPERTIES_MAX_BYTES}` }
  if (properties.value > 0) {
    const packet = readControl(first, body.subarray(0, end))
    if (packet?.cmd !== 'publish') return malformed('a PUBLISH with properties that cannot be read')
    if (packet.properties?.topicAlias !== undefined) return { reason: REASON.topicAliasInvalid, detail: 'a topic alias; this broker announces that it takes none' }
    if (packet.properties?.subscriptionIdentifier !== undefined) return { reason: REASON.protocolError, detail: 'a subscription identifier is no property of what a client publishes' }
  }
  if (head.topic === '') return { reason: REASON.protocolError, detail: 'a PUBLISH without a topic' }
  return { ...head, payload: body.subarray(end) }
}

export const publish4 = (first: number, { head, payload }: PublishParts): Buffer => packetOf(first, head, payload)

/** Of the broker. @returns undefined for what is none, which it does not write. */
export const readPublish4 = (first: number, body: Buffer): PublishParts | undefined => {
  const head = headOf(first, body)
  return head === undefined ? undefined : { ...head, payload: body.subarray(head.head.length) }
}

const noProperties = Uint8Array.of(0)

export const publish5 = (first: number, { head, payload }: PublishParts): Buffer => packetOf(first, head, noProperties, payload)
