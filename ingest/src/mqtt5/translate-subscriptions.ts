import { generate, type ISubscribePacket, type ISubscription, type IUnsubscribePacket } from 'mqtt-packet'
import { matchesFilter } from './match-filter.ts'
import { REASON } from './reason.ts'

/** SUBSCRIBEs and UNSUBSCRIBEs that the broker has not answered. */
const ASKED_MAX = 1_000

/** What is sent on, or the answer where nothing is. Undefined: too many are unanswered. */
type Step = { toBroker: Uint8Array } | { toClient: Uint8Array } | undefined

/** Subscriptions of one client of MQTT 5, as a broker of 3.1.1 makes them. */
export interface Subscriptions {
  subscribe(packet: ISubscribePacket): Step
  unsubscribe(packet: IUnsubscribePacket, clean: boolean): Step
  /** The broker's SUBACK or UNSUBACK. @param codes the QoS granted to each filter, or 0x80 */
  suback(messageId: number, codes: Uint8Array): Uint8Array | undefined
  unsuback(messageId: number): Uint8Array | undefined
  /** Whether a message that the broker had retained is one that all of the client's subscriptions do without. */
  hides(topic: string): boolean
}

export const createSubscriptions = (): Subscriptions => {
  /** Filters, and whether their retained messages are not wanted (Retain Handling 2, or 1 of one that was there already). */
  const filters = new Map<string, boolean>()
  /** By message id: the answer to each filter that was asked for, or which of those that were sent on it is. */
  const asked = new Map<number, { filter: string; answer: number | undefined }[]>()
  const unasked = new Map<number, number[]>()

  return {
    subscribe: ({ messageId = 0, subscriptions, properties }) => {
      const answers = subscriptions.map((subscription) => ({ filter: subscription.topic, answer: properties?.subscriptionIdentifier === undefined ? refusalOf(subscription) : REASON.subscriptionIdentifiersNotSupported }))
      const wanted = new Map(subscriptions.filter((_, index) => answers[index]?.answer === undefined).map(({ topic, qos, rh = 0 }) => [topic, { topic, qos, rh }]))
      if (wanted.size === 0) return { toClient: subackOf(messageId, answers.map(({ answer = REASON.unspecified }) => answer)) }
      if (asked.size >= ASKED_MAX) return undefined
      asked.set(messageId, answers)
      for (const { topic, rh } of wanted.values()) filters.set(topic, rh === 2 || (rh === 1 && filters.has(topic)))
      return { toBroker: generate({ cmd: 'subscribe', messageId, subscriptions: [...wanted.values()].map(({ topic, qos }) => ({ topic, qos })) }, { protocolVersion: 4 }) }
    },
    unsubscribe: ({ messageId = 0, unsubscriptions }, clean) => {
      if (unasked.size >= ASKED_MAX) return undefined
      unasked.set(messageId, unsubscriptions.map((filter) => (filters.delete(filter) || !clean ? REASON.success : REASON.noSubscription)))
      return { toBroker: generate({ cmd: 'unsubscribe', messageId, unsubscriptions }, { protocolVersion: 4 }) }
    },
    suback: (messageId, codes) => {
      const answers = asked.get(messageId)
      if (answers === undefined) return undefined
      asked.delete(messageId)
      // Each filter was sent on once, however often it was asked for.
      const sent = [...new Set(answers.filter(({ answer }) => answer === undefined).map(({ filter }) => filter))]
      const granted = new Map(sent.map((filter, index) => [filter, codes[index] ?? REASON.unspecified]))
      for (const [filter, code] of granted) if (code >= 0x80) filters.delete(filter)
      return subackOf(messageId, answers.map(({ filter, answer }) => answer ?? granted.get(filter) ?? REASON.unspecified))
    },
    unsuback: (messageId) => {
      const answers = unasked.get(messageId)
      unasked.delete(messageId)
      return answers && generate({ cmd: 'unsuback', messageId, granted: answers }, { protocolVersion: 5 })
    },
    hides: (topic) => {
      if (![...filters.values()].includes(true)) return false
      const matching = [...filters].filter(([filter]) => matchesFilter(filter, topic))
      return matching.length > 0 && matching.every(([, isHidden]) => isHidden)
    },
  }
}

/** Own messages are told apart by the broker, which does not do it: better no subscription than one that echoes. */
const refusalOf = ({ topic, nl = false }: ISubscription): number | undefined => {
  if (topic.startsWith('$share/')) return REASON.sharedSubscriptionsNotSupported
  return nl ? REASON.implementationSpecific : undefined
}

const subackOf = (messageId: number, granted: number[]): Uint8Array => generate({ cmd: 'suback', messageId, granted }, { protocolVersion: 5 })
