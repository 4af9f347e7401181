import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSpool } from './open-spool.ts'
import { appendAll, readAll, textsOf, T } from './temporary-spool.ts'

const MEGABYTE = 1_048_576
/** A disk of its own, if this system lets us have one; the failures of the injected disk are tested in any case. */
const mounted = await mkdtemp(join(tmpdir(), 'hazard-small-disk-'))
const succeeds = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const isMounted = succeeds('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mounted])

afterAll(async () => {
  if (isMounted) succeeds('umount', [mounted])
  await rm(mounted, { recursive: true })
})

describe.skipIf(!isMounted)('on a disk of 2 MB', () => {
  const folder = join(mounted, 'spool')
  const log = { error: () => undefined, warn: () => undefined }
  const sizes = { maxBytes: 100 * MEGABYTE, maxAgeMs: 1e9, segmentBytes: MEGABYTE / 2, maxPendingBytes: MEGABYTE / 2 }
  const open = () => openSpool({ folder, ...sizes, clock: () => T, log })
  beforeAll(async () => { await mkdir(folder) })

  it('what was durable stays, what did not fit is refused by name, and with room again it goes on', async () => {
    const spool = await open()
    const consumer = await spool.consumer('history')
    const durable: string[] = []
    let failure: unknown
    while (failure === undefined) {
      const texts = Array.from({ length: 30 }, (_, index) => `${durable.length + index}:`.padEnd(1_200))
      failure = await appendAll(spool, texts).then(() => { durable.push(...texts) }, (error: unknown) => error)
    }
    expect(failure).toMatchObject({ name: 'SpoolWriteError', diskFull: true })
    expect(durable.length).toBeGreaterThan(1_000)
    await expect(appendAll(spool, ['x'.repeat(200_000)])).rejects.toMatchObject({ diskFull: true })
    expect(await textsOf(spool)).toEqual(durable)

    // The position was given its room when it was made: it moves on a full disk, and that is what makes room.
    await writeFile(join(mounted, 'other'), 'x'.repeat(100_000)).catch(() => undefined)
    const batch = await consumer.read({ maxRecords: 900, maxBytes: Infinity })
    await consumer.save(batch?.next ?? 0)
    await spool.close()
    const again = await open()
    const kept = (await readAll(again)).length
    await appendAll(again, ['after'])
    expect(kept).toBeLessThan(durable.length)
    expect((await textsOf(again)).slice(0, -1)).toEqual(durable.slice(-kept))
    expect((await textsOf(again)).at(-1)).toBe('after')
    expect(again.stats().consumers).toMatchObject([{ name: 'history', position: batch?.next }])
    await again.close()
  })
})
