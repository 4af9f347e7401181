import { appendFile, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLetterFolder, type Letter, type LetterFolder } from './letter-folder.ts'

const BOUNDS = { maxBytes: 100 * 1024 ** 2, maxLetters: 1_000_000 }
let path: string

beforeEach(async () => { path = await mkdtemp(join(tmpdir(), 'hazard-letters-')) })
afterEach(async () => { await rm(path, { recursive: true }) })

const letter = (id: number, enterprise = 'E1', payload = `payload ${id}`): Letter => ({
  payload: Buffer.from(payload),
  head: { id, at: id, topic: 't', enterprise, gateway: null, reasons: { unknown_point: 1 }, first: null, accepted: 0, unknown: null, bytes: payload.length, correction: 0 },
})
const idsIn = (folder: LetterFolder): number[] => folder.index.ordered().map(({ id }) => id)
const payloadOf = async (folder: LetterFolder, id: number): Promise<string | undefined> => {
  const entry = folder.index.entries.get(id)
  const found = entry && await folder.read(entry)
  return found && Buffer.from(found.payload).toString()
}
const filesIn = async (): Promise<string[]> => (await Promise.all((await readdir(path)).map(async (share) => (await readdir(join(path, share))).map((name) => join(path, share, name))))).flat()

describe('letters on the disk', () => {
  it('are there after a restart, but for those that left', async () => {
    const folder = await openLetterFolder(path, BOUNDS)
    await folder.append([letter(1), letter(2, 'E2'), letter(3)])
    await folder.append([letter(4)])
    await folder.remove([1, 4])
    const again = await openLetterFolder(path, BOUNDS)
    expect([idsIn(folder), idsIn(again)]).toEqual([[2, 3], [2, 3]])
    expect([await payloadOf(again, 2), await payloadOf(again, 3), again.index.bytes()]).toEqual(['payload 2', 'payload 3', folder.index.bytes()])
    await again.append([letter(5)])
    expect([await payloadOf(again, 3), await payloadOf(again, 5)]).toEqual(['payload 3', 'payload 5'])
  })

  it('of an earlier run stay when the first of them leaves', async () => {
    await (await openLetterFolder(path, BOUNDS)).append([letter(1), letter(2), letter(3)])
    const folder = await openLetterFolder(path, BOUNDS)
    await folder.remove([1])
    expect([await payloadOf(folder, 2), await payloadOf(folder, 3)]).toEqual(['payload 2', 'payload 3'])
    const again = await openLetterFolder(path, BOUNDS)
    expect([idsIn(again), await payloadOf(again, 3), [1, 2, 4].map((id) => again.hasHad(id))]).toEqual([[2, 3], 'payload 3', [true, true, false]])
  })

  it('leave no file behind when all have left', async () => {
    const folder = await openLetterFolder(path, BOUNDS)
    await folder.append([letter(1), letter(2)])
    await folder.remove([1, 2])
    expect([await filesIn(), folder.index.bytes()]).toEqual([[], 0])
  })

  it.each([1, 9, 20])('that a kill has torn by %d bytes are cut off, those before stay', async (torn) => {
    const folder = await openLetterFolder(path, BOUNDS)
    await folder.append([letter(1), letter(2), letter(3)])
    const [file = ''] = await filesIn()
    await truncate(file, folder.index.bytes() - torn)
    const again = await openLetterFolder(path, BOUNDS)
    expect(idsIn(again)).toEqual([1, 2])
    await appendFile(file, 'noise that is no letter')
    expect(idsIn(await openLetterFolder(path, BOUNDS))).toEqual([1, 2])
    expect(idsIn(await openLetterFolder(path, BOUNDS))).toEqual([1, 2])
  })

  it('of a code that looks like a way out stay in the folder', async () => {
    const folder = await openLetterFolder(path, BOUNDS)
    await folder.append([letter(1, '..'), letter(2, '.')])
    expect((await readdir(path)).sort()).toEqual(['enterprise-.', 'enterprise-..'])
  })

  it('that the disk refuses are told, and those before and after are whole', async () => {
    const folder = await openLetterFolder(path, BOUNDS)
    await folder.append([letter(1)])
    await writeFile(join(path, 'enterprise-E2'), 'in the way')
    await expect(folder.append([letter(2, 'E2')])).rejects.toThrow(/EEXIST|ENOTDIR/)
    await folder.append([letter(3)])
    expect([await payloadOf(folder, 1), await payloadOf(folder, 3), idsIn(folder)]).toEqual(['payload 1', 'payload 3', [1, 3]])
  })
})

describe('a full folder', () => {
  const big = 'x'.repeat(300_000)

  it('drops the oldest of whoever has most, and counts them', async () => {
    const folder = await openLetterFolder(path, { ...BOUNDS, maxBytes: 5_000_000 })
    await folder.append([letter(1, 'QUIET')])
    for (let id = 2; id < 60; id++) await folder.append([letter(id, 'FLOOD', big)])
    const kept = idsIn(folder)
    expect(folder.index.bytes()).toBeLessThanOrEqual(5_000_000)
    expect([kept[0], kept.at(-1), folder.dropped()]).toEqual([1, 59, 59 - kept.length])
    expect(kept.slice(1)).toEqual(Array.from({ length: kept.length - 1 }, (_, index) => 61 - kept.length + index))
    expect(idsIn(await openLetterFolder(path, BOUNDS))).toEqual(kept)
  })

  it('holds a number of letters, however small', async () => {
    const folder = await openLetterFolder(path, { maxBytes: 1e9, maxLetters: 8_000 })
    for (let round = 0; round < 5; round++) await folder.append(Array.from({ length: 5_000 }, (_, index) => letter(1 + round * 5_000 + index)))
    expect(folder.index.entries.size).toBeLessThanOrEqual(8_000)
    expect(await payloadOf(folder, 25_000)).toBe('payload 25000')
  })
})
