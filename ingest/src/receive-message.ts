import type { Clock } from '@hazardwatch/shared/clock'
import type { Log } from '@hazardwatch/shared/node/log'
import { parseNativeTopic } from '@hazardwatch/shared/topics'
import type { TakeMessage } from './message-path.ts'
import type { SpoolReadings } from './spool-reading.ts'

/**
 * What the broker's side does with a published message:
 * `pass` = none of ours, let it through; `refuse` = the publisher must not do this;
 * `take` = ours. The publisher is acknowledged when `durable` resolves, and not at all when it rejects (it sends again);
 * while `room` is set, nothing more is read from this publisher until it resolves.
 */
export type Reception =
  | { verdict: 'pass' }
  | { verdict: 'refuse'; detail: string }
  | { verdict: 'take'; durable: Promise<void>; room: Promise<void> | undefined }

/** Port of every MQTT side, embedded broker or client of an external one: called once for each message, in the order of arrival. */
export type ReceiveMessage = (topic: string, payload: Uint8Array) => Reception

/** What the service tells its enterprises; nobody else may speak there. */
const ours = /^hazard\/v1\/[^/]*\/(?:rejections|warnings)$/

export const createReceiveMessage = (
  take: TakeMessage, spool: Pick<SpoolReadings, 'room'>, clock: Clock, log: Pick<Log, 'error'>,
): ReceiveMessage => (topic, payload) => {
  if (topic.startsWith('$SYS/') || ours.test(topic)) return { verdict: 'refuse', detail: `${topic} is published by the service only` }
  const inbound = parseNativeTopic(topic)
  if (inbound === undefined) return { verdict: 'pass' }
  try {
    const { durable } = take({ topic, enterprise: inbound.enterprise, payload, arrivedAt: clock() })
    return { verdict: 'take', durable, room: spool.room() }
  } catch (error) {
    // A fault of ours. Without an acknowledgement the publisher would send the same message for ever, and it would fail for ever.
    log.error({ topic, bytes: payload.length, err: error }, 'a message could not be handled and was left out')
    return { verdict: 'take', durable: Promise.resolve(), room: undefined }
  }
}
