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
      { name: 'feed', receive: (got) => { seen.push(['feed', got]); return undefined } },
      { name: 'broken', receive: () => { throw new Error('no') } },
      { name: 'alerting', receive: (got) => { seen.push(['alerting', got]); return undefined } },
    ], log, stats)
    expect(forward(batch)).toBeUndefined()
    expect(seen).toEqual([['feed', batch], ['alerting', batch]])
    expect(log.error).toHaveBeenCalledWith(expect.objectContaining({ subscriber: 'broken' }), expect.any(String))
    expect(stats.snapshot().subscriberFailures).toBe(1)
  })

  it('resolves when all that asked for it are durable', async () => {
    const alarms = Promise.withResolvers<void>()
    const forward = createForwardReadings([
      { name: 'feed', receive: () => undefined },
      { name: 'alerting', receive: () => alarms.promise },
    ], { error: vi.fn<() => void>() }, createIngestStats(() => 0))
    let durable = false
    const done = forward(batch)?.then(() => { durable = true })
    await Promise.resolve()
    expect(durable).toBe(false)
    alarms.resolve()
    await done
    expect(durable).toBe(true)
  })

  it('leaves out batches without rows', () => {
    const receive = vi.fn<(batch: ReadingBatch) => undefined>()
    const forward = createForwardReadings([{ name: 'feed', receive }], { error: vi.fn<() => void>() }, createIngestStats(() => 0))
    expect(forward(batchOf(0, []))).toBeUndefined()
    expect(receive).not.toHaveBeenCalled()
  })
})
