/**
 * Follows the fixed headers of an MQTT byte stream (3.1.1, 2.2: type, then the remaining length in up to four bytes of seven bits).
 * @returns a function that takes the chunks of one connection as they come and says the size of the first packet that announces
 * more than `maxBytes`, or Infinity for a malformed length; undefined while all is well.
 */
export const createPacketLengths = (maxBytes: number): ((chunk: Uint8Array) => number | undefined) => {
  let bodyLeft = 0
  let inLength = false
  let length = 0
  let shift = 0

  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (bodyLeft > 0) {
        const taken = Math.min(bodyLeft, chunk.length - at)
        bodyLeft -= taken
        at += taken
        continue
      }
      const byte = chunk[at++] ?? 0
      if (!inLength) {
        inLength = true
        length = shift = 0
        continue
      }
      length += (byte & 0x7f) * 2 ** shift
      shift += 7
      if (byte < 0x80) {
        inLength = false
        bodyLeft = length
        if (length > maxBytes) return length
      } else if (shift > 21) return Number.POSITIVE_INFINITY
    }
    return undefined
  }
}
