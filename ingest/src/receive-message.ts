import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import { parseNativeTopic, type EventKind } from '@hazardwatch/shared/topics'
import type { Reply } from './decode/decode-target.ts'
import type { InboundMessage } from './decode-message.ts'
import type { GatewayRoutes } from './gateway-routes.ts'
import type { TakeMessage } from './message-path.ts'
import type { TakeEvent } from './receive-event.ts'
import type { SpoolReadings } from './spool-reading.ts'

/**
 * What the broker's side does with a published message:
 * `pass` = none of ours, let it through; `refuse` = the publisher must not do this;
 * `take` = ours. The publisher is acknowledged when `durable` resolves, and not at all when it rejects (it sends again);
 * while `room` is set, nothing more is read from this publisher until it resolves; `retain` = the broker may keep it for later subscribers.
 */
export type Reception =
  | { verdict: 'pass' }
  | { verdict: 'refuse'; detail: string }
  | { verdict: 'take'; durable: Promise<void>; room: Promise<void> | undefined; retain?: boolean }

/** Port of every MQTT side, embedded broker or client of an external one: called once for each message, in the order of arrival. */
export type ReceiveMessage = (topic: string, payload: Uint8Array) => Reception

/** What the service tells its enterprises; nobody else may speak there. */
const ours = /^hazard\/v1\/[^/]*\/(?:rejections|warnings)$/

/** @returns why nobody but the service may publish on a topic; undefined when anybody may */
export const forbiddenTo = (topic: string): string | undefined => (topic.startsWith('$SYS/') || ours.test(topic) ? publishedByUs(topic) : undefined)

export const publishedByUs = (topic: string): string => `${topic} is published by the service only`

export interface ReceiveMessageParts {
  take: TakeMessage
  /** For native messages that are no readings; left out = they are none of ours. */
  takeEvent?: TakeEvent | undefined
  gateways: Pick<GatewayRoutes, 'find'>
  /** Sends what a decoder owes the sender. */
  answer: (reply: Reply) => void
  spool: Pick<SpoolReadings, 'room'>
  clock: Clock
  log: Pick<Log, 'error'>
}

export const createReceiveMessage = ({ take, takeEvent, gateways, answer, spool, clock, log }: ReceiveMessageParts): ReceiveMessage => (topic, payload) => {
  const forbidden = forbiddenTo(topic)
  if (forbidden !== undefined) return { verdict: 'refuse', detail: forbidden }
  const inbound = parseNativeTopic(topic)
  const gateway = inbound === undefined ? gateways.find(topic) : undefined
  const enterprise = inbound?.enterprise ?? gateway?.enterprise
  if (enterprise === undefined) return { verdict: 'pass' }
  try {
    if (inbound !== undefined && inbound.kind !== 'readings') return receiveEvent(inbound.kind, { topic, enterprise, payload, arrivedAt: clock() }, takeEvent)
    const message = { topic, enterprise, payload, arrivedAt: clock() }
    const { durable, replies } = take(gateway === undefined ? message : { ...message, gateway })
    // An answer promises that the readings are safe; without one the sender sends again.
    if (replies.length > 0) durable.then(() => { replies.forEach(answer) }, () => undefined)
    return { verdict: 'take', durable, room: spool.room() }
  } catch (error) {
    // A fault of ours. Without an acknowledgement the publisher would send the same message for ever, and it would fail for ever.
    log.error({ topic, bytes: payload.length, err: error }, 'a message could not be handled and was left out')
    return { verdict: 'take', durable: Promise.resolve(), room: undefined }
  }
}

/** An empty retained status takes back the one before: that is between its sender and the broker. A stranger's status is not kept. */
const receiveEvent = (kind: EventKind, message: InboundMessage, takeEvent: TakeEvent | undefined): Reception => {
  if (takeEvent === undefined || (kind === 'status' && message.payload.length === 0)) return { verdict: 'pass' }
  const { durable, accepted } = takeEvent(kind, message)
  return { verdict: 'take', durable, room: undefined, retain: kind === 'status' && accepted > 0 }
}
