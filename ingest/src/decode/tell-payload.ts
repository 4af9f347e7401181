import { createTeller, shownReadings, type ShownReading } from '../run-decode-stories.ts'
import type { Refusals } from '../refusals.ts'
import type { FormatDecoder } from './decode-target.ts'

/** Arrival time of the tests: 2026-11-23 11:00:00 in Beijing. */
export const ARRIVED_AT = 1_795_402_800_000

export interface ToldPayload {
  readings: ShownReading[]
  refusals: Refusals
  /** Answers, their payload as text. */
  replies: { topic: string; text: string }[]
}

/** For tests: gives payloads (text, bytes, or a value sent as JSON) to a decoder, one after the other, and shows what came of each. */
export const createPayloadTeller = (decode: FormatDecoder, topic = ''): (payload: unknown) => ToldPayload => {
  const tell = createTeller(decode, ARRIVED_AT)
  return (payload) => {
    const bytes = payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
    const { batch, refusals, replies, nameOf } = tell({ topic, payloadBase64: Buffer.from(bytes).toString('base64') })
    return { readings: shownReadings(batch, nameOf), refusals, replies: replies.map((reply) => ({ topic: reply.topic, text: Buffer.from(reply.payload).toString('latin1') })) }
  }
}

/** Decodes one payload in a session of its own. */
export const tellPayload = (decode: FormatDecoder, payload: unknown, topic = ''): ToldPayload => createPayloadTeller(decode, topic)(payload)
