import { encodeState } from './decode/sparkplug/encode-message.ts'
import { stateTopic } from './decode/sparkplug/sparkplug-topic.ts'

/** What one connection says of this host application: the will it opens with, and the birth that follows, of the same timestamp. */
export interface HostGreeting {
  topic: string
  will: Uint8Array
  birth: Uint8Array
}

/** STATE of a Sparkplug host application (v3): nodes that wait for their primary host publish, or store, by it. */
export interface HostState {
  /** Where this host's own STATE is. */
  topic: string
  /** @param at epoch ms of the connection */
  greet(at: number): HostGreeting
  /** What to publish when it goes on purpose. */
  farewell(at: number): Uint8Array
  /** Whether a message on the topic says that this host is away: another one's will, or a late one of our own. */
  deniesUs(payload: Uint8Array): boolean
}

/** Messages of nodes come on these. */
const SPARKPLUG = 'spBv1.0/'

/** @returns whether somebody of these topics is to be told that the host is there. */
export const hasNodes = (filters: readonly string[]): boolean => filters.some((filter) => filter.startsWith(SPARKPLUG))

export const createHostState = (id: string): HostState => ({
  topic: stateTopic(id),
  greet: (at) => ({ topic: stateTopic(id), will: encodeState(id, false, at).payload, birth: encodeState(id, true, at).payload }),
  farewell: (at) => encodeState(id, false, at).payload,
  deniesUs: (payload) => {
    try {
      const state: unknown = JSON.parse(Buffer.from(payload).toString())
      return typeof state !== 'object' || state === null || !('online' in state) || state.online !== true
    } catch {
      return true
    }
  },
})
