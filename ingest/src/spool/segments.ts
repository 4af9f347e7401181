import { join } from 'node:path'

/** A file of the log. */
export interface Segment {
  path: string
  /** Sequence of its first record; also its name. */
  first: number
  /** Sequence that follows its last record. */
  next: number
  /** Where the last durable block ends. */
  bytes: number
  /** When its first record arrived, epoch ms. */
  firstAt: number
}

const DIGITS = 16
const NAME = /^(\d{16})\.segment$/

export const segmentPath = (folder: string, first: number): string => join(folder, `${String(first).padStart(DIGITS, '0')}.segment`)

/** Sequence of the first record, from the file's name; undefined for any other file. */
export const firstOfName = (name: string): number | undefined => {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The files of the log, oldest first. */
export class Segments {
  readonly list: Segment[]

  constructor(list: Segment[] = []) {
    this.list = list
  }

  get bytes(): number {
    return this.list.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  add(segment: Segment): void {
    this.list.push(segment)
  }

  remove(segment: Segment): void {
    const index = this.list.indexOf(segment)
    if (index !== -1) this.list.splice(index, 1)
  }

  /** The one that holds the sequence, or else the first one behind it. */
  holding(sequence: number): Segment | undefined {
    return this.list.find(({ next }) => next > sequence)
  }

  after(segment: Segment): Segment | undefined {
    return this.list.find(({ first }) => first > segment.first)
  }
}
