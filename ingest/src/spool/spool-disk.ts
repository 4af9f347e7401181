import { close, fdatasync, fsync, ftruncate, open, unlink, writev } from 'node:fs'
import { promisify } from 'node:util'
import { systemCodeOf } from './spool-errors.ts'

/** What the spool does to a disk when it writes. A test passes one that fails. */
export interface SpoolDisk {
  /** A file that is not there yet; its descriptor. */
  create(path: string): Promise<number>
  /** Bytes written, which may be fewer than asked for. */
  write(fd: number, buffers: Uint8Array[], position: number): Promise<number>
  sync(fd: number): Promise<void>
  truncate(fd: number, bytes: number): Promise<void>
  close(fd: number): Promise<void>
  remove(path: string): Promise<void>
  /** Makes the names of new files durable, not only their contents. */
  syncFolder(folder: string): Promise<void>
}

const openFile = promisify(open)
const writeBuffers = promisify(writev)
const removeFile = promisify(unlink)
const closeFile = promisify(close)

export const nodeDisk: SpoolDisk = {
  create: (path) => openFile(path, 'wx'),
  write: async (fd, buffers, position) => (await writeBuffers(fd, buffers, position)).bytesWritten,
  sync: promisify(fdatasync),
  truncate: promisify(ftruncate),
  close: closeFile,
  remove: async (path) => {
    await removeFile(path).catch((error: unknown) => { if (systemCodeOf(error) !== 'ENOENT') throw error })
  },
  syncFolder: async (folder) => {
    // Windows cannot open a folder, and has no need to.
    if (process.platform === 'win32') return
    const fd = await openFile(folder, 'r')
    try {
      await promisify(fsync)(fd)
    } finally {
      await closeFile(fd)
    }
  },
}

/** Writes all of it, however many calls that takes (a disk that runs full takes a part first). */
export const writeAll = async (disk: SpoolDisk, fd: number, buffers: Uint8Array[], position: number): Promise<number> => {
  let at = position
  for (let rest = buffers; rest.length > 0;) {
    const written = await disk.write(fd, rest, at)
    if (!(written > 0)) throw new Error(`the disk took ${written} bytes`)
    at += written
    rest = withoutFirst(rest, written)
  }
  return at - position
}

const withoutFirst = (buffers: Uint8Array[], bytes: number): Uint8Array[] => {
  let skip = bytes
  return buffers.flatMap((buffer) => {
    const left = buffer.subarray(Math.min(skip, buffer.length))
    skip -= buffer.length - left.length
    return left.length === 0 ? [] : [left]
  })
}
