import { describe, expect, it } from 'vitest'
import { createWireReader, moveTo, openWire, readDouble, readFloat, readKey, readPartEnd, readVarint, skipField, unsignedOf } from './wire-reader.ts'

const over = (...bytes: number[]) => {
  const reader = createWireReader()
  openWire(reader, Uint8Array.from(bytes))
  return reader
}

describe('varints', () => {
  it.each<[name: string, bytes: number[], value: number]>([
    ['one byte', [0x7f], 127],
    ['two bytes', [0x80, 0x01], 128],
    ['28 bits', [0xff, 0xff, 0xff, 0x7f], 2 ** 28 - 1],
    ['across the halves', [0xff, 0xff, 0xff, 0xff, 0x7f], 2 ** 35 - 1],
    ['a time in ms', [0x80, 0xb7, 0xe2, 0xb2, 0xa0, 0x34], 1_795_402_800_000],
    ['2^53 - 1', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], Number.MAX_SAFE_INTEGER],
    ['2^63', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 2 ** 63],
    ['longer than need be', [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 1],
  ])('%s', (_, bytes, value) => {
    const reader = over(...bytes)
    readVarint(reader)
    expect([unsignedOf(reader), reader.at, reader.failed]).toEqual([value, bytes.length, false])
  })

  it.each<[name: string, bytes: number[]]>([
    ['nothing', []],
    ['cut short', [0x80]],
    ['eleven bytes', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
  ])('%s fails', (_, bytes) => {
    const reader = over(...bytes)
    readVarint(reader)
    expect(reader.failed).toBe(true)
  })
})

describe('bounds', () => {
  it('numbers that do not fit before the end', () => {
    for (const read of [readFloat, readDouble]) {
      const reader = over(0, 0, 0, 0, 0, 0, 0, 0, 0)
      moveTo(reader, 0, 3)
      expect([read(reader), reader.failed]).toEqual([Number.NaN, true])
    }
  })

  it.each<[name: string, bytes: number[]]>([
    ['a length beyond the end', [3, 0, 0]],
    ['a length of 2^32 + 1', [0x81, 0x80, 0x80, 0x80, 0x10, 0]],
  ])('%s', (_, bytes) => {
    const reader = over(...bytes)
    const to = readPartEnd(reader)
    expect([reader.failed, to]).toEqual([true, reader.at])
  })

  it('a part ends within the part around it', () => {
    const reader = over(2, 7, 7, 7, 7)
    moveTo(reader, 0, 2)
    readPartEnd(reader)
    expect(reader.failed).toBe(true)
  })

  it.each<[name: string, key: number]>([['field 0', 2], ['a key of zero', 0]])('%s', (_, byte) => {
    const reader = over(byte, 0)
    expect([readKey(reader), reader.failed]).toEqual([0, true])
  })

  it.each([3, 4, 6, 7])('wire type %i is none', (wire) => {
    const reader = over(0, 0)
    skipField(reader, wire)
    expect(reader.failed).toBe(true)
  })
})
