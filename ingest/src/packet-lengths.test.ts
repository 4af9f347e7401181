import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacketLengths } from './packet-lengths.ts'

/** A packet with a body of so many bytes, its length coded as in MQTT 3.1.1, 2.2.3. */
const packet = (bodyBytes: number): number[] => {
  const header = [0x30]
  let rest = bodyBytes
  do {
    header.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return [...header, ...Array.from({ length: bodyBytes }, () => 0xff)]
}

/** Feeds the bytes in pieces of the given sizes, in turn. */
const feed = (bytes: number[], sizes: number[], max: number): number | undefined => {
  const lengths = createPacketLengths(max)
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    const verdict = lengths(Uint8Array.from(bytes.slice(at, at + size)))
    if (verdict !== undefined) return verdict
    at += size
  }
  return undefined
}

describe('lengths of MQTT packets in a byte stream', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 })

  it('within the bound pass, however the stream is cut', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 6 }), sizes, (bodies, cut) => {
      expect(feed(bodies.flatMap(packet), cut, 20_000)).toBeUndefined()
    }), { numRuns: 50 })
  })

  it('above it are told by their size before the body arrives', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 6 }), sizes, fc.integer({ min: 501, max: 17_000 }), (bodies, cut, large) => {
      const header = packet(large).slice(0, large < 16_384 ? 3 : 4)
      expect(feed([...bodies.flatMap(packet), ...header], cut, 500)).toBe(large)
    }), { numRuns: 50 })
  })

  it('in more than four bytes are malformed', () => {
    expect(feed([0x30, 0xff, 0xff, 0xff, 0xff, 0x01], [1], 1e9)).toBe(Number.POSITIVE_INFINITY)
  })
})
