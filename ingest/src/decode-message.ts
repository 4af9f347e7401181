import type { Ledger } from '@hazardwatch/shared/ledger-port'
import { createBatch, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import type { DecodeTarget, Reply, TagNumbers, SessionNews } from './decode/decode-target.ts'
import { decodeNativeJson } from './decode/native-json.ts'
import { enterpriseUnregistered } from './decode/refusal-words.ts'
import type { UnknownNames } from './decode/unknown-names.ts'
import type { GatewayRoute } from './gateway-routes.ts'
import { createRefusals, refuse, type Refusals } from './refusals.ts'

/** What the hops ask of the ledger. */
export type PointRegistry = Pick<Ledger, 'tagNumbers'>

/** A message of one enterprise, whatever way it came. `arrivedAt` is our clock, epoch ms. */
export interface InboundMessage {
  topic: string
  enterprise: string
  payload: Uint8Array
  arrivedAt: number
  /** Whose topic it is; left out = the native format. */
  gateway?: GatewayRoute
  /** Only these names are read, of a message whose others were accepted when it came; left out = all. */
  only?: ReadonlySet<string>
  /** Where its refusals go, of a message that is part of a larger payload; left out = its own. */
  refusals?: Refusals
}

export interface DecodedMessage {
  batch: ReadingBatch
  refusals: Refusals
  /** What the sender is owed once the readings are durable. */
  replies: Reply[]
  /** Tags of the enterprise; undefined when it is not registered. */
  tags: ReadonlyMap<string, number> | undefined
  /** What was sent under names that are not registered; left out = that is of no interest. */
  unknown?: UnknownNames | undefined
  /** Latest time that was refused as the future, epoch ms. */
  future?: number
  /** Of a protocol with sessions. */
  session?: SessionNews | undefined
}

/**
 * Topic and bytes to columns and refusals: a result, never a throw. Tags become point numbers here, once.
 * @param batch where the readings go: empty, and of the time of arrival
 * @param unknown where names go that are not registered: empty
 */
export const decodeMessage = (
  registry: PointRegistry, message: InboundMessage, batch: ReadingBatch = createBatch(likelyReadings(message.payload.length), message.arrivedAt),
  unknown?: UnknownNames,
): DecodedMessage => {
  const { enterprise, payload, gateway, only, refusals = createRefusals() } = message
  const tags = registry.tagNumbers(enterprise)
  const replies: Reply[] = []
  if (tags === undefined) refuse(refusals, 'unknown_enterprise', () => ({ where: '$', detail: enterpriseUnregistered(enterprise) }))
  else if (gateway === undefined) decodeNativeJson(payload, { batch, refusals, tags: onlyOf(tags, only), replies, unknown })
  else if (gateway.format === 'sparkplug-b') {
    const session: SessionNews = { left: false, stale: createBatch(0, message.arrivedAt) }
    decodeForeign(gateway, message, { batch, refusals, tags, replies, unknown, session })
    return { batch, refusals, replies, tags, unknown, session }
  } else decodeForeign(gateway, message, { batch, refusals, tags, replies, unknown })
  return { batch, refusals, replies, tags, unknown }
}

/** Names of a gateway become tags by its profile, and its units ours. */
const decodeForeign = ({ decode, names }: GatewayRoute, { topic, payload, only }: InboundMessage, into: DecodeTarget): void => {
  decode(topic, payload, { ...into, tags: onlyOf(names.numbersFor(into.tags), only) })
  names.convert(into.batch, into.tags)
  if (into.session !== undefined) names.convert(into.session.stale, into.tags)
}

/** A short tag and value take 10 bytes of JSON. Too small a guess doubles the columns, too large a one (capped) wastes them for a moment. */
const likelyReadings = (bytes: number): number => Math.max(4, Math.min(4_096, Math.ceil(bytes / 10)))

const onlyOf = (tags: TagNumbers, only: ReadonlySet<string> | undefined): TagNumbers => (only === undefined ? tags : { get: (name) => (only.has(name) ? tags.get(name) : undefined) })
