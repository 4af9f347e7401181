import type { IConnectPacket, ISubscribePacket, IUnsubscribePacket } from 'mqtt-packet'
import { createFramer, PACKET, packetOf, shortPacket } from './frame-packets.ts'
import { createOutgoingWindow, type OutgoingWindow } from './outgoing-window.ts'
import { CONTROL_MAX_BYTES, readControl } from './read-control.ts'
import { REASON, type Refusal } from './reason.ts'
import { connack5, connect4, refusedConnack, termsOf, type BrokerTerms, type ConnectTerms } from './translate-connect.ts'
import { publish4, publish5, readPublish4, readPublish5 } from './translate-publish.ts'
import { createSubscriptions } from './translate-subscriptions.ts'

/** What lies on both sides of a translation. */
export interface TranslationSides {
  /** Bytes of MQTT 3.1.1. */
  toBroker(bytes: Uint8Array): void
  /** Bytes of MQTT 5. */
  toClient(bytes: Uint8Array): void
  /** The client is to be sent away: with a DISCONNECT that says why, or without a word when it has been told (undefined). Its will is published. */
  sendAway(refusal: Refusal | undefined): void
  /** @returns why the client must not publish there */
  forbids(topic: string): string | undefined
  newClientId(): string
}

/**
 * One connection of MQTT 5 to a broker of MQTT 3.1.1: packets are translated both ways. Pure. Heeded: Clean Start and Session Expiry, Receive Maximum and Maximum
 * Packet Size of the client, Retain Handling, DISCONNECT with the will, reason codes in answers. Announced as not there: topic aliases, shared subscriptions,
 * subscription identifiers. Refused: extended authentication, No Local. Left out: the properties of messages and wills (also expiry and delay), Retain As Published.
 */
export class Translation {
  readonly fromClient: (chunk: Uint8Array) => void
  readonly fromBroker: (chunk: Uint8Array) => void
  private readonly sides: TranslationSides
  private readonly broker: BrokerTerms
  private readonly subscriptions = createSubscriptions()
  /** Messages at QoS 2 that the client does not take: the broker is told that it does. */
  private readonly swallowed = new Set<number>()
  private terms: ConnectTerms | undefined
  private window: OutgoingWindow | undefined
  private over = false
  /** It said that it goes, or was told why it must: no DISCONNECT is owed. */
  private told = false

  constructor(sides: TranslationSides, broker: BrokerTerms) {
    this.sides = sides
    this.broker = broker
    this.fromClient = createFramer((first, body) => { if (!this.over) this.takeFromClient(first, body) })
    this.fromBroker = createFramer((first, body) => { if (!this.told) this.takeFromBroker(first, body) })
  }

  /** @returns the DISCONNECT that a client is to be sent before its connection is closed; undefined when it is owed none. */
  farewell(reason: number): Uint8Array | undefined {
    this.over = true
    if (this.told) return undefined
    this.told = true
    return this.terms === undefined ? refusedConnack(reason) : packetOf(PACKET.disconnect << 4, Uint8Array.of(reason))
  }

  private takeFromClient(first: number, body: Buffer): void {
    const type = first >> 4
    if (type !== PACKET.publish && (first & 0x0f) !== (flagged.includes(type) ? 2 : 0)) return this.end({ reason: REASON.malformed, detail: `flags that a packet of type ${type} does not have` })
    if (this.terms === undefined) return type === PACKET.connect ? this.connect(first, body) : this.end({ reason: REASON.protocolError, detail: 'the first packet is no CONNECT' })
    if (type === PACKET.publish) return this.publish(first, body)
    if (body.length > CONTROL_MAX_BYTES) return this.end({ reason: REASON.packetTooLarge, detail: `a packet of type ${type} with ${body.length} bytes` })
    switch (type) {
      case PACKET.puback: case PACKET.pubrec: case PACKET.pubrel: case PACKET.pubcomp: return this.acknowledge(first, body)
      case PACKET.subscribe: case PACKET.unsubscribe: return this.changeSubscriptions(first, body)
      case PACKET.pingreq: return this.sides.toBroker(packetOf(first))
      case PACKET.disconnect: return this.disconnect(body)
      default: return this.end({ reason: REASON.protocolError, detail: `a packet of type ${type}, which a client must not send here` })
    }
  }

  private connect(first: number, body: Buffer): void {
    const packet = body.length > CONTROL_MAX_BYTES ? undefined : readControl(first, body)
    if (packet?.cmd !== 'connect') return this.refuse({ reason: REASON.malformed, detail: 'a CONNECT that cannot be read' })
    const terms = termsOf(packet, this.sides.newClientId)
    if ('reason' in terms) return this.refuse(terms)
    const translated = bytesOf(packet, terms)
    if (translated === undefined) return this.refuse({ reason: REASON.malformed, detail: 'a CONNECT that MQTT 3.1.1 has no form for' })
    this.terms = terms
    this.window = createOutgoingWindow(terms.receiveMaximum, (bytes) => { this.sides.toClient(bytes) })
    this.sides.toBroker(translated)
  }

  private publish(first: number, body: Buffer): void {
    const parts = readPublish5(first, body)
    if ('reason' in parts) return this.end(parts)
    const forbidden = this.sides.forbids(parts.topic)
    if (forbidden === undefined) return this.sides.toBroker(publish4(first, parts))
    if (parts.messageId === undefined) return this.end({ reason: REASON.notAuthorized, detail: forbidden })
    this.sides.toClient(packetOf((parts.qos === 2 ? PACKET.pubrec : PACKET.puback) << 4, Uint8Array.of(parts.messageId >> 8, parts.messageId & 0xff, REASON.notAuthorized), this.reasonString(forbidden)))
  }

  /** The properties of an answer: its reason in words. */
  private reasonString(text: string): Uint8Array {
    const bytes = Buffer.from(text.slice(0, 100))
    if (this.terms?.wantsReasons !== true || bytes.length > 120) return Uint8Array.of(0)
    return Buffer.concat([Uint8Array.of(bytes.length + 3, 0x1f, bytes.length >> 8, bytes.length & 0xff), bytes])
  }

  private acknowledge(first: number, body: Buffer): void {
    const type = first >> 4
    if (body.length < 2) return this.end({ reason: REASON.malformed, detail: `an answer of type ${type} that cannot be read` })
    const messageId = body.readUInt16BE(0)
    const isRefused = (body[2] ?? 0) >= 0x80
    // The broker goes on to PUBREL, which the client does not want to hear.
    if (type === PACKET.pubrec && isRefused) this.swallow(messageId)
    else this.sides.toBroker(shortPacket(first, messageId))
    if (type === PACKET.puback || type === PACKET.pubcomp || isRefused) this.window?.settle(messageId)
  }

  /** Takes a message at QoS 2 in the place of the client. */
  private swallow(messageId: number): void {
    this.swallowed.add(messageId)
    this.sides.toBroker(shortPacket(PACKET.pubrec << 4, messageId))
  }

  private changeSubscriptions(first: number, body: Buffer): void {
    const packet = readControl(first, body)
    if ((packet?.cmd !== 'subscribe' && packet?.cmd !== 'unsubscribe') || (packet.messageId ?? 0) === 0 || filtersOf(packet).length === 0) return this.end({ reason: REASON.malformed, detail: 'a SUBSCRIBE or UNSUBSCRIBE that cannot be read' })
    const step = packet.cmd === 'subscribe' ? this.subscriptions.subscribe(packet) : this.subscriptions.unsubscribe(packet, this.terms?.clean ?? true)
    if (step === undefined) return this.end({ reason: REASON.quotaExceeded, detail: 'too many unanswered SUBSCRIBEs' })
    if ('toBroker' in step) this.sides.toBroker(step.toBroker)
    else this.sides.toClient(step.toClient)
  }

  private disconnect(body: Buffer): void {
    this.over = this.told = true
    if (body[0] === REASON.withWill) this.sides.sendAway(undefined)
    else this.sides.toBroker(packetOf(PACKET.disconnect << 4))
  }

  private takeFromBroker(first: number, body: Buffer): void {
    switch (first >> 4) {
      case PACKET.connack: return this.connack(body)
      case PACKET.publish: return this.deliver(first, body)
      case PACKET.pubrel: return this.release(first, body)
      case PACKET.suback: return this.answer(this.subscriptions.suback(body.readUInt16BE(0), body.subarray(2)))
      case PACKET.unsuback: return this.answer(this.subscriptions.unsuback(body.readUInt16BE(0)))
      // The others mean the same in both versions.
      default: return this.sides.toClient(packetOf(first, body))
    }
  }

  private connack(body: Buffer): void {
    const { terms, broker } = this
    if (terms === undefined) return
    const returnCode = body[1] ?? 0
    this.sides.toClient(connack5((body[0] ?? 0) === 1, returnCode, terms, broker))
    // The broker closes; it has said why.
    if (returnCode !== 0) this.told = true
  }

  private deliver(first: number, body: Buffer): void {
    const parts = readPublish4(first, body)
    if (parts === undefined || this.terms === undefined) return
    const packet = publish5(first, parts)
    const isRetained = (first & 1) === 1
    const { messageId } = parts
    if (packet.length > this.terms.maximumPacketSize || (isRetained && this.subscriptions.hides(parts.topic))) {
      if (messageId === undefined) return
      if (parts.qos === 2) return this.swallow(messageId)
      return this.sides.toBroker(shortPacket(PACKET.puback << 4, messageId))
    }
    if (messageId === undefined) return this.sides.toClient(packet)
    if (this.window?.send(messageId, packet) === false) this.end({ reason: REASON.quotaExceeded, detail: 'more messages wait for acknowledgement than are kept' })
  }

  private release(first: number, body: Buffer): void {
    const messageId = body.readUInt16BE(0)
    if (this.swallowed.delete(messageId)) this.sides.toBroker(shortPacket(PACKET.pubcomp << 4, messageId))
    else this.sides.toClient(packetOf(first, body))
  }

  private answer(packet: Uint8Array | undefined): void {
    if (packet !== undefined) this.sides.toClient(packet)
  }

  private refuse(refusal: Refusal): void {
    this.over = this.told = true
    this.sides.toClient(refusedConnack(refusal.reason))
    this.sides.sendAway(undefined)
  }

  private end(refusal: Refusal): void {
    this.over = true
    this.sides.sendAway(refusal)
  }
}

/** Packets whose flags are 2; those of the others are 0. */
const flagged: readonly number[] = [PACKET.pubrel, PACKET.subscribe, PACKET.unsubscribe]

const filtersOf = (packet: ISubscribePacket | IUnsubscribePacket): readonly unknown[] => (packet.cmd === 'subscribe' ? packet.subscriptions : packet.unsubscriptions)

const bytesOf = (packet: IConnectPacket, terms: ConnectTerms): Uint8Array | undefined => {
  try {
    return connect4(packet, terms)
  } catch {
    return undefined
  }
}
