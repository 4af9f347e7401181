import { crc32 } from 'node:zlib'
import { BLOCK_HEADER, readBlockHeader, type BlockHeader } from './block.ts'
import { readRecord, recordEnd, RECORD_HEADER, type StoredRecord } from './spool-record.ts'

/** What lies at a place of a segment. `next` is where the block after it begins. Nothing is thrown: bytes on a disk may be anything. */
export type BlockAt =
  | { kind: 'block'; header: BlockHeader; body: Buffer; next: number }
  /** The header is whole, the records are not: the walk can go on behind them. */
  | { kind: 'damaged'; header: BlockHeader; next: number }
  /** No header: the walk ends. A later one is not searched for, since a payload may hold bytes that look like one. */
  | { kind: 'unreadable' }
  /** The bytes end within the block. */
  | { kind: 'short' }

/** Bytes of a segment from `offset`, fewer where it ends. */
export type ReadBytes = (offset: number, bytes: number) => Promise<Buffer>

/** The block at `offset` of a segment of `size` bytes. */
export const readBlock = async (read: ReadBytes, offset: number, size: number): Promise<BlockAt> => {
  const start = await read(offset, BLOCK_HEADER)
  if (start.length < BLOCK_HEADER) return { kind: 'short' }
  const header = readBlockHeader(start)
  if (header === undefined) return { kind: 'unreadable' }
  const next = offset + BLOCK_HEADER + header.bodyBytes
  if (next > size) return { kind: 'short' }
  const body = await read(offset + BLOCK_HEADER, header.bodyBytes)
  if (body.length < header.bodyBytes) return { kind: 'short' }
  return crc32(body) === header.bodyCrc ? { kind: 'block', header, body, next } : { kind: 'damaged', header, next }
}

/** The records of one block, read bit by bit. */
export class BlockRecords {
  private readonly body: Buffer
  private readonly view: DataView
  private readonly endBefore: number
  private sequence: number
  private offset = 0

  constructor(first: number, count: number, body: Buffer) {
    this.body = body
    this.view = new DataView(body.buffer, body.byteOffset, body.length)
    this.sequence = first
    this.endBefore = first + count
  }

  /** Sequence of the record that `take` gives next. */
  get next(): number {
    return this.sequence
  }

  get isEmpty(): boolean {
    return this.sequence >= this.endBefore
  }

  /** Passes over everything before the sequence. */
  skipTo(sequence: number): void {
    while (this.sequence < sequence && !this.isEmpty) this.pass()
  }

  /** Appends records to `into` until one of the bounds is reached or the block ends; returns their bytes. One record always goes in. */
  take(into: StoredRecord[], maxRecords: number, maxBytes: number): number {
    let bytes = 0
    for (let taken = 0; taken < maxRecords && bytes < maxBytes && !this.isEmpty; taken++) {
      const { offset, sequence } = this
      const end = this.pass()
      if (end === undefined) break
      into.push(readRecord(this.body, this.view, offset, end, sequence))
      bytes += end - offset
    }
    return bytes
  }

  private pass(): number | undefined {
    const end = recordEnd(this.view, this.offset)
    // The checksum was right, so the lengths are ours; this is for the one damage in four thousand million that it does not see.
    if (end === undefined) this.sequence = this.endBefore
    else {
      this.offset = end
      this.sequence++
    }
    return end
  }
}

/** How a segment ends, and so what a process that opens the log does with it. */
export interface SegmentEnd {
  /** `torn`: the last group was never durable and is cut off at `bytes`. `damaged`: durable groups are unreadable; the file is left as it is. */
  verdict: 'whole' | 'torn' | 'damaged'
  bytes: number
  /** A sequence beyond every record that the file may hold. */
  next: number
  /** Where the first fault lies. */
  faultAt?: number
}

/**
 * Finds the end of the newest segment. A group is written only after the one before it is durable, so damage with a later group
 * behind it cannot be a write that was cut off: it is reported, never cut.
 */
export const findEnd = async (read: ReadBytes, first: number, size: number): Promise<SegmentEnd> => {
  const end: SegmentEnd = { verdict: 'whole', bytes: 0, next: first }
  let suspect: Suspect | undefined
  for (let offset = 0; offset < size;) {
    const at = await readBlock(read, offset, size)
    if (at.kind === 'short') return tornAt(suspect ?? { offset, next: end.next })
    // A loss of power may leave a file that has grown but holds zeros where its last group was to be.
    if (at.kind === 'unreadable' && await isZero(read, offset, size)) return tornAt(suspect ?? { offset, next: end.next })
    if (at.kind === 'unreadable') {
      const atMost = Math.ceil((size - offset) / RECORD_HEADER)
      return { verdict: 'damaged', bytes: size, next: end.next + atMost, faultAt: end.faultAt ?? suspect?.offset ?? offset }
    }
    if (at.kind === 'damaged') suspect ??= { offset, next: at.header.first }
    else if (suspect !== undefined && at.header.startsGroup) {
      end.verdict = 'damaged'
      end.faultAt ??= suspect.offset
      suspect = undefined
    }
    end.next = at.header.first + at.header.count
    end.bytes = at.next
    offset = at.next
  }
  return suspect === undefined ? end : tornAt(suspect)
}

/** A damaged block that may have been the newest group. */
interface Suspect {
  offset: number
  next: number
}

const tornAt = ({ offset, next }: Suspect): SegmentEnd => ({ verdict: 'torn', bytes: offset, next, faultAt: offset })

const ZERO_STEP = 65_536

const isZero = async (read: ReadBytes, offset: number, size: number): Promise<boolean> => {
  for (let at = offset; at < size; at += ZERO_STEP) {
    const bytes = await read(at, Math.min(ZERO_STEP, size - at))
    if (bytes.some((byte) => byte !== 0)) return false
  }
  return true
}
