import { dirname } from 'node:path'
import type { Log } from '@hazardwatch/shared/node/log'
import type { Block } from './block.ts'
import { segmentPath, type Segment, type Segments } from './segments.ts'
import { writeAll, type SpoolDisk } from './spool-disk.ts'
import { SpoolWriteError } from './spool-errors.ts'

export interface SegmentWriterOptions {
  folder: string
  segmentBytes: number
  segments: Segments
  disk: SpoolDisk
  log: Pick<Log, 'error'>
}

/**
 * Writes one group after the other, each durable before the next begins: recovery counts on it.
 * It never goes on with a file of an earlier process, nor with one whose write or sync failed: after a failed fdatasync the kernel may
 * call pages clean that never reached the disk, so a second fdatasync that succeeds proves nothing.
 */
export class SegmentWriter {
  private readonly options: SegmentWriterOptions
  private active: { segment: Segment; fd: number } | undefined

  constructor(options: SegmentWriterOptions) {
    this.options = options
  }

  /** The segment that grows; undefined between two. */
  get growing(): Segment | undefined {
    return this.active?.segment
  }

  /** Resolves when the group is durable. Rejects with SpoolWriteError when it is not; the file then ends where it ended before. */
  async write(blocks: Block[]): Promise<Segment | undefined> {
    const [head] = blocks
    const tail = blocks.at(-1)
    if (head === undefined || tail === undefined) return undefined
    const { segment, fd } = this.active ??= await this.begin(head)
    const { disk } = this.options
    try {
      const written = await writeAll(disk, fd, blocks.map(({ bytes }) => bytes), segment.bytes)
      await disk.sync(fd)
      if (segment.bytes === 0) await disk.syncFolder(dirname(segment.path))
      if (segment.bytes === 0) this.options.segments.add(segment)
      segment.bytes += written
      segment.next = tail.first + tail.count
    } catch (error) {
      this.active = undefined
      await this.undo(segment, fd)
      throw new SpoolWriteError(segment.path, error)
    }
    if (segment.bytes >= this.options.segmentBytes) await this.end()
    return segment
  }

  /** Closes the growing segment, so that the next group begins a new one. */
  async end(): Promise<void> {
    const { active } = this
    this.active = undefined
    if (active !== undefined) await this.quietly(active.segment, 'closed', () => this.options.disk.close(active.fd))
  }

  private async begin(head: Block): Promise<{ segment: Segment; fd: number }> {
    const path = segmentPath(this.options.folder, head.first)
    try {
      const fd = await this.options.disk.create(path)
      return { fd, segment: { path, first: head.first, next: head.first, bytes: 0, firstAt: head.arrivedAt } }
    } catch (error) {
      throw new SpoolWriteError(path, error)
    }
  }

  /** What cannot be undone shows up as a record that was never acknowledged, or as damage that is reported: neither loses anything. */
  private async undo(segment: Segment, fd: number): Promise<void> {
    const { disk } = this.options
    await this.quietly(segment, 'cut back', async () => {
      await disk.truncate(fd, segment.bytes)
      await disk.sync(fd)
    })
    await this.quietly(segment, 'closed', () => disk.close(fd))
    if (segment.bytes === 0) await this.quietly(segment, 'removed', () => disk.remove(segment.path))
  }

  private async quietly(segment: Segment, what: string, act: () => Promise<void>): Promise<void> {
    await act().catch((error: unknown) => { this.options.log.error({ err: error, file: segment.path }, `a spool segment could not be ${what}`) })
  }
}
