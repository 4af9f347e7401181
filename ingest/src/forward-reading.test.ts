import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it, vi } from 'vitest'
import { createForwardReadings } from './forward-reading.ts'
import { createIngestStats } from './ingest-stats.ts'

describe('forwarding', () => {
  const batch = batchOf(0, [{ point: 1, time: 0, value: 1 }])

  it('reaches every subscriber in turn although one of them throws, and names that one', () => {
    const seen: [string, ReadingBatch][] = []
    const log = { error: vi.fn<() => void>() }
    const stats = createIngestStats(() => 0)
    const forward = createForwardReadings([
      { name: 'feed', receive: (got) => { seen.push(['feed', got]) } },
      { name: 'broken', receive: () => { throw new Error('no') } },
      { name: 'alerting', receive: (got) => { seen.push(['alerting', got]) } },
    ], log, stats)
    forward(batch)
    expect(seen).toEqual([['feed', batch], ['alerting', batch]])
    expect(log.error).toHaveBeenCalledWith(expect.objectContaining({ subscriber: 'broken' }), expect.any(String))
    expect(stats.snapshot().subscriberFailures).toBe(1)
  })

  it('leaves out batches without rows', () => {
    const receive = vi.fn<(batch: ReadingBatch) => void>()
    const forward = createForwardReadings([{ name: 'feed', receive }], { error: vi.fn<() => void>() }, createIngestStats(() => 0))
    forward(batchOf(0, []))
    expect(receive).not.toHaveBeenCalled()
  })
})
