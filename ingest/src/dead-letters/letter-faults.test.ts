import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openLetterFolder, type Letter, type LetterFolder } from './letter-folder.ts'

const WIDE = { maxBytes: 1e9, maxLetters: 1e9 }
const folders: string[] = []
const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazard-letters-'))
  folders.push(folder)
  return folder
}

const mounted = await makeFolder()
const succeeds = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0
/** A disk of its own, if this system lets us have one. */
const isMounted = succeeds('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mounted])

afterAll(async () => {
  if (isMounted) succeeds('umount', [mounted])
  for (const folder of folders) await rm(folder, { recursive: true })
})

const letter = (id: number, bytes = 30_000): Letter => ({
  payload: Buffer.alloc(bytes, id % 256),
  head: { id, at: id, topic: 't', enterprise: 'E1', gateway: null, reasons: {}, first: null, accepted: 0, unknown: null, bytes, correction: 0 },
})
/** @returns the ids of all letters, each read back whole. */
const readAll = async (folder: LetterFolder): Promise<number[]> => {
  const ids: number[] = []
  for (const entry of folder.index.ordered()) {
    const found = await folder.read(entry)
    if (found?.head.id === entry.id) ids.push(entry.id)
  }
  return ids
}

describe.skipIf(!isMounted)('on a disk of 2 MB', () => {
  it('what does not fit is refused, what was kept stays whole, and with room again it goes on', async () => {
    const folder = await openLetterFolder(join(mounted, 'letters'), WIDE)
    const kept: number[] = []
    let failure: unknown
    for (let id = 1; failure === undefined; id++) failure = await folder.append([letter(id)]).then(() => { kept.push(id) }, (error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ENOSPC' })
    expect(kept.length).toBeGreaterThan(40)
    await expect(folder.append([letter(900)])).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(await readAll(folder)).toEqual(kept)
    await rm(join(mounted, 'letters', 'enterprise-E1', '1.letters'))
    await folder.append([letter(901)])
    const again = await openLetterFolder(join(mounted, 'letters'), WIDE)
    expect((await readAll(again)).at(-1)).toBe(901)
  })

  it('the last of the disk is left to the readings', async () => {
    const folder = await openLetterFolder(join(mounted, 'letters'), { ...WIDE, reserveBytes: 100 * 1024 ** 2 })
    await expect(folder.append([letter(1_000)])).rejects.toThrow(/free on the disk/)
    await writeFile(join(mounted, 'reading'), 'there is room')
  })
})

it('kill -9 at 8 moments: what was said to be kept is there and whole, what has left does not come back', async () => {
  const path = await makeFolder()
  const script = fileURLToPath(new URL('./keep-until-killed.ts', import.meta.url))
  const kept = new Set<number>()
  const left = new Set<number>()
  for (const [round, lines] of [1, 2, 5, 17, 60, 200, 333, 40].entries()) {
    const child = spawn(process.execPath, [script, path, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    let heard = 0
    for await (const line of createInterface({ input: child.stdout })) {
      if (++heard === lines) child.kill('SIGKILL')
      const [what, id] = line.split(' ')
      if (what === 'kept') kept.add(Number(id))
      if (what === 'left') left.add(Number(id))
    }
    await ended
  }
  const folder = await openLetterFolder(path, WIDE)
  const ids = new Set(await readAll(folder))
  expect(ids.size).toBe(folder.index.entries.size)
  // Of each run one may have left without having said so.
  expect([...kept].filter((id) => !ids.has(id) && !left.has(id)).length).toBeLessThanOrEqual(8)
  expect([...left].filter((id) => ids.has(id))).toEqual([])
  expect(left.size).toBeGreaterThan(100)
}, 60_000)
