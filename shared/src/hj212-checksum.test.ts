import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CHECKSUM_START, checksumOf, mixChecksum } from './hj212-checksum.ts'

const STANDARD = 'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&'

it('is 1C80 for the example of the standard', () => {
  expect(STANDARD).toHaveLength(101)
  expect(checksumOf(Buffer.from(STANDARD))).toBe(0x1c80)
})

it('leaves a different state behind for each byte, so that no single changed byte is missed', () => {
  const states = new Set(Array.from({ length: 256 }, (_, byte) => mixChecksum(CHECKSUM_START, byte) >> 8))
  expect(states.size).toBe(256)
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
    const at = place % bytes.length
    const damaged = bytes.with(at, (bytes[at] ?? 0) ^ change)
    expect(checksumOf(damaged)).not.toBe(checksumOf(bytes))
  }))
})
