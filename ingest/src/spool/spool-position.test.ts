import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SpoolPosition } from './spool-position.ts'
import { createTemporarySpool, type TemporarySpool } from './temporary-spool.ts'

let temporary: TemporarySpool
let path = ''
const logged: string[] = []
const log = { error: (_fields: unknown, message?: string) => { logged.push(String(message)) } }
const open = (start = 1): Promise<SpoolPosition> => SpoolPosition.open(path, start, log)

beforeEach(async () => {
  temporary = await createTemporarySpool()
  path = join(temporary.folder, 'history')
  logged.length = 0
})
afterEach(() => temporary.remove())

/** Saves the positions, each durable before the next, and gives the file back. */
const fileAfter = async (positions: number[]): Promise<Buffer> => {
  await writeFile(path, '')
  const position = await open()
  for (const to of positions) await position.save(to)
  await position.close()
  return readFile(path)
}

const reopened = async (): Promise<number> => {
  const position = await open(1)
  await position.close()
  return position.saved
}

describe('a position', () => {
  it.each([
    { name: 'that is new begins where it is told to', saves: [], saved: 1 },
    { name: 'is the one saved last', saves: [5, 9, 2 ** 40], saved: 2 ** 40 },
    { name: 'never goes back', saves: [9, 4], saved: 9 },
  ])('$name', async ({ saves, saved }) => {
    await fileAfter(saves)
    expect(await reopened()).toBe(saved)
  })

  it('survives any sequence of saves, some at once, and reopenings', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.nat(1e9), { maxLength: 6 }), { maxLength: 4 }), async (lives) => {
      await writeFile(path, '')
      let highest = 1
      for (const saves of lives) {
        const position = await open()
        expect(position.saved).toBe(highest)
        await Promise.all(saves.map(async (to) => {
          await position.save(to)
          expect(position.saved).toBeGreaterThanOrEqual(to)
        }))
        highest = Math.max(highest, ...saves)
        await position.close()
      }
      expect(await reopened()).toBe(highest)
    }), { numRuns: 30 })
  })

  it('is the one before when the last write was cut off, whatever byte of it is wrong', async () => {
    const before = await fileAfter([5])
    const after = await fileAfter([5, 9])
    const changed = [...after.keys()].filter((offset) => after[offset] !== before[offset])
    expect(changed.length).toBeGreaterThan(0)
    for (const offset of changed) {
      const torn = Buffer.from(after)
      torn.writeUInt8(after.readUInt8(offset) ^ 0x55, offset)
      await writeFile(path, torn)
      expect(await reopened()).toBe(5)
    }
    expect(logged).toEqual([])
  })

  it('that is unreadable begins at the oldest record, and says so', async () => {
    await writeFile(path, 'x'.repeat(8_192))
    const position = await open(42)
    await position.close()
    expect(position.saved).toBe(42)
    expect(logged).toEqual(['a spool position is unreadable: its consumer starts again at the oldest record'])
  })

  it('that cannot be written rejects, and is saved when it is tried again', async () => {
    const position = await open()
    await position.close()
    await expect(position.save(3)).rejects.toMatchObject({ code: 'store_unavailable', name: 'SpoolWriteError' })
    expect(position.saved).toBe(1)
    expect(await reopened()).toBe(1)
  })
})
