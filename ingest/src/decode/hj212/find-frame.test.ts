import { createBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { createRefusals } from '../../refusals.ts'
import { frameOf } from './acknowledge-packet.ts'
import { FRAME_MAX_BYTES } from './find-frame.ts'
import { createHj212Stream } from './hj212-stream.ts'

const SEGMENT_BYTES = 10 * 1024 * 1024

describe('a hostile connection', () => {
  const good = frameOf('CN=2011;MN=M01;Flag=4;CP=&&a-Rtd=1&&')

  it.each<[name: string, pattern: string]>([
    ['frames that promise the most and never come', '##9999'],
    ['nothing but #', '#'],
    ['frames without end', '##9999' + 'x'.repeat(9_000)],
    ['lengths that are none', '##x'],
    ['noise', 'x'],
    ['the same start for ever', '##0100QN=20261123110000000;ST=31;CN=2011'],
  ])('of 10 MB holds no more than one frame, and the next good frame is read: %s', (_, pattern) => {
    const stream = createHj212Stream()
    const into = { batch: createBatch(1, 0), refusals: createRefusals(), tags: { get: () => 0 }, replies: [] }
    stream.feed(Buffer.alloc(SEGMENT_BYTES, pattern), into)
    expect(stream.heldBytes()).toBeLessThanOrEqual(FRAME_MAX_BYTES)
    expect(into.refusals.listed.length).toBeLessThanOrEqual(100)
    stream.feed(good, into)
    expect(into.batch.count).toBe(1)
    expect(stream.heldBytes()).toBe(0)
  })

  it('that sends drop by drop holds no more than one frame', () => {
    const stream = createHj212Stream()
    const into = { batch: createBatch(1, 0), refusals: createRefusals(), tags: { get: () => 0 }, replies: [] }
    const drop = Buffer.alloc(1_000, 'x')
    stream.feed(Buffer.from('##9999'), into)
    for (let fed = 0; fed < 30; fed++) {
      stream.feed(drop, into)
      expect(stream.heldBytes()).toBeLessThan(FRAME_MAX_BYTES)
    }
    expect(into.refusals.count).toBe(1)
  })

  it('keeps a copy: what the socket does with its buffer afterwards changes nothing', () => {
    const stream = createHj212Stream()
    const into = { batch: createBatch(1, 0), refusals: createRefusals(), tags: { get: () => 0 }, replies: [] }
    const segment = Buffer.from(good.subarray(0, 20))
    stream.feed(segment, into)
    segment.fill(0)
    stream.feed(good.subarray(20), into)
    expect(into.batch.count).toBe(1)
  })
})
