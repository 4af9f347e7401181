import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BLOCK_HEADER, readBlockHeader } from './block.ts'
import { findEnd, type SegmentEnd } from './segment-reader.ts'
import { SegmentWindow } from './segment-window.ts'
import { firstOfName, type Segment } from './segments.ts'

export interface Recovered {
  segments: Segment[]
  /** The first sequence that was never given out, as far as the files tell. */
  next: number
  /** The newest file, when its end was not whole. */
  end: { file: string; verdict: 'torn' | 'damaged'; offset: number; cutBytes: number } | undefined
}

/** Sequences begin here, so that 0 is never one. */
const FIRST_SEQUENCE = 1

/** Lists the log. Only the newest file can end in a torn group, so only that one is read; damage in the others is found by whoever reads them. */
export const recoverSegments = async (folder: string): Promise<Recovered> => {
  const names = (await readdir(folder)).map((name) => ({ first: firstOfName(name), path: join(folder, name) }))
  const files = names.flatMap(({ first, path }) => (first === undefined ? [] : { first, path })).sort((a, b) => a.first - b.first)
  const segments: Segment[] = []
  for (const [index, { first, path }] of files.entries()) {
    segments.push({ path, first, next: files[index + 1]?.first ?? first, ...await measure(path) })
  }
  const newest = segments.at(-1)
  if (newest === undefined) return { segments, next: FIRST_SEQUENCE, end: undefined }
  return recoverNewest(segments, newest)
}

const measure = async (path: string): Promise<Pick<Segment, 'bytes' | 'firstAt'>> => {
  const file = await open(path, 'r')
  try {
    const start = Buffer.alloc(BLOCK_HEADER)
    await file.read(start, 0, start.length, 0)
    return { bytes: (await file.stat()).size, firstAt: readBlockHeader(start)?.arrivedAt ?? Infinity }
  } finally {
    await file.close()
  }
}

const recoverNewest = async (segments: Segment[], newest: Segment): Promise<Recovered> => {
  const size = newest.bytes
  const end = await endOf(newest)
  newest.next = end.next
  if (end.verdict === 'torn') await cut(newest, end.bytes)
  if (newest.bytes === 0) {
    // Also one that was made just before a crash: its name may be needed again.
    segments.pop()
    await rm(newest.path)
  }
  if (end.verdict === 'whole') return { segments, next: end.next, end: undefined }
  const told = { file: newest.path, verdict: end.verdict, offset: end.faultAt ?? end.bytes, cutBytes: size - newest.bytes }
  return { segments, next: end.next, end: told }
}

const endOf = async ({ path, first, bytes }: Segment): Promise<SegmentEnd> => {
  const window = await SegmentWindow.open(path)
  try {
    return await findEnd((offset, length) => window.read(offset, length, bytes), first, bytes)
  } finally {
    await window.close()
  }
}

const cut = async (segment: Segment, bytes: number): Promise<void> => {
  segment.bytes = bytes
  const file = await open(segment.path, 'r+')
  try {
    await file.truncate(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}
