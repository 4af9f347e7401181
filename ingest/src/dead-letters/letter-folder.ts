import { mkdir, open, readdir, readFile, rm, statfs, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeDisk } from '../spool/spool-disk.ts'
import { encodeLetter, encodeRemoval, readFrame, type LetterHead } from './letter-frame.ts'
import { createLetterIndex, type IndexEntry, type LetterIndex, type Segment } from './letter-index.ts'

/** A segment is the unit in which the oldest are dropped. */
const SEGMENT_BYTES = 1024 ** 2

export interface LetterBounds {
  maxBytes: number
  maxLetters: number
  /** What must stay free on the disk for the readings, bytes; 0 unless said. */
  reserveBytes?: number
}

export interface Letter {
  head: LetterHead
  payload: Uint8Array
}

/** Letters on the disk. Calls come one after the other. */
export interface LetterFolder {
  index: LetterIndex
  /** Resolves when they are with the operating system, which a kill of this process does not touch. Rejects with what the disk says; letters before that stay whole. */
  append(letters: readonly Letter[]): Promise<void>
  read(entry: IndexEntry): Promise<Letter | undefined>
  /** Whether it was here, even if it has left since, as far as that can be seen. */
  hasHad(id: number): boolean
  remove(ids: readonly number[]): Promise<void>
  /** Resolves when what was written is on the disk, which a power cut does not touch. */
  sync(): Promise<void>
  /** Letters that were dropped as the oldest since it was opened. */
  dropped(): number
}

/**
 * A folder for each sender, so that the oldest letters of the one who has most are dropped first: a flood of one sender costs the others nothing.
 * Opening reads all of it once; what a kill has torn is cut off.
 */
export const openLetterFolder = async (folder: string, { maxBytes, maxLetters, reserveBytes = 0 }: LetterBounds): Promise<LetterFolder> => {
  await mkdir(folder, { recursive: true })
  const index = createLetterIndex()
  const removed = await scanFolder(folder, index)
  const segments = createSegments(folder, index)
  let dropped = 0

  const makeRoom = async (): Promise<void> => {
    while (index.bytes() > maxBytes || index.entries.size > maxLetters) {
      const oldest = oldestOfLargest(index)
      if (oldest === undefined) return
      dropped += oldest.letters.size
      await segments.drop(oldest)
    }
  }
  const appendShare = async (share: string, letters: readonly Letter[]): Promise<void> => {
    for (const part of partsOf(letters)) {
      const segment = await segments.forWriting(share, part[0]?.head.id ?? 0)
      const frames = part.map(({ head, payload }) => encodeLetter(head, payload))
      await segments.write(segment, Buffer.concat(frames))
      part.forEach(({ head }, at) => { index.add(segment, head, frames[at]?.length ?? 0) })
      await makeRoom()
    }
  }
  return {
    index,
    append: async (letters) => {
      await needReserve(folder, reserveBytes)
      for (const [share, own] of Map.groupBy(letters, ({ head }) => shareOf(head))) await appendShare(share, own)
    },
    hasHad: (id) => index.entries.has(id) || removed.has(id),
    read: ({ segment, from, size }) => readLetter(segment.path, from, size),
    remove: async (ids) => {
      const entries = ids.flatMap((id) => index.entries.get(id) ?? [])
      for (const [share, own] of Map.groupBy(entries, ({ segment }) => segment.share)) {
        const gone = own.map(({ id }) => id)
        const segment = await segments.forWriting(share, gone.at(-1) ?? 0)
        const frame = encodeRemoval(gone)
        await segments.write(segment, frame)
        index.grow(segment, frame.length)
        for (const id of gone) index.remove(id)
      }
      for (const segment of spentSegments(index)) await segments.drop(segment)
    },
    sync: () => segments.sync(),
    dropped: () => dropped,
  }
}

const needReserve = async (folder: string, reserveBytes: number): Promise<void> => {
  if (reserveBytes === 0) return
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < reserveBytes) throw new Error(`less than ${reserveBytes} bytes are free on the disk, and they are for the readings`)
}

const createSegments = (folder: string, index: LetterIndex) => {
  /** The segment that is written to, of each share. A new run begins new ones. */
  const current = new Map<string, Segment>()
  /** Files that were written since the last sync, and folders that have new ones. */
  const written = new Set<string>()
  const grown = new Set<string>()
  return {
    sync: async (): Promise<void> => {
      for (const path of written) await syncFile(path)
      for (const path of grown) await nodeDisk.syncFolder(path)
      written.clear()
      grown.clear()
    },
    forWriting: async (share: string, firstId: number): Promise<Segment> => {
      const known = current.get(share)
      if (known !== undefined && known.bytes < SEGMENT_BYTES) return known
      await mkdir(join(folder, share), { recursive: true })
      const fresh = index.addSegment(share, freePath(index, join(folder, share), firstId))
      current.set(share, fresh)
      grown.add(folder).add(join(folder, share))
      return fresh
    },
    write: async (segment: Segment, bytes: Buffer): Promise<void> => {
      try {
        await appendAt(segment.path, bytes, segment.bytes)
        written.add(segment.path)
      } catch (error) {
        // Half of it may be there: what follows goes into a segment of its own.
        current.delete(segment.share)
        throw error
      }
    },
    drop: async (segment: Segment): Promise<void> => {
      if (current.get(segment.share) === segment) current.delete(segment.share)
      index.dropSegment(segment)
      written.delete(segment.path)
      await rm(segment.path, { force: true })
    },
  }
}

/** A removal is named by a letter as well, which may be the first of an older segment. */
const freePath = ({ segments }: LetterIndex, folder: string, firstId: number): string => {
  for (let attempt = 0; ; attempt++) {
    const path = join(folder, `${firstId}${attempt === 0 ? '' : `-${attempt}`}.letters`)
    if (segments.every((segment) => segment.path !== path)) return path
  }
}

/** Not the code itself: "." and ".." are codes as well. Names of strangers share one folder. */
const shareOf = ({ enterprise, reasons }: LetterHead): string => (enterprise === '' || reasons.unknown_enterprise !== undefined ? 'strangers' : `enterprise-${enterprise}`)

/** A segment without letters may hold removals of letters in older ones: it can go when its share has no letters at all. */
const spentSegments = ({ segments }: LetterIndex): Segment[] => {
  const alive = new Set(segments.filter(({ letters }) => letters.size > 0).map(({ share }) => share))
  return segments.filter(({ share }) => !alive.has(share))
}

const oldestOfLargest = (index: LetterIndex): Segment | undefined => {
  let largest: Segment | undefined
  for (const segment of index.segments) {
    if (largest === undefined || index.bytesOf(segment.share) > index.bytesOf(largest.share)) largest = segment
  }
  return largest
}

/** Parts of about a segment each. */
const partsOf = function* (letters: readonly Letter[]): Generator<Letter[]> {
  let part: Letter[] = []
  let bytes = 0
  for (const letter of letters) {
    part.push(letter)
    bytes += letter.payload.length + 300
    if (bytes < SEGMENT_BYTES) continue
    yield part
    part = []
    bytes = 0
  }
  if (part.length > 0) yield part
}

const appendAt = async (path: string, bytes: Buffer, at: number): Promise<void> => {
  const file = await open(path, at === 0 ? 'w' : 'r+')
  try {
    for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
  } finally {
    await file.close()
  }
}

const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}

const readLetter = async (path: string, from: number, size: number): Promise<Letter | undefined> => {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const bytes = Buffer.alloc(size)
    await file.read(bytes, 0, size, from)
    const frame = readFrame(bytes, 0)
    return frame?.kind === 'letter' ? frame : undefined
  } finally {
    await file.close()
  }
}

/** @returns the ids of letters that have left. */
const scanFolder = async (folder: string, index: LetterIndex): Promise<Set<number>> => {
  const files: { share: string; first: number; path: string }[] = []
  for (const share of await readdir(folder)) {
    for (const name of await readdir(join(folder, share)).catch(() => [])) {
      if (name.endsWith('.letters')) files.push({ share, first: Number.parseInt(name, 10), path: join(folder, share, name) })
    }
  }
  const removed: number[] = []
  for (const { share, path } of files.sort((a, b) => a.first - b.first)) await scanSegment(index.addSegment(share, path), index, removed)
  for (const id of removed) index.remove(id)
  for (const segment of spentSegments(index)) {
    index.dropSegment(segment)
    await rm(segment.path, { force: true })
  }
  return new Set(removed)
}

const scanSegment = async (segment: Segment, index: LetterIndex, removed: number[]): Promise<void> => {
  const bytes = await readFile(segment.path)
  for (let frame = readFrame(bytes, 0); frame !== undefined; frame = readFrame(bytes, frame.end)) {
    if (frame.kind === 'letter') index.add(segment, frame.head, frame.end - segment.bytes)
    else {
      removed.push(...frame.ids)
      index.grow(segment, frame.end - segment.bytes)
    }
  }
  // A disk that cannot be written yet is told about when the next letter comes.
  if (segment.bytes < bytes.length) await truncate(segment.path, segment.bytes).catch(() => undefined)
}
