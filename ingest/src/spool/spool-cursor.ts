import { BLOCK_HEADER } from './block.ts'
import type { RecentBlocks } from './recent-blocks.ts'
import { BlockRecords, readBlock } from './segment-reader.ts'
import { SegmentWindow } from './segment-window.ts'
import type { Segment, Segments } from './segments.ts'
import { systemCodeOf } from './spool-errors.ts'
import type { StoredRecord } from './spool-record.ts'

export interface RecordBatch {
  records: StoredRecord[]
  /** The position behind the batch: what a consumer saves once it is done with the batch, and where the next read begins. */
  next: number
}

/** Durable records that cannot be read any more. */
export interface Damage {
  file: string
  offset: number
  detail: string
}

export interface CursorSource {
  segments: Segments
  recent: RecentBlocks
  /** The position behind the newest durable record. */
  end: () => number
  onDamage: (damage: Damage) => void
}

interface Place {
  segment: Segment
  offset: number
}

/** Reads the log forwards, from memory where it can. One call at a time. */
export class SpoolCursor {
  private readonly source: CursorSource
  private position: number
  private records: BlockRecords | undefined
  private place: Place | undefined
  private window: SegmentWindow | undefined

  constructor(source: CursorSource, from: number) {
    this.source = source
    this.position = from
  }

  get next(): number {
    return this.position
  }

  /** What is durable now, up to the bounds (of the payloads and their headers, soft by one record); empty at the end of the log. */
  async read(maxRecords: number, maxBytes: number): Promise<RecordBatch> {
    const records: StoredRecord[] = []
    let bytes = 0
    while (records.length < maxRecords && bytes < maxBytes) {
      // Before the search: what becomes durable during it must not be jumped over.
      const end = this.source.end()
      const block = this.records ?? await this.nextBlock()
      if (block === undefined) {
        // Nothing is left, so whatever lies between here and that end are failed or damaged records.
        this.position = Math.max(this.position, end)
        break
      }
      block.skipTo(this.position)
      bytes += block.take(records, maxRecords - records.length, maxBytes - bytes)
      this.position = Math.max(this.position, block.next)
      this.records = block.isEmpty ? undefined : block
    }
    return { records, next: this.position }
  }

  async close(): Promise<void> {
    const { window } = this
    this.window = undefined
    await window?.close()
  }

  private async nextBlock(): Promise<BlockRecords | undefined> {
    const recent = this.source.recent.find(this.position)
    if (recent === undefined) return this.nextFromDisk()
    const { block, segment, end } = recent
    this.place = { segment, offset: end }
    return new BlockRecords(block.first, block.count, block.bytes.subarray(BLOCK_HEADER))
  }

  private async nextFromDisk(): Promise<BlockRecords | undefined> {
    if (this.position >= this.source.end()) return undefined
    for (let place = this.startPlace(); place !== undefined; place = this.placeAfter(place)) {
      const found = await this.searchSegment(place)
      if (found !== undefined) return found
    }
    return undefined
  }

  private startPlace(): Place | undefined {
    const { place, source } = this
    if (place !== undefined && source.segments.list.includes(place.segment)) return place
    const segment = source.segments.holding(this.position)
    return segment === undefined ? undefined : { segment, offset: 0 }
  }

  private placeAfter({ segment }: Place): Place | undefined {
    const following = this.source.segments.after(segment)
    return following === undefined ? undefined : { segment: following, offset: 0 }
  }

  /** The first undamaged block from `place` on that holds something at or behind the position. */
  private async searchSegment(place: Place): Promise<BlockRecords | undefined> {
    const { segment } = place
    const window = await this.openWindow(segment)
    if (window === undefined) return undefined
    for (;;) {
      this.place = place
      // Asked for in each round: the newest segment grows while it is read.
      const size = segment.bytes
      if (place.offset >= size) return undefined
      const at = await readBlock((offset, bytes) => window.read(offset, bytes, size), place.offset, size)
      if (at.kind === 'block') {
        place.offset = at.next
        if (at.header.first + at.header.count > this.position) return new BlockRecords(at.header.first, at.header.count, at.body)
      } else if (at.kind === 'damaged') {
        this.report(place, `${at.header.count} records from sequence ${at.header.first} fail their checksum`)
        place.offset = at.next
      } else {
        this.report(place, `the rest of the file (${size - place.offset} bytes) cannot be read`)
        place.offset = size
      }
    }
  }

  private report({ segment, offset }: Place, detail: string): void {
    this.source.onDamage({ file: segment.path, offset, detail })
  }

  private async openWindow(segment: Segment): Promise<SegmentWindow | undefined> {
    if (this.window?.path === segment.path) return this.window
    await this.close()
    try {
      this.window = await SegmentWindow.open(segment.path)
      return this.window
    } catch (error) {
      // Every consumer has passed it meanwhile, and it was deleted; only a plain read can come so late.
      if (systemCodeOf(error) === 'ENOENT' && !this.source.segments.list.includes(segment)) return undefined
      throw error
    }
  }
}
