import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Spool } from './spool.ts'
import {
  appendAll, createTemporarySpool, numbered, QUARTER, readAll, recordOf, refusalOf, SEGMENT, textOf, textsOf, type TemporarySpool,
} from './temporary-spool.ts'

let temporary: TemporarySpool
const open: TemporarySpool['open'] = (overrides) => temporary.open(overrides)
beforeEach(async () => { temporary = await createTemporarySpool() })
afterEach(() => temporary.remove())

describe('the log', () => {
  it('gives back what was committed, in order, before and after it was opened anew', async () => {
    const first = await open()
    expect(await appendAll(first, ['a', 'b'])).toEqual([1, 2])
    expect(await appendAll(first, ['c'])).toEqual([3])
    expect(await textsOf(first)).toEqual(['a', 'b', 'c'])
    await first.close()
    const second = await open()
    expect(await appendAll(second, ['d'])).toEqual([4])
    expect(await readAll(second)).toEqual(['a', 'b', 'c', 'd'].map((text, index) => ({ ...recordOf(text), sequence: index + 1 })))
  })

  it('shows nothing that is not durable', async () => {
    const spool = await open()
    spool.append(recordOf('a'))
    expect(await textsOf(spool)).toEqual([])
    expect(spool.stats()).toMatchObject({ end: 1, pendingBytes: expect.any(Number), bytes: 0 })
  })

  it('writes what was appended when it closes, and then takes nothing', async () => {
    const spool = await open()
    spool.append(recordOf('a'))
    await spool.close()
    expect(refusalOf(() => spool.append(recordOf('b')))).toBe('closed')
    expect(await textsOf(await open())).toEqual(['a'])
  })

  it('keeps a copy: the sender may use its buffer again at once', async () => {
    const spool = await open()
    const payload = Buffer.from('first')
    spool.append({ ...recordOf(''), payload })
    payload.write('later')
    await spool.commit()
    expect(await textsOf(spool)).toEqual(['first'])
  })

  it('goes over segments, and holds a record that is larger than the memory taken at once', async () => {
    const spool = await open({ maxBytes: 20e6, segmentBytes: 4e6, maxPendingBytes: 4e6 })
    const texts = ['a', 'x'.repeat(3e6), 'b'.padEnd(2e6), 'c']
    for (const text of texts) await appendAll(spool, [text])
    expect(await temporary.segmentFiles()).toEqual(['0000000000000001.segment', '0000000000000004.segment'])
    expect(await textsOf(spool)).toEqual(texts)
  })

  it('reads in pieces bounded by number and by bytes', async () => {
    const spool = await open()
    await appendAll(spool, numbered(1, 5, 100))
    expect((await spool.read(2, 2, Infinity)).records.map(({ sequence }) => sequence)).toEqual([2, 3])
    expect(await spool.read(2, 9, 100)).toMatchObject({ records: [{ sequence: 2 }], next: 3 })
    expect(await spool.read(6, 9, 9)).toEqual({ records: [], next: 6 })
  })

  it('reads on where a read ended, also when others read at the same time, and when the segment is deleted meanwhile', async () => {
    const spool = await open({ memoryBytes: 0 })
    await appendAll(spool, numbered(1, 3, 10))
    for (let from = 4; from <= 40; from++) await appendAll(spool, numbered(from, 1, 500))
    const seen: number[] = []
    for (let next = 1; next <= 20;) {
      const [mine, other] = await Promise.all([spool.read(next, 3, Infinity), spool.read(next, 2, Infinity)])
      expect(other.records).toEqual(mine.records.slice(0, 2))
      seen.push(...mine.records.map(({ sequence }) => sequence))
      next = mine.next
    }
    expect(seen).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    const consumer = await spool.consumer('history')
    await consumer.skip(35)
    const { oldest } = spool.stats()
    expect(oldest).toBeGreaterThan(22)
    expect((await spool.read(22, 1, Infinity)).records[0]?.sequence).toBe(oldest)
  })

  it.each([
    { name: 'a record that could never fit', act: (spool: Spool) => spool.append(recordOf('x'.repeat(SEGMENT))), code: 'payload_too_large' },
    { name: 'a record without a format', act: (spool: Spool) => spool.append({ ...recordOf('x'), format: Number.NaN }), code: 'bad_request' },
  ])('refuses $name', async ({ act, code }) => {
    const spool = await open()
    expect(refusalOf(() => act(spool))).toMatchObject({ code })
    expect(spool.stats()).toMatchObject({ refused: 0, refusing: undefined })
  })
})

describe('opening', () => {
  it('cuts off a group that a crash left half written, and says so', async () => {
    const first = await open()
    await appendAll(first, ['a'])
    await appendAll(first, ['b', 'c'])
    await first.close()
    const file = join(temporary.folder, '0000000000000001.segment')
    await truncate(file, (await stat(file)).size - 1)
    const second = await open()
    expect(temporary.logged).toEqual(['warn: the spool ended in a group that was never durable: it was cut off'])
    await appendAll(second, ['d'])
    expect(await textsOf(second)).toEqual(['a', 'd'])
  })

  it('of a log whose middle is damaged reads the rest, tells file and offset once, and loses no more', async () => {
    const first = await open()
    for (const text of ['a', 'b', 'c'].map((text) => text.padEnd(QUARTER))) await appendAll(first, [text])
    for (const text of numbered(1, 4, QUARTER)) await appendAll(first, [text])
    await first.close()
    const [oldest = ''] = await temporary.segmentFiles()
    const bytes = await readFile(join(temporary.folder, oldest))
    bytes.write('damage', bytes.indexOf('b   '))
    await writeFile(join(temporary.folder, oldest), bytes)
    const second = await open()
    expect((await textsOf(second)).map((text) => text.trim())).toEqual(['a', 'c', '1', '2', '3', '4'])
    await readAll(second)
    expect(temporary.logged).toEqual(['error: a spool segment is damaged: records that were durable cannot be read'])
    expect(second.stats().damages).toBe(1)
  })

  it('never gives out a sequence that a consumer takes for passed, even when the log is gone', async () => {
    const first = await open()
    const before = await first.consumer('history')
    await appendAll(first, numbered(1, 9))
    await before.save((await before.read())?.next ?? 0)
    await first.close()
    for (const file of await temporary.segmentFiles()) await truncate(join(temporary.folder, file), 0)
    const second = await open()
    expect(await appendAll(second, ['new'])).toEqual([10])
    const after = await second.consumer('history')
    expect((await after.read())?.records.map(textOf)).toEqual(['new'])
  })

  it('twice is refused, also by another process, until the first one has let go', async () => {
    const detail = expect.stringMatching(/is in use by another process: stop it, or choose another HAZARD_DATA_DIR$/) as string
    const first = await open()
    await expect(open()).rejects.toMatchObject({ code: 'store_unavailable', detail })
    await first.close()
    const script = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url))
    const other = spawn(process.execPath, [script, temporary.folder, '1'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    await expect(temporary.open()).rejects.toMatchObject({ detail })
    const ended = once(other, 'exit')
    other.kill('SIGKILL')
    await ended
    await expect(open()).resolves.toBeDefined()
  })

  it('takes no offence at a segment that was made just before a crash, and is empty', async () => {
    const first = await open()
    await appendAll(first, ['a'])
    await first.close()
    await writeFile(join(temporary.folder, '0000000000000002.segment'), '')
    const second = await open()
    expect(await appendAll(second, ['b'])).toEqual([2])
    expect(await textsOf(second)).toEqual(['a', 'b'])
    expect(temporary.logged).toEqual([])
  })

  it('with bounds that could fill the log for ever is refused', async () => {
    await expect(temporary.open({ maxBytes: SEGMENT * 2 })).rejects.toMatchObject({ code: 'bad_request' })
    await expect(temporary.open({ maxPendingBytes: SEGMENT * 2 })).rejects.toMatchObject({ code: 'bad_request' })
  })
})
