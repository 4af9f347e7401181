import type { Clock } from '@hazardwatch/shared/clock'
import { createBatch } from '@hazardwatch/shared/reading-batch'
import type { PointRegistry } from '../decode-message.ts'
import type { Reply, SessionNews } from '../decode/decode-target.ts'
import { HOLD_MS } from '../decode/sparkplug/held-messages.ts'
import type { GatewayRoutes } from '../gateway-routes.ts'
import { createRefusals } from '../refusals.ts'
import type { LetterFolder } from './letter-folder.ts'

export interface HoldAgainHops {
  registry: PointRegistry
  gateways: Pick<GatewayRoutes, 'ofCode'>
  clock: Clock
}

/**
 * Data that waited for a birth when an earlier process ended, and that are young enough to wait on, go through the decoders of their gateways as they did
 * when they came. They have been counted and told. @returns the rebirths that are to be requested: an answer to the earlier requests may have come while nobody listened
 */
export const holdAgain = async (folder: LetterFolder, { registry, gateways, clock }: HoldAgainHops): Promise<Reply[]> => {
  const replies: Reply[] = []
  const oldest = clock() - HOLD_MS
  for (const entry of folder.index.ordered()) {
    if (!entry.reasons.includes('no_session')) continue
    const { head, payload } = await folder.read(entry) ?? {}
    if (head?.held !== true || head.at < oldest || payload === undefined) continue
    const route = gateways.ofCode(head.enterprise, head.gateway ?? '')
    const tags = registry.tagNumbers(head.enterprise)
    if (route === undefined || tags === undefined) continue
    const session: SessionNews = { left: false, stale: createBatch(0, head.at) }
    route.decode(head.topic, payload, { batch: createBatch(0, head.at), refusals: createRefusals(), tags: route.names.numbersFor(tags), replies, session })
    if (session.held !== undefined) session.held.letter = head.id
  }
  return replies
}
