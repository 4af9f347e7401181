import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SpoolConsumer } from './spool-consumer.ts'
import { nodeDisk, type SpoolDisk } from './spool-disk.ts'
import type { Spool } from './spool.ts'
import { appendAll, createTemporarySpool, numbered, recordOf, textOf, type TemporarySpool } from './temporary-spool.ts'

let temporary: TemporarySpool
let spool: Spool
beforeEach(async () => {
  temporary = await createTemporarySpool()
  spool = await temporary.open()
})
afterEach(async () => {
  await spool.close()
  await temporary.remove()
})

const textsIn = (batch: Awaited<ReturnType<SpoolConsumer['read']>>): string[] | undefined => batch?.records.map(textOf)

describe('a consumer', () => {
  it('waits for the next record, and is woken when that is durable', async () => {
    const consumer = await spool.consumer('alarms')
    const waiting = consumer.read()
    await appendAll(spool, ['a'])
    expect(textsIn(await waiting)).toEqual(['a'])
  })

  it('goes on where it has saved, not where it has read', async () => {
    const before = await spool.consumer('alarms')
    await appendAll(spool, ['a', 'b', 'c'])
    await before.read()
    await before.save(3)
    await before.close()
    const after = await spool.consumer('alarms')
    expect(textsIn(await after.read())).toEqual(['c'])
  })

  it('can go back to what it has saved, and to any record that is still there', async () => {
    const consumer = await spool.consumer('alarms')
    await appendAll(spool, ['a', 'b', 'c'])
    await consumer.read()
    await consumer.save(2)
    await consumer.rewind()
    expect(textsIn(await consumer.read())).toEqual(['b', 'c'])
    await consumer.rewind(3)
    expect(textsIn(await consumer.read())).toEqual(['c'])
    await consumer.save(4)
  })

  it('can pass what has reached it on another way, without reading it', async () => {
    const consumer = await spool.consumer('alarms')
    await appendAll(spool, ['a', 'b', 'c'])
    await consumer.skip(3)
    await consumer.skip(2)
    expect(spool.stats().consumers).toMatchObject([{ position: 3, lagRecords: 1 }])
    expect(textsIn(await consumer.read())).toEqual(['c'])
  })

  it('reads behind itself what it has passed over, up to a position, while it goes on ahead', async () => {
    const consumer = await spool.consumer('history')
    for (let from = 1; from < 31; from += 5) await appendAll(spool, numbered(from, 5, 400))
    await consumer.rewind(consumer.end)
    await appendAll(spool, ['live'])
    expect(textsIn(await consumer.read())).toEqual(['live'])
    const texts: string[] = []
    for (let from = 1; from < 31;) {
      const { records, next } = await consumer.readBehind(from, 31, 900)
      texts.push(...records.map(textOf))
      await consumer.save(next)
      from = next
    }
    expect(texts).toEqual(numbered(1, 30, 400))
    await consumer.save(32)
    expect(spool.stats().consumers).toMatchObject([{ position: 32, lagRecords: 0 }])
  })

  it('reads one batch behind itself at a time, and none that it could not save', async () => {
    const consumer = await spool.consumer('history')
    await appendAll(spool, ['a', 'b', 'c'])
    await consumer.rewind(4)
    const reading = consumer.readBehind(1, 3)
    await expect(consumer.readBehind(1, 3)).rejects.toThrow('consumer history reads behind already')
    expect(textsIn(await reading)).toEqual(['a', 'b'])
    await expect(consumer.save(4)).rejects.toThrow('it has read up to 3')
  })

  it('that is new begins at the oldest record', async () => {
    await appendAll(spool, ['a', 'b'])
    expect(textsIn(await (await spool.consumer('late')).read({ maxRecords: 1 }))).toEqual(['a'])
  })

  it.each([
    { name: 'its signal fires', end: async (_: SpoolConsumer, abort: AbortController) => { abort.abort() } },
    { name: 'it is closed', end: (consumer: SpoolConsumer) => consumer.close() },
    { name: 'the spool is closed', end: () => spool.close() },
  ])('that waits ends when $name', async ({ end }) => {
    const abort = new AbortController()
    const consumer = await spool.consumer('alarms')
    const waiting = consumer.read({ signal: abort.signal })
    await end(consumer, abort)
    expect(await waiting).toBeUndefined()
    expect(await consumer.read({ signal: abort.signal })).toBeUndefined()
  })

  it.each([
    { name: 'a second one of the name', act: () => spool.consumer('alarms'), message: 'consumer alarms is open already' },
    { name: 'a name that is no file name', act: () => spool.consumer('../x'), message: '"../x" is no consumer name' },
    { name: 'to be forgotten while open', act: () => spool.forget('alarms'), message: 'consumer alarms is open: close it first' },
  ])('is refused: $name', async ({ act, message }) => {
    await spool.consumer('alarms')
    await expect(act()).rejects.toThrow(message)
  })

  it('cannot save what it has not read', async () => {
    const consumer = await spool.consumer('alarms')
    await appendAll(spool, ['a', 'b'])
    await consumer.read({ maxRecords: 1 })
    await expect(consumer.save(3)).rejects.toThrow('consumer alarms cannot save 3: it has read up to 2')
    await expect(consumer.save(Number.NaN)).rejects.toThrow(RangeError)
  })

  it('reads one batch at a time', async () => {
    const consumer = await spool.consumer('alarms')
    const waiting = consumer.read()
    await expect(consumer.read()).rejects.toThrow('consumer alarms reads already')
    await expect(consumer.rewind()).rejects.toThrow('consumer alarms is reading')
    await appendAll(spool, ['a'])
    await waiting
  })
})

describe('several consumers', () => {
  /** Reads until the log has given `total` records, saving after every batch. */
  const drain = async (consumer: SpoolConsumer, total: number, maxRecords: number): Promise<string[]> => {
    const texts: string[] = []
    for await (const batch of consumer.batches({ maxRecords })) {
      texts.push(...batch.records.map(textOf))
      await consumer.save(batch.next)
      if (texts.length >= total) break
    }
    return texts
  }

  it('each get every record once, in order, while the log grows, from memory or from the disk', async () => {
    const groups = fc.array(fc.array(fc.nat(900), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 40 })
    await fc.assert(fc.asyncProperty(groups, fc.nat(6), async (groups, maxRecords) => {
      const temporary = await createTemporarySpool()
      const spool = await temporary.open()
      const texts = groups.map((group, index) => group.map((bytes, place) => `${index}/${place}`.padEnd(bytes)))
      const total = texts.flat().length
      const consumers = await Promise.all(['a', 'b', 'c'].map((name) => spool.consumer(name)))
      const drained = consumers.map((consumer, index) => drain(consumer, total, 1 + maxRecords * index))
      for (const group of texts) await appendAll(spool, group)
      for (const seen of await Promise.all(drained)) expect(seen).toEqual(texts.flat())
      expect(spool.stats()).toMatchObject({ consumers: [{ lagRecords: 0 }, { lagRecords: 0 }, { lagRecords: 0 }], damages: 0 })
      await spool.close()
      await temporary.remove()
    }), { numRuns: 25 })
  })

  it('that keep up read memory only, and the one that does not reads the disk from where it is', async () => {
    const [fast, slow] = [await spool.consumer('fast'), await spool.consumer('slow')]
    expect(await slow.close()).toBeUndefined()
    const texts = Array.from({ length: 60 }, (_, index) => `${index}`.padEnd(500))
    for (const text of texts) {
      spool.append(recordOf(text))
      await spool.commit()
      expect(textsIn(await fast.read())).toEqual([text])
    }
    const again = await spool.consumer('slow')
    const seen: string[] = []
    while (seen.length < 60) seen.push(...textsIn(await again.read({ maxRecords: 7 })) ?? [])
    expect(seen).toEqual(texts)
  })
})

describe('a consumer that reads the disk while the log grows', () => {
  /** A disk that stops half way through a write, or before a sync, until it is let go. */
  const createHeldDisk = (at: 'write' | 'sync') => {
    let held = Promise.withResolvers<void>()
    let reached = Promise.withResolvers<void>()
    held.resolve()
    const stop = (): Promise<void> => {
      reached.resolve()
      return held.promise
    }
    const disk: SpoolDisk = {
      ...nodeDisk,
      write: async (fd, buffers, position) => {
        if (at === 'sync') return nodeDisk.write(fd, buffers, position)
        const [head = new Uint8Array()] = buffers
        const written = await nodeDisk.write(fd, [head.subarray(0, Math.ceil(head.length / 2))], position)
        await stop()
        return written
      },
      sync: (fd) => (at === 'sync' ? stop() : nodeDisk.sync(fd)),
    }
    const hold = (): { reached: Promise<void>; release: () => void } => {
      held = Promise.withResolvers<void>()
      reached = Promise.withResolvers<void>()
      return { reached: reached.promise, release: held.resolve }
    }
    return { disk, hold }
  }

  it('does not take a group that is half written for damage', async () => {
    const temporary = await createTemporarySpool()
    const { disk, hold } = createHeldDisk('write')
    const spool = await temporary.open({ disk, memoryBytes: 0 })
    const consumer = await spool.consumer('alarms')
    await appendAll(spool, ['a'])
    const { reached, release } = hold()
    const durable = appendAll(spool, ['b'.repeat(500)])
    await reached
    expect(textsIn(await consumer.read())).toEqual(['a'])
    release()
    await durable
    expect(textsIn(await consumer.read())).toEqual(['b'.repeat(500)])
    expect(spool.stats().damages).toBe(0)
    await temporary.remove()
  })

  it('misses no record, at whatever moment of its reading that becomes durable', async () => {
    const temporary = await createTemporarySpool()
    const { disk, hold } = createHeldDisk('sync')
    const spool = await temporary.open({ disk, memoryBytes: 0 })
    const consumer = await spool.consumer('alarms')
    for (let moment = 0; moment < 40; moment++) {
      const { reached, release } = hold()
      const durable = appendAll(spool, [`${moment}`])
      await reached
      // Nothing but microtasks is left until the log has grown.
      release()
      for (let turn = 0; turn < moment; turn++) await Promise.resolve()
      expect(textsIn(await consumer.read())).toEqual([`${moment}`])
      await durable
    }
    await temporary.remove()
  })
})
