import type { LetterFilter } from '@hazardwatch/shared/dead-letters'
import type { RejectionReason } from '@hazardwatch/shared/rejection'
import type { LetterHead } from './letter-frame.ts'

/** Letters that were written one after the other for one share. */
export interface Segment {
  share: string
  path: string
  bytes: number
  letters: Set<number>
}

/** Where a letter lies, and what it is searched by. */
export interface IndexEntry {
  id: number
  enterprise: string
  topic: string
  reasons: RejectionReason[]
  segment: Segment
  from: number
  size: number
}

/** What is in the folder, in memory: some 200 bytes a letter. */
export interface LetterIndex {
  entries: ReadonlyMap<number, IndexEntry>
  /** In the order of their ids. */
  ordered(): IndexEntry[]
  segments: readonly Segment[]
  addSegment(share: string, path: string): Segment
  add(segment: Segment, head: LetterHead, size: number): void
  /** Bytes of a segment that are no letter. */
  grow(segment: Segment, size: number): void
  remove(id: number): void
  dropSegment(segment: Segment): void
  bytes(): number
  bytesOf(share: string): number
}

export const createLetterIndex = (): LetterIndex => {
  const entries = new Map<number, IndexEntry>()
  const segments: Segment[] = []
  const shares = new Map<string, number>()
  let total = 0

  const grow = (segment: Segment, size: number): void => {
    segment.bytes += size
    total += size
    shares.set(segment.share, (shares.get(segment.share) ?? 0) + size)
  }
  return {
    entries, segments, grow,
    ordered: () => [...entries.values()].sort((a, b) => a.id - b.id),
    addSegment: (share, path) => {
      const segment: Segment = { share, path, bytes: 0, letters: new Set() }
      segments.push(segment)
      return segment
    },
    add: (segment, { id, enterprise, topic, reasons }, size) => {
      entries.set(id, { id, enterprise, topic, reasons: Object.keys(reasons) as RejectionReason[], segment, from: segment.bytes, size })
      segment.letters.add(id)
      grow(segment, size)
    },
    remove: (id) => {
      entries.get(id)?.segment.letters.delete(id)
      entries.delete(id)
    },
    dropSegment: (segment) => {
      for (const id of segment.letters) entries.delete(id)
      segments.splice(segments.indexOf(segment), 1)
      grow(segment, -segment.bytes)
    },
    bytes: () => total,
    bytesOf: (share) => shares.get(share) ?? 0,
  }
}

export const matches = ({ enterprise, topic, reason, ids }: LetterFilter, entry: IndexEntry): boolean =>
  (enterprise === undefined || entry.enterprise === enterprise) && (topic === undefined || entry.topic === topic)
  && (reason === undefined || entry.reasons.includes(reason)) && (ids === undefined || ids.includes(entry.id))
