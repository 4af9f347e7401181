import { describe, expect, it } from 'vitest'
import { BLOCK_HEADER, type Block } from './block.ts'
import { FormingBlocks } from './form-blocks.ts'
import { BlockRecords, findEnd, readBlock, type ReadBytes } from './segment-reader.ts'
import type { StoredRecord } from './spool-record.ts'
import { recordOf, textOf } from './temporary-spool.ts'

const forming = new FormingBlocks()
const groupOf = (first: number, texts: string[]): Block[] => {
  texts.forEach((text, index) => { forming.add(first + index, recordOf(text)) })
  return forming.take()
}
const bytesOf = (blocks: Block[]): Buffer => Buffer.concat(blocks.map(({ bytes }) => bytes))
const readerOf = (bytes: Buffer): ReadBytes => async (offset, length) => bytes.subarray(offset, offset + length)

const one = bytesOf(groupOf(5, ['a', 'b']))
const two = bytesOf(groupOf(7, ['c']))
const three = bytesOf(groupOf(8, ['d', 'e']))
const segment = Buffer.concat([one, two, three])
const flipped = (offset: number, bytes: Buffer = segment): Buffer => {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(offset) ^ 0x10, offset)
  return copy
}
/** Two blocks of one group: each text is too large to share a block with the other. */
const large = groupOf(10, ['x'.repeat(700_000), 'y'.repeat(700_000)])

describe('the end of the newest segment', () => {
  const inThree = one.length + two.length
  it.each([
    { name: 'whole', bytes: segment, end: { verdict: 'whole', bytes: segment.length, next: 10 } },
    { name: 'empty', bytes: Buffer.alloc(0), end: { verdict: 'whole', bytes: 0, next: 5 } },
    { name: 'cut within a header', bytes: segment.subarray(0, inThree + 9), end: { verdict: 'torn', bytes: inThree, next: 8, faultAt: inThree } },
    { name: 'cut within the records', bytes: segment.subarray(0, -1), end: { verdict: 'torn', bytes: inThree, next: 8, faultAt: inThree } },
    { name: 'cut within the first header', bytes: segment.subarray(0, 3), end: { verdict: 'torn', bytes: 0, next: 5, faultAt: 0 } },
    {
      name: 'grown by zeros that were to be a group', bytes: Buffer.concat([one, Buffer.alloc(100_000)]),
      end: { verdict: 'torn', bytes: one.length, next: 7, faultAt: one.length },
    },
    { name: 'damaged in the newest group', bytes: flipped(segment.length - 1), end: { verdict: 'torn', bytes: inThree, next: 8, faultAt: inThree } },
    {
      name: 'damaged with a durable group behind it', bytes: flipped(one.length + BLOCK_HEADER + 3),
      end: { verdict: 'damaged', bytes: segment.length, next: 10, faultAt: one.length },
    },
    {
      name: 'damaged in a header: nothing is cut, and no sequence of the rest is given out again', bytes: flipped(one.length + 17),
      end: { verdict: 'damaged', bytes: segment.length, next: 7 + Math.ceil((two.length + three.length) / 24), faultAt: one.length },
    },
    {
      name: 'damaged in the first of two blocks of the newest group: the whole group is cut',
      bytes: flipped(one.length + 500, Buffer.concat([one, bytesOf(large)])),
      end: { verdict: 'torn', bytes: one.length, next: 10, faultAt: one.length },
    },
  ])('$name', async ({ bytes, end }) => {
    expect(await findEnd(readerOf(bytes), 5, bytes.length)).toEqual(end)
  })

  it('is found wherever the file was cut off: always behind the last whole group', async () => {
    for (let size = 0; size <= segment.length; size++) {
      const whole = [0, one.length, one.length + two.length, segment.length].filter((end) => end <= size).at(-1)
      expect((await findEnd(readerOf(segment.subarray(0, size)), 5, size)).bytes).toBe(whole)
    }
  })
})

describe('a block', () => {
  it('with any byte changed is not taken for a whole one', async () => {
    for (let offset = 0; offset < one.length; offset++) {
      const bytes = flipped(offset, one)
      expect((await readBlock(readerOf(bytes), 0, bytes.length)).kind).toBe(offset < BLOCK_HEADER ? 'unreadable' : 'damaged')
    }
  })

  it('that says it is larger than its file is short, and is not read', async () => {
    const read: ReadBytes = async (offset, length) => {
      if (length > BLOCK_HEADER) throw new Error('the body was asked for')
      return one.subarray(offset, offset + length)
    }
    expect(await readBlock(read, 0, one.length - 1)).toEqual({ kind: 'short' })
  })

  it('gives its records in pieces, from any of them on', () => {
    const records = new BlockRecords(5, 2, one.subarray(BLOCK_HEADER))
    const taken: StoredRecord[] = []
    records.take(taken, 1, Infinity)
    expect(records.isEmpty).toBe(false)
    records.take(taken, 9, 1)
    expect(taken.map(textOf)).toEqual(['a', 'b'])
    expect(records.isEmpty).toBe(true)

    const fromSecond = new BlockRecords(5, 2, one.subarray(BLOCK_HEADER))
    fromSecond.skipTo(6)
    const rest: StoredRecord[] = []
    fromSecond.take(rest, 9, Infinity)
    expect(rest.map(({ sequence }) => sequence)).toEqual([6])
  })
})
