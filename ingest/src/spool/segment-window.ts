import { open, type FileHandle } from 'node:fs/promises'

/** Read at once: a disk and the system call cost less by the megabyte. */
const WINDOW_BYTES = 1_048_576

/** An open segment, read in large pieces. Every piece is new memory, since records of the one before may still be in use. */
export class SegmentWindow {
  readonly path: string
  private readonly file: FileHandle
  private start = 0
  private bytes = Buffer.alloc(0)

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.file = file
  }

  static async open(path: string): Promise<SegmentWindow> {
    return new SegmentWindow(path, await open(path, 'r'))
  }

  /** Fewer bytes only at `limit`, behind which the next group may be half written: nothing from there may stay in the window. */
  async read(offset: number, bytes: number, limit: number): Promise<Buffer> {
    if (offset < this.start || offset + bytes > this.start + this.bytes.length) await this.move(offset, bytes, limit)
    return this.bytes.subarray(offset - this.start, offset - this.start + bytes)
  }

  async close(): Promise<void> {
    await this.file.close()
  }

  private async move(offset: number, bytes: number, limit: number): Promise<void> {
    // Never more than there is: a damaged length must not become memory.
    const window = Buffer.allocUnsafeSlow(Math.max(0, Math.min(Math.max(bytes, WINDOW_BYTES), limit - offset)))
    let filled = 0
    while (filled < window.length) {
      const { bytesRead } = await this.file.read(window, filled, window.length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    this.start = offset
    this.bytes = window.subarray(0, filled)
  }
}
