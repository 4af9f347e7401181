/** What waits for a client that acknowledges slowly: a client that lets more wait is sent away. */
const WAITING_MAX = 1_000
const WAITING_MAX_BYTES = 4 * 1024 ** 2

/** Messages at QoS 1 and 2 on their way to a client: no more at once than it has said that it takes (MQTT 5, 4.9). */
export interface OutgoingWindow {
  /** @returns false when too many wait: none of them will be sent */
  send(messageId: number, packet: Uint8Array): boolean
  /** The exchange of a message is over: the next one goes out. */
  settle(messageId: number): void
}

export const createOutgoingWindow = (maximum: number, write: (packet: Uint8Array) => void): OutgoingWindow => {
  const under = new Set<number>()
  let waiting: { messageId: number; packet: Uint8Array }[] = []
  let bytes = 0
  const put = (messageId: number, packet: Uint8Array): void => {
    under.add(messageId)
    write(packet)
  }
  return {
    send: (messageId, packet) => {
      if (under.size < maximum || under.has(messageId)) {
        put(messageId, packet)
        return true
      }
      waiting.push({ messageId, packet })
      bytes += packet.length
      if (waiting.length <= WAITING_MAX && bytes <= WAITING_MAX_BYTES) return true
      waiting = []
      bytes = 0
      return false
    },
    settle: (messageId) => {
      under.delete(messageId)
      const next = under.size < maximum ? waiting.shift() : undefined
      if (next === undefined) return
      bytes -= next.packet.length
      put(next.messageId, next.packet)
    },
  }
}
