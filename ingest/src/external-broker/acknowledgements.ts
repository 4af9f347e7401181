/** Ids of messages that become durable together: messages of one group commit share one promise, so they share one write of PUBACKs. */
interface Waiting {
  durable: Promise<void>
  ids: number[]
}

export interface Acknowledgements {
  /** Takes the id of a message that may be acknowledged when `durable` resolves. */
  add: (messageId: number, durable: Promise<void>) => void
  /** Messages that have not been acknowledged. */
  outstanding: () => number
}

/**
 * Gathers PUBACKs: one buffer a group, in the order in which the messages came (MQTT 3.1.1, 4.6).
 * @param write called with whole PUBACK packets.
 * @param settled called when a group has been acknowledged.
 * @param failed called once when a group cannot become durable: its messages stay unacknowledged, and the broker sends them again on the next connection.
 */
export const createAcknowledgements = (write: (packets: Uint8Array) => void, settled: () => void, failed: (error: unknown) => void): Acknowledgements => {
  let last: Waiting | undefined
  let outstanding = 0
  let broken = false

  const settle = (group: Waiting): void => {
    if (last === group) last = undefined
    if (broken) return
    outstanding -= group.ids.length
    write(pubacks(group.ids))
    settled()
  }
  const fail = (error: unknown): void => {
    if (broken) return
    broken = true
    failed(error)
  }
  return {
    add: (messageId, durable) => {
      outstanding++
      if (last?.durable === durable) {
        last.ids.push(messageId)
        return
      }
      const group: Waiting = { durable, ids: [messageId] }
      last = group
      durable.then(() => { settle(group) }, fail)
    },
    outstanding: () => outstanding,
  }
}

/** PUBACK (MQTT 3.1.1, 3.4; the short form means success in MQTT 5 as well). */
const PUBACK_BYTES = 4

const pubacks = (ids: readonly number[]): Uint8Array => {
  const packets = Buffer.allocUnsafe(ids.length * PUBACK_BYTES)
  ids.forEach((id, index) => {
    packets.writeUInt16BE(0x4002, index * PUBACK_BYTES)
    packets.writeUInt16BE(id, index * PUBACK_BYTES + 2)
  })
  return packets
}
