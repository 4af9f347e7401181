import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultOf, readRecord, recordBound, recordEnd, writeRecord, type SpoolRecord } from './spool-record.ts'
import { T } from './temporary-spool.ts'

const throughBytes = (record: SpoolRecord, offset = 0): SpoolRecord => {
  const bytes = Buffer.alloc(offset + recordBound(record))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = writeRecord(bytes, view, offset, record)
  expect(recordEnd(view, offset)).toBe(end)
  const { sequence, ...read } = readRecord(bytes, view, offset, end, 7)
  expect(sequence).toBe(7)
  return { ...read, payload: Uint8Array.from(read.payload) }
}

const base: SpoolRecord = { topic: 'hazard/v1/DEMO/readings', enterprise: 'DEMO', payload: Uint8Array.from([1, 2, 255]), arrivedAt: T, format: 3 }

describe('a record', () => {
  it.each([
    { name: 'of our own topic', record: base },
    { name: 'whose topic does not name the enterprise', record: { ...base, topic: 'v1/devices/me/telemetry' } },
    { name: 'without a payload', record: { ...base, payload: new Uint8Array() } },
    { name: 'without an enterprise', record: { ...base, enterprise: '' } },
    { name: 'with Chinese names', record: { ...base, topic: '园区/液氨冷库/数据', enterprise: '液氨冷库' } },
    { name: 'with names beyond the basic plane', record: { ...base, topic: '𠮷/🔥/x', enterprise: '🔥' } },
    { name: 'with the largest format', record: { ...base, format: 255 } },
  ])('$name comes back as it was', ({ record }) => {
    expect(throughBytes(record)).toEqual(record)
    expect(throughBytes(record, 13)).toEqual(record)
  })

  it('of any content comes back as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '/', '\u0000', 'é', '库', '𠮷', '\uffff'), maxLength: 20 })
    const record = fc.record({
      topic: text, enterprise: text, payload: fc.uint8Array({ maxLength: 100 }), arrivedAt: fc.maxSafeNat(), format: fc.nat(255),
    })
    fc.assert(fc.property(record, (record) => { expect(throughBytes(record)).toEqual(record) }))
  })

  it.each([
    { name: 'a format that is no byte', record: { ...base, format: 256 }, fault: 'format 256 is not an integer from 0 to 255' },
    { name: 'a format with a fraction', record: { ...base, format: 1.5 }, fault: 'format 1.5 is not an integer from 0 to 255' },
    { name: 'no time', record: { ...base, arrivedAt: Number.NaN }, fault: 'arrivedAt NaN is no time in epoch ms' },
    {
      name: 'a topic that is too long', record: { ...base, topic: 'x'.repeat(65_535) },
      fault: 'topic and enterprise have 65539 characters, at most 65535 fit',
    },
  ])('with $name has a fault', ({ record, fault }) => {
    expect(faultOf(record)).toEqual({ en: fault, zh: expect.stringMatching(/\p{Script=Han}/u) as string })
  })
})
