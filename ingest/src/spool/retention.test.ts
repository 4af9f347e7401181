import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Spool } from './spool.ts'
import {
  appendAll, createTemporarySpool, numbered, QUARTER, readAll, recordOf, refusalOf, SEGMENT, T, textOf, textsOf, type TemporarySpool,
} from './temporary-spool.ts'

let temporary: TemporarySpool
const open: TemporarySpool['open'] = (overrides) => temporary.open(overrides)
beforeEach(async () => { temporary = await createTemporarySpool() })
afterEach(() => temporary.remove())

describe('room', () => {
  it('ends when the log is full, and comes back when consumers have passed a segment', async () => {
    const spool = await open({ maxBytes: 3 * SEGMENT })
    const consumer = await spool.consumer('history')
    let taken = 0
    while (refusalOf(() => spool.append(recordOf('x'.repeat(QUARTER)))) !== 'bytes') {
      taken++
      await spool.commit()
    }
    expect(taken).toBe(11)
    expect(spool.stats()).toMatchObject({ refusing: 'bytes', refused: 1, maxBytes: 3 * SEGMENT })
    let again = false
    const room = spool.room()?.then(() => { again = true })
    await consumer.read({ maxRecords: 4 })
    await consumer.save(4)
    expect(again).toBe(false)
    await consumer.save(5)
    await room
    expect(spool.room()).toBeUndefined()
    expect(await appendAll(spool, ['fits'])).toEqual([12])
    expect((await readAll(spool)).map(({ sequence }) => sequence)).toEqual([5, 6, 7, 8, 9, 10, 11, 12])
  })

  it('ends when what is not passed is too old, and comes back when it is', async () => {
    const spool = await open({ maxAgeMs: 60_000 })
    const consumer = await spool.consumer('history')
    await appendAll(spool, ['old'])
    expect(spool.append(recordOf('still', T + 60_000))).toBe(2)
    temporary.clock.advance(60_001)
    expect(refusalOf(() => spool.append(recordOf('new', T + 60_001)))).toBe('age')
    expect(spool.stats()).toMatchObject({ refusing: 'age', oldestAgeMs: 60_001 })
    const room = spool.room()
    await consumer.read({ maxRecords: 1 })
    await consumer.save(2)
    await room
    expect(spool.append(recordOf('new', T + 60_001))).toBe(3)
  })

  it('ends when too much waits for the disk, and comes back by itself', async () => {
    const spool = await open()
    let taken = 0
    while (refusalOf(() => spool.append(recordOf('x'.repeat(QUARTER)))) !== 'pending') taken++
    expect(taken).toBe(3)
    await spool.room()
    await appendAll(spool, ['fits'])
    expect(await readAll(spool)).toHaveLength(4)
  })

  it('says in the error who holds the log up', async () => {
    const spool = await open({ maxAgeMs: 10 })
    const alarms = await spool.consumer('alarms')
    await spool.consumer('history')
    await appendAll(spool, ['old'])
    await alarms.save((await alarms.read())?.next ?? 0)
    expect(() => spool.append(recordOf('new', T + 11))).toThrow('the spool holds records older than 10 ms: it waits for history')
  })
})

describe('retention', () => {
  const fill = async (spool: Spool): Promise<void> => { for (const text of numbered(1, 12, QUARTER)) await appendAll(spool, [text]) }

  it('deletes a segment when the slower of two consumers has passed it', async () => {
    const spool = await open()
    const [fast, slow] = [await spool.consumer('alarms'), await spool.consumer('history')]
    await fill(spool)
    const before = (await temporary.segmentFiles()).length
    expect(before).toBe(3)
    await fast.save((await fast.read())?.next ?? 0)
    expect(spool.stats().segments).toBe(before)
    await slow.read({ maxRecords: 5 })
    await slow.save(6)
    expect(spool.stats()).toMatchObject({ segments: before - 1, oldest: 5 })
    await spool.close()
    expect(await temporary.segmentFiles()).toHaveLength(before - 1)
  })

  it('keeps everything for a consumer that is not open now, until it is forgotten', async () => {
    const first = await open()
    await first.consumer('alarms')
    await first.close()
    const spool = await open()
    const history = await spool.consumer('history')
    await fill(spool)
    await history.save((await history.read())?.next ?? 0)
    const consumers = [{ name: 'alarms', position: 1, lagRecords: 12 }, { name: 'history', lagRecords: 0 }]
    expect(spool.stats()).toMatchObject({ segments: 3, oldest: 1, consumers })
    await spool.forget('alarms')
    expect(spool.stats().segments).toBe(0)
    await appendAll(spool, ['goes on'])
    expect((await history.read())?.records.map(textOf)).toEqual(['goes on'])
  })

  it('keeps everything while there is no consumer', async () => {
    const spool = await open()
    await fill(spool)
    await spool.close()
    expect(await textsOf(await open())).toHaveLength(12)
  })
})

describe('lag', () => {
  it('is the number and the age of what a consumer has not passed', async () => {
    const spool = await open()
    const consumer = await spool.consumer('history')
    await appendAll(spool, ['a', 'b'])
    temporary.clock.advance(5_000)
    spool.append(recordOf('c', T + 5_000))
    await spool.commit()
    temporary.clock.advance(1_000)
    expect(spool.stats().consumers).toEqual([{ name: 'history', position: 1, lagRecords: 3, lagMs: 6_000 }])
    await consumer.read({ maxRecords: 2 })
    await consumer.save(3)
    expect(spool.stats().consumers).toEqual([{ name: 'history', position: 3, lagRecords: 1, lagMs: 1_000 }])
    await consumer.read()
    await consumer.save(4)
    expect(spool.stats()).toMatchObject({ oldestAgeMs: 0, consumers: [{ name: 'history', position: 4, lagRecords: 0, lagMs: 0 }] })
  })
})
