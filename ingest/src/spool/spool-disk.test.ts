import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeDisk, type SpoolDisk } from './spool-disk.ts'
import { appendAll, createTemporarySpool, numbered, QUARTER, textsOf, type TemporarySpool } from './temporary-spool.ts'

let temporary: TemporarySpool
const open: TemporarySpool['open'] = (overrides) => temporary.open(overrides)
beforeEach(async () => { temporary = await createTemporarySpool() })
afterEach(() => temporary.remove())

describe('a disk that fails', () => {
  type Failing = 'create' | 'write' | 'sync' | 'syncFolder'
  /** Fails the named calls; a write first takes half of what it is given. */
  const createFailingDisk = (failing: Set<Failing>): SpoolDisk => {
    const error = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    const check = (what: Failing): void => { if (failing.has(what)) throw error }
    let halves = 0
    return {
      ...nodeDisk,
      create: async (path) => { check('create'); return nodeDisk.create(path) },
      write: async (fd, buffers, position) => {
        if (!failing.has('write')) return nodeDisk.write(fd, buffers, position)
        if (halves++ % 2 === 1) throw error
        const [head = new Uint8Array()] = buffers
        return nodeDisk.write(fd, [head.subarray(0, head.length / 2)], position)
      },
      sync: async (fd) => { check('sync'); return nodeDisk.sync(fd) },
      syncFolder: async (folder) => { check('syncFolder'); return nodeDisk.syncFolder(folder) },
    }
  }

  const failures = ['create', 'write', 'sync', 'syncFolder'] as const
  it.each(failures)('at %s: the group fails, what was durable stays, and later ones are durable again', async (what) => {
    const failing = new Set<Failing>()
    const spool = await open({ disk: createFailingDisk(failing) })
    const texts = numbered(1, 4, QUARTER)
    for (const text of texts) await appendAll(spool, [text])
    failing.add(what)
    await expect(appendAll(spool, ['lost'])).rejects.toMatchObject({ name: 'SpoolWriteError', diskFull: true, code: 'store_unavailable' })
    await expect(spool.commit()).rejects.toMatchObject({ diskFull: true })
    expect(spool.stats()).toMatchObject({ failures: 1, failing: true, end: 5 })
    expect(await textsOf(spool)).toEqual(texts)
    failing.clear()
    await appendAll(spool, ['after'])
    expect(spool.stats()).toMatchObject({ failing: false })
    await spool.close()
    expect(await textsOf(await open())).toEqual([...texts, 'after'])
    // The cut must be made durable too, and with this disk cannot be.
    expect(temporary.logged).toEqual(what === 'sync' ? ['error: a spool segment could not be cut back'] : [])
  })

  it('within a segment leaves it as it was, and goes on with a new one', async () => {
    const failing = new Set<Failing>()
    const spool = await open({ disk: createFailingDisk(failing) })
    await appendAll(spool, ['a'])
    const file = join(temporary.folder, '0000000000000001.segment')
    const { size } = await stat(file)
    failing.add('write')
    await expect(appendAll(spool, ['lost'])).rejects.toThrow('the disk is full: make room')
    expect((await stat(file)).size).toBe(size)
    failing.clear()
    await appendAll(spool, ['b'])
    expect(await temporary.segmentFiles()).toEqual(['0000000000000001.segment', '0000000000000003.segment'])
    expect(await textsOf(spool)).toEqual(['a', 'b'])
  })

  it('takes a large group in parts', async () => {
    const disk: SpoolDisk = { ...nodeDisk, write: async (fd, [head = new Uint8Array()], position) => nodeDisk.write(fd, [head.subarray(0, 700)], position) }
    const spool = await open({ disk, maxBytes: 20e6, segmentBytes: 4e6, maxPendingBytes: 4e6 })
    const texts = ['a'.repeat(5_000), 'b'.repeat(1_048_000), 'c'.repeat(3_000)]
    await appendAll(spool, texts)
    await spool.close()
    expect(await textsOf(await open())).toEqual(texts)
  })
})
