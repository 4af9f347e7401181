import type { DecodedMessage } from './decode-message.ts'
import type { HeldMessage } from './decode/sparkplug/held-messages.ts'
import type { GatewayRoute } from './gateway-routes.ts'
import type { Refusals } from './refusals.ts'

/** Where a message came from, and what it was. */
export interface MessageOrigin {
  topic: string
  enterprise: string
  arrivedAt: number
  gateway?: Pick<GatewayRoute, 'code' | 'clock'> | undefined
  /** As it came; of a stream, the frames of this device. */
  payload: Uint8Array | (() => Uint8Array)
}

/** What became of it. */
export interface Outcome extends Pick<DecodedMessage, 'unknown'> {
  accepted: number
  refusals: Refusals
  /** Undefined: the enterprise is not registered. */
  tags: ReadonlyMap<string, number> | undefined
  /** What was added to the times of the gateway's clock, ms; left out = nothing. */
  correction?: number
  /** It waits for a birth that explains it. */
  held?: HeldMessage | undefined
}

/** Keeps what is known of a message of which something was refused: durable with the batch that is spooled next. Called at once and never waits. */
export type SetAside = (origin: MessageOrigin, outcome: Outcome) => void
