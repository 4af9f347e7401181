import type { Block } from './block.ts'
import type { Segment } from './segments.ts'

/** A durable block that is still in memory, and where it lies on the disk. */
export interface RecentBlock {
  block: Block
  segment: Segment
  /** Offset in the segment behind it. */
  end: number
}

/** The newest durable blocks, so that a consumer that keeps up never reads the disk. */
export class RecentBlocks {
  private readonly maxBytes: number
  private blocks: (RecentBlock | undefined)[] = []
  private bytes = 0
  /** Cells before it are empty; the array is cut when half of it is. */
  private head = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  add(recent: RecentBlock): void {
    this.blocks.push(recent)
    this.bytes += recent.block.bytes.length
    while (this.bytes > this.maxBytes) this.forgetOldest()
  }

  /** The block that holds the sequence, or the first one behind it; undefined when it is older than all of them, or none. */
  find(sequence: number): RecentBlock | undefined {
    const oldest = this.blocks[this.head]
    if (oldest === undefined || sequence < oldest.block.first) return undefined
    let low = this.head
    let high = this.blocks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const block = this.blocks[middle]?.block
      if (block !== undefined && block.first + block.count <= sequence) low = middle + 1
      else high = middle
    }
    return this.blocks[low]
  }

  private forgetOldest(): void {
    this.bytes -= this.blocks[this.head]?.block.bytes.length ?? 0
    // At once: a block that the array still names is not collected, and a drain would hold gigabytes of them.
    this.blocks[this.head] = undefined
    this.head++
    if (this.head * 2 < this.blocks.length) return
    this.blocks = this.blocks.slice(this.head)
    this.head = 0
  }
}
