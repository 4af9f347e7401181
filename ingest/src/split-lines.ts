/** A line of NDJSON. `number` counts from 1, as an editor shows it. */
export interface Line {
  number: number
  bytes: Uint8Array
}

const LF = 0x0a
const CR = 0x0d

/** Lines without their ends (LF or CR LF), as views; empty ones are left out and counted. Pure. */
export const splitLines = function* (payload: Uint8Array): Generator<Line> {
  let from = 0
  for (let number = 1; from < payload.length; number++) {
    const found = payload.indexOf(LF, from)
    const next = found === -1 ? payload.length : found
    const end = next > from && payload[next - 1] === CR ? next - 1 : next
    if (end > from) yield { number, bytes: payload.subarray(from, end) }
    from = next + 1
  }
}
