import type { ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it } from 'vitest'
import { createIngestStats } from './ingest-stats.ts'
import { createMessagePath } from './message-path.ts'

const NOW = 1_795_402_800_000

describe('the path of a message', () => {
  it('forwards what is valid at once while the store is still busy, tells what is not, and counts both', async () => {
    const stored = Promise.withResolvers<void>()
    const judged = Promise.withResolvers<void>()
    const steps: string[] = []
    const rowsOf = (batch: ReadingBatch): string => [...batch.value.subarray(0, batch.count)].join()
    const stats = createIngestStats(() => NOW)
    const take = createMessagePath({
      registry: { tagNumbers: () => new Map([['A', 1], ['B', 2]]) },
      reject: (enterprise, topic, refusals) => steps.push(`reject ${enterprise} ${topic} ${Object.keys(refusals.byReason).join()}`),
      forward: (batch) => {
        steps.push(`forward ${rowsOf(batch)}`)
        return judged.promise
      },
      store: {
        store: (batch) => {
          steps.push(`store ${rowsOf(batch)}`)
          return stored.promise
        },
      },
      stats,
    })
    const payload = Buffer.from(JSON.stringify([{ values: { A: 1, B: 'text' } }, { ts: NOW + 400_000, values: { A: 2 } }, { ts: NOW, values: { B: 3 } }]))
    const taken = take({ topic: 'topic', enterprise: 'E1', payload, arrivedAt: NOW })
    expect(steps).toEqual(['reject E1 topic wrong_value,future', 'store 1,3', 'forward 1,3'])
    expect(taken).toMatchObject({ accepted: 2, refusals: { count: 2 } })
    expect(stats.snapshot()).toMatchObject({ messages: 1, bytes: payload.length, accepted: 2, refused: 2 })
    let durable = false
    const done = taken.durable.then(() => { durable = true })
    await Promise.resolve()
    expect(durable).toBe(false)
    stored.resolve()
    await stored.promise
    expect(durable).toBe(false)
    judged.resolve()
    await done
  })
})
