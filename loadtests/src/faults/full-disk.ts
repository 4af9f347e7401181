import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, open, rm, statfs, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MEGABYTE = 1024 * 1024

/** A small file system in memory, and how to fill it to the last byte. Needs root, for mount. */
const withSmallDisk = async <T>(megabytes: number, work: (folder: string, fill: () => Promise<void>, free: () => Promise<void>) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'hazardwatch-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  const ballast = join(folder, 'ballast')
  try {
    return await work(folder, () => fillUp(folder, ballast), () => rm(ballast, { force: true }))
  } finally {
    await run('umount', ['-l', folder])
    await rm(folder, { recursive: true, force: true })
  }
}

const fillUp = async (folder: string, ballast: string): Promise<void> => {
  const handle = await open(ballast, 'w')
  try {
    for (let size = MEGABYTE; size >= 4096;) {
      const { bavail, bsize } = await statfs(folder)
      if (bavail === 0) return
      if (bavail * bsize < size) { size /= 2; continue }
      await handle.write(Buffer.alloc(size)).catch(() => undefined)
    }
  } finally {
    await handle.close()
  }
}

/** The whole data folder on a small disk. */
export const withFullDisk = <T>(work: (dataDir: string, full: () => Promise<void>, room: () => Promise<void>) => Promise<T>): Promise<T> => withSmallDisk(400, work)

/** Only the reading store on a small disk; spool and records beside it on the other one. */
export const withStoreAway = async <T>(work: (dataDir: string, away: () => Promise<void>, back: () => Promise<void>) => Promise<T>): Promise<T> => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'hazardwatch-beside-'))
  try {
    return await withSmallDisk(200, async (dataDir, away, back) => {
      await mkdir(join(elsewhere, 'spool'))
      await symlink(join(elsewhere, 'spool'), join(dataDir, 'spool'))
      await symlink(join(elsewhere, 'records.sqlite'), join(dataDir, 'records.sqlite'))
      return work(dataDir, away, back)
    })
  } finally {
    await rm(elsewhere, { recursive: true, force: true })
  }
}
