import { batchOf, type ReadingBatch } from '@hazardwatch/shared/reading-batch'
import { describe, expect, it, vi } from 'vitest'
import { createIngestStats } from './ingest-stats.ts'
import { createStoreReadings } from './store-reading.ts'

const batch = (...values: number[]): ReadingBatch => batchOf(0, values.map((value) => ({ point: 1, time: value, value })))

/** A store that answers each append when the test says so. */
const createHeldStore = () => {
  const appends: { values: number[]; answer: PromiseWithResolvers<void> }[] = []
  const asked: (() => void)[] = []
  return {
    appends,
    append: (rows: ReadingBatch): Promise<void> => {
      const answer = Promise.withResolvers<void>()
      appends.push({ values: [...rows.value.subarray(0, rows.count)], answer })
      asked.shift()?.()
      return answer.promise
    },
    /** Resolves when append number `n` (from 1) has been called. */
    asked: async (n: number): Promise<void> => {
      while (appends.length < n) await new Promise<void>((resolve) => asked.push(resolve))
    },
    answer: (n: number): void => { appends[n - 1]?.answer.resolve() },
    fail: (n: number): void => { appends[n - 1]?.answer.reject(new Error('disk away')) },
  }
}

const start = (options: { maxWaitingRows?: number } = {}) => {
  const store = createHeldStore()
  const log = { error: vi.fn<() => void>(), info: vi.fn<() => void>() }
  const stats = createIngestStats(() => 0)
  const waits: number[] = []
  const wait = (ms: number, signal: AbortSignal): Promise<void> => {
    waits.push(ms)
    return signal.aborted ? Promise.reject(new Error('stopping')) : Promise.resolve()
  }
  const storing = createStoreReadings({ store, log, stats, wait, ...options })
  storing.start()
  return { store, log, stats, waits, storing }
}

/** What has resolved so far, by name, in order. */
const watch = (promises: Record<string, Promise<void>>): string[] => {
  const done: string[] = []
  for (const [name, promise] of Object.entries(promises)) promise.then(() => done.push(name), () => done.push(`${name} lost`))
  return done
}

describe('group commit', () => {
  it('puts what comes in one turn into one append, and what comes meanwhile into the next', async () => {
    const { store, storing, stats } = start()
    const done = watch({ a: storing.store(batch(1, 2)), b: storing.store(batch(3)) })
    await store.asked(1)
    const later = watch({ c: storing.store(batch(4)), d: storing.store(batch(5)) })
    expect(stats.snapshot()).toMatchObject({ waitingRows: 5, waitingMessages: 4, stored: 0 })
    store.answer(1)
    await store.asked(2)
    expect(store.appends.map(({ values }) => values)).toEqual([[1, 2, 3], [4, 5]])
    expect([...done, ...later]).toEqual(['a', 'b'])
    store.answer(2)
    await storing.stop()
    expect([...done, ...later]).toEqual(['a', 'b', 'c', 'd'])
    expect(stats.snapshot()).toMatchObject({ waitingRows: 0, waitingMessages: 0, stored: 5, storeGroups: 2 })
  })

  it('cuts a backlog into groups of at most 16,384 rows, and leaves a larger message whole', async () => {
    const { store, storing } = start()
    const rows = (count: number): ReadingBatch => batch(...Array.from({ length: count }, (_, k) => k))
    const stored = Promise.all([rows(8_000), rows(8_000), rows(8_000), rows(100_000), rows(1)].map((each) => storing.store(each)))
    for (const n of [1, 2, 3, 4]) {
      await store.asked(n)
      store.answer(n)
    }
    await stored
    expect(store.appends.map(({ values }) => values.length)).toEqual([16_000, 8_000, 100_000, 1])
  })

  it('takes its own copy: the sender may use its columns again', async () => {
    const { store, storing } = start()
    const mine = batch(1)
    void storing.store(mine)
    mine.value[0] = 99
    await store.asked(1)
    expect(store.appends[0]?.values).toEqual([1])
  })

  it('lets a message without rows wait for those before it, so that acknowledgements keep their order', async () => {
    const { store, storing } = start()
    const done = watch({ full: storing.store(batch(1)), empty: storing.store(batch()) })
    await store.asked(1)
    expect(done).toEqual([])
    store.answer(1)
    await storing.stop()
    expect(done).toEqual(['full', 'empty'])
  })
})

describe('a store that fails', () => {
  it('is tried again with growing pauses, is logged once, and gets everything in order', async () => {
    const { store, storing, waits, log, stats } = start()
    const first = storing.store(batch(1))
    await store.asked(1)
    const second = storing.store(batch(2))
    for (let n = 1; n <= 9; n++) {
      await store.asked(n)
      store.fail(n)
    }
    await store.asked(10)
    expect(stats.snapshot()).toMatchObject({ storeFailing: true, storeFailures: 9, waitingRows: 2 })
    store.answer(10)
    await first
    await store.asked(11)
    store.answer(11)
    await second
    expect(store.appends.slice(9).map(({ values }) => values)).toEqual([[1], [2]])
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000])
    expect(log.error).toHaveBeenCalledTimes(1)
    expect(log.info).toHaveBeenCalledTimes(1)
    expect(stats.snapshot()).toMatchObject({ storeFailing: false, stored: 2 })
  })

  it('is given up when the service stops, and those who wait are told that nothing is durable', async () => {
    const { store, storing, log } = start()
    const first = storing.store(batch(1))
    await store.asked(1)
    const second = storing.store(batch(2))
    const stopped = storing.stop()
    store.fail(1)
    await expect(first).rejects.toMatchObject({ code: 'store_unavailable' })
    await store.asked(2)
    store.answer(2)
    await expect(second).resolves.toBeUndefined()
    await stopped
    await expect(storing.store(batch(3))).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(log.error).toHaveBeenCalledWith({ rows: 1 }, expect.stringContaining('no acknowledgement'))
  })
})

describe('room', () => {
  it('ends at the bound and comes back when a group has been stored', async () => {
    const { store, storing } = start({ maxWaitingRows: 3 })
    void storing.store(batch(1, 2))
    expect(storing.room()).toBeUndefined()
    await store.asked(1)
    void storing.store(batch(3))
    const room = storing.room()
    expect(room).toBeInstanceOf(Promise)
    expect(storing.room()).toBe(room)
    store.answer(1)
    await room
    expect(storing.room()).toBeUndefined()
  })
})
