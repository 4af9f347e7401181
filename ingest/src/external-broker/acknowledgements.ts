/** Answers to messages that become durable together: messages of one group commit share one promise, so they share one write. */
interface Waiting {
  durable: Promise<void>
  /** Type of the packet in the upper 16 bits, id of the message in the lower. */
  answers: number[]
}

export interface Acknowledgements {
  /** Takes a message that may be acknowledged when `durable` resolves: by PUBACK at QoS 1, by PUBREC at QoS 2. */
  add: (messageId: number, qos: 1 | 2, durable: Promise<void>) => void
  /** Messages that have not been acknowledged. */
  outstanding: () => number
}

/**
 * Gathers PUBACKs and PUBRECs: one buffer a group, in the order in which the messages came (MQTT 3.1.1, 4.6).
 * @param write called with whole packets.
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
    outstanding -= group.answers.length
    write(packetsOf(group.answers))
    settled()
  }
  const fail = (error: unknown): void => {
    if (broken) return
    broken = true
    failed(error)
  }
  return {
    add: (messageId, qos, durable) => {
      outstanding++
      const answer = (qos === 2 ? PUBREC : PUBACK) * 0x1_0000 + messageId
      if (last?.durable === durable) {
        last.answers.push(answer)
        return
      }
      const group: Waiting = { durable, answers: [answer] }
      last = group
      durable.then(() => { settle(group) }, fail)
    },
    outstanding: () => outstanding,
  }
}

/** First two bytes of PUBACK, PUBREC and PUBCOMP (MQTT 3.1.1, 3.4, 3.5, 3.7; this short form means success in MQTT 5 as well). */
const PUBACK = 0x4002
const PUBREC = 0x5002
const PUBCOMP = 0x7002
const PACKET_BYTES = 4

const packetsOf = (answers: readonly number[]): Uint8Array => {
  const packets = Buffer.allocUnsafe(answers.length * PACKET_BYTES)
  answers.forEach((answer, index) => { packets.writeUInt32BE(answer, index * PACKET_BYTES) })
  return packets
}

/** Answers PUBREL: the id of a message at QoS 2 is free again. */
export const pubcomp = (messageId: number): Uint8Array => packetsOf([PUBCOMP * 0x1_0000 + messageId])
