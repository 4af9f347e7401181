import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { LATE, OUT_OF_ORDER } from '@hazardwatch/shared/reading-mark'
import { describe, expect, it, vi } from 'vitest'
import { encodeBatch } from './batch-record.ts'
import { addSender, createMessageSenders } from './message-senders.ts'
import { createRefusals } from './refusals.ts'
import { createIngestStats } from './ingest-stats.ts'
import { COLUMNS_FORMAT } from './spool-reading.ts'
import { createStoreReadings } from './store-reading.ts'

const record = (sequence: number, ...values: number[]) => ({
  sequence, topic: '', enterprise: '', arrivedAt: 0, format: COLUMNS_FORMAT, payload: encodeBatch(batchOf(0, values.map((value) => ({ point: 1, time: value, value })))),
})

/** A spool that holds the given reads, and then waits for the end; a store that answers each append as it is told. */
const stage = (reads: ReturnType<typeof record>[][], outcomes: ('ok' | 'fail')[] = [], gather: (signal: AbortSignal) => Promise<void> = () => Promise.resolve()) => {
  const appended: number[][] = []
  const saved: number[] = []
  const waits: number[] = []
  const all = Promise.withResolvers<void>()
  let next = 0
  const log = { error: vi.fn<() => void>(), info: vi.fn<() => void>() }
  const stats = createIngestStats(() => 0)
  const consumer = {
    progress: { name: 'reading-store', position: 0, passedAt: 0 },
    end: 0,
    readBehind: () => Promise.reject(new Error('nothing is behind')),
    read: async ({ signal }: { signal?: AbortSignal } = {}) => {
      const records = reads[next++]
      if (records !== undefined) return { records, next: (records.at(-1)?.sequence ?? 0) + 1 }
      all.resolve()
      if (signal?.aborted !== true) await new Promise((resolve) => { signal?.addEventListener('abort', resolve) })
      return undefined
    },
    rewind: () => Promise.resolve(),
    save: (position: number) => {
      saved.push(position)
      return Promise.resolve()
    },
  }
  const store = {
    /** Calls every value of 7 a duplicate. */
    append: (batch: ReadingBatch, tell?: (rows: readonly number[]) => void) => {
      if ((outcomes.length > 1 ? outcomes.shift() : outcomes[0]) === 'fail') return Promise.reject(new Error('disk away'))
      appended.push([...batch.value.subarray(0, batch.count)])
      tell?.([...batch.value.subarray(0, batch.count)].flatMap((value, row) => (value === 7 ? [row] : [])).reverse())
      return Promise.resolve()
    },
  }
  const wait = (ms: number, signal: AbortSignal) => {
    waits.push(ms)
    // After the outcomes that were told, the store stays away and the pause lasts until the end.
    return outcomes.length > 1 || outcomes[0] === 'ok' ? Promise.resolve() : new Promise<void>((_, reject) => { signal.addEventListener('abort', () => { reject(new Error('stopping')) }) })
  }
  const duplicates: [string, string, number][] = []
  const countDuplicates = (...counted: [string, string, number]): void => { duplicates.push(counted) }
  const storing = createStoreReadings({ consumer, store, log, stats, wait, gather, countDuplicates, spoolEnd: 10, clock: () => 0 })
  return { storing, store, duplicates, appended, saved, waits, log, stats, consumer, all: all.promise }
}

const sentRecord = (sequence: number, ...parts: [gateway: string, ...values: number[]][]) => {
  const senders = createMessageSenders()
  for (const [gateway, ...values] of parts) addSender(senders, { enterprise: 'E1', gateway, rows: values.length, bytes: 1, correction: 0, left: false, refusals: createRefusals() })
  const batch = batchOf(0, parts.flatMap(([, ...values]) => values).map((value, index) => ({ point: 1, time: index, value })))
  return { ...record(sequence), payload: encodeBatch(batch, senders) }
}

describe('what trickles in', () => {
  it('is stored at once when it is the first, and then gathered; an append that is full waits for nothing', async () => {
    const events: string[] = []
    const gathers: (() => void)[] = []
    const full = record(1, ...Array.from({ length: 5_000 }, (_, index) => index))
    const { storing, appended, all } = stage([[record(0, 1)], [full], [record(2, 3)]], [], () => {
      events.push(`gathers after ${appended.length}`)
      return new Promise((resolve) => { gathers.push(resolve) })
    })
    storing.start()
    await vi.waitFor(() => { expect(events).toEqual(['gathers after 1']) })
    expect(appended).toEqual([[1]])
    gathers.shift()?.()
    await vi.waitFor(() => { expect(events).toEqual(['gathers after 1', 'gathers after 3']) })
    gathers.shift()?.()
    await all
    await storing.stop()
    expect(appended.map(({ length }) => length)).toEqual([1, 5_000, 1])
  })

  it('a service that stops does not wait for more', async () => {
    const gathering = Promise.withResolvers<void>()
    const { storing, appended } = stage([[record(0, 1)]], [], (signal) => new Promise((_, reject) => {
      signal.addEventListener('abort', () => { reject(new Error('stopping')) })
      gathering.resolve()
    }))
    storing.start()
    await gathering.promise
    await storing.stop()
    expect(appended).toEqual([[1]])
  })
})

describe('from the spool into the store', () => {
  it('tells whose readings were there already, but for those that the process before may have stored', async () => {
    const { storing, duplicates, all } = stage([
      [sentRecord(9, ['a', 7]), record(10, 7, 7), sentRecord(11, ['a', 1, 7], ['b'], ['c', 7, 7, 1]), sentRecord(12, ['b', 7])], [sentRecord(13, ['b', 1])],
    ])
    storing.start()
    await all
    expect(duplicates).toEqual([['E1', 'a', 1], ['E1', 'c', 2], ['E1', 'b', 1]])
    await storing.stop()
  })

  it('one append a read, its position kept after it', async () => {
    const { storing, appended, saved, stats, all } = stage([[record(0, 1, 2), record(1, 3)], [record(5, 4)]])
    storing.start()
    await all
    expect(appended).toEqual([[1, 2, 3], [4]])
    expect(saved).toEqual([2, 6])
    await storing.stored(6)
    expect(stats.snapshot()).toMatchObject({ stored: 4, storeGroups: 2, storeFailing: false })
    await storing.stop()
  })

  it('a store that is away is tried again with growing pauses, is told of once, and gets everything in order', async () => {
    const { storing, appended, saved, waits, log, all } = stage([[record(0, 1)], [record(1, 2)]], ['fail', 'fail', 'fail', 'ok'])
    storing.start()
    await all
    expect(waits).toEqual([100, 200, 400])
    expect(appended).toEqual([[1], [2]])
    expect(saved).toEqual([1, 2])
    expect(log.error).toHaveBeenCalledOnce()
    expect(log.info).toHaveBeenCalledOnce()
    await storing.stop()
  })

  it('waits as long as the store asks for, within bounds', async () => {
    const { storing, waits, store, all } = stage([[record(0, 1)]], ['fail', 'fail', 'ok'])
    const append = store.append
    const asked = [5_000, 1e9]
    store.append = (batch) => append(batch).catch((error: unknown) => { throw Object.assign(error as Error, { retryAfterMs: asked.shift() }) })
    storing.start()
    await all
    expect(waits).toEqual([5_000, 120_000])
    await storing.stop()
  })

  it('has as many appends on their way as the store likes, and keeps positions in order', async () => {
    const { storing, saved, store, log, all } = stage([[record(0, 1)], [record(1, 2)], [record(2, 3)]], ['ok'])
    const ends: PromiseWithResolvers<void>[] = []
    // The second fails while the first is on its way: it is tried again when that one is stored, and nobody is told.
    Object.assign(store, { appendsAtOnce: 2, append: () => {
      const end = Promise.withResolvers<void>()
      ends.push(end)
      return end.promise
    } })
    storing.start()
    await vi.waitUntil(() => ends.length === 2)
    ends[1]?.reject(new Error('away'))
    await Promise.resolve()
    expect([ends.length, saved]).toEqual([2, []])
    ends[0]?.resolve()
    await vi.waitUntil(() => ends.length === 4)
    expect(saved).toEqual([1])
    expect(log.error).not.toHaveBeenCalled()
    for (const end of ends.slice(2)) end.resolve()
    await storing.stored(3)
    await all
    await storing.stop()
    expect(saved).toEqual([1, 2, 3])
  })

  it('stopped while the store is away, it keeps no position that is not stored', async () => {
    const { storing, appended, saved, stats } = stage([[record(0, 1)]], ['fail'])
    storing.start()
    await vi.waitUntil(() => stats.snapshot().storeFailing)
    await storing.stop()
    expect(appended).toEqual([])
    expect(saved).toEqual([])
  })

  it('stopped while the store does not answer, it does not wait for it, and keeps nothing afterwards', async () => {
    const { storing, saved, store, stats, consumer, waits } = stage([[record(0, 1)]], ['ok'])
    const answer = Promise.withResolvers<void>()
    const isAsked = Promise.withResolvers<void>()
    store.append = () => {
      isAsked.resolve()
      return answer.promise
    }
    storing.start()
    await isAsked.promise
    await storing.stop()
    answer.resolve()
    await consumer.rewind()
    expect([saved, stats.snapshot().stored, waits]).toEqual([[], 0, [2_000]])
  })

  it('marks what its record says came late, and keeps the other marks', async () => {
    const { storing, store, all } = stage([[
      { ...record(0), payload: encodeBatch(batchOf(400_000, [{ point: 1, time: 99_999, value: 1 }, { point: 1, time: 100_000, value: 2 }])) },
      { ...record(1), payload: encodeBatch(batchOf(0, [{ point: 1, time: 0, value: 3 }])) },
      { ...record(2), payload: encodeBatch({ ...batchOf(0, [{ point: 1, time: 0, value: 4 }, { point: 1, time: 1, value: 5 }]), historical: Uint8Array.of(0, 1), marks: Uint8Array.of(OUT_OF_ORDER, OUT_OF_ORDER) }) },
    ]])
    const marks: (number[] | undefined)[] = []
    store.append = (batch) => {
      marks.push(batch.marks === null ? undefined : [...batch.marks.subarray(0, batch.count)])
      return Promise.resolve()
    }
    storing.start()
    await all
    expect(marks).toEqual([[LATE, 0, 0, OUT_OF_ORDER, LATE | OUT_OF_ORDER]])
    await storing.stop()
  })

  it('a record that is no batch is told of and left out, its neighbours stay', async () => {
    const broken = { ...record(1, 9), payload: new Uint8Array(3) }
    const { storing, appended, log, all } = stage([[record(0, 1), broken, record(2, 3)]])
    storing.start()
    await all
    expect(appended).toEqual([[1, 3]])
    expect(log.error).toHaveBeenCalledOnce()
    await storing.stop()
  })

  it('a spool that cannot be read shows in the statistics', async () => {
    const { storing, stats, consumer } = stage([])
    consumer.read = () => Promise.reject(new Error('disk away'))
    storing.start()
    await storing.stop()
    expect(stats.snapshot().storeFailing).toBe(true)
  })
})
