import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Log } from '@hazardwatch/shared/node/log'
import { nodeDisk } from './spool-disk.ts'
import { SpoolWriteError, systemCodeOf } from './spool-errors.ts'

/**
 * Two slots, each in a page of its own, written in turn: one fdatasync a save and no rename, and a write that is cut off
 * leaves the other slot. Slot, little-endian: magic u32, generation u32, position f64, CRC u32.
 */
const SLOT = 20
const PAGE = 4_096
const MAGIC = 0x31505748

/** How far a consumer has come, kept on the disk. */
export class SpoolPosition {
  /** The position that a process killed now would find. */
  saved: number
  private readonly path: string
  private readonly file: FileHandle
  private generation: number
  private wanted: number
  private writing: Promise<void> | undefined
  private following: Promise<void> | undefined

  private constructor(path: string, file: FileHandle, slot: Slot) {
    this.path = path
    this.file = file
    this.generation = slot.generation
    this.saved = slot.position
    this.wanted = slot.position
  }

  /** Of a new or an unreadable file, `start` is saved. Re-reading is safe, skipping is not: so pass the oldest position there is. */
  static async open(path: string, start: number, log: Pick<Log, 'error'>): Promise<SpoolPosition> {
    const file = await openOrCreate(path)
    try {
      return await SpoolPosition.load(path, file, start, log)
    } catch (error) {
      // Node ends a process that lets go of an open file handle.
      await file.close()
      throw error
    }
  }

  private static async load(path: string, file: FileHandle, start: number, log: Pick<Log, 'error'>): Promise<SpoolPosition> {
    const bytes = Buffer.alloc(2 * PAGE)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    const slots = [readSlot(bytes, 0), readSlot(bytes, 1)].filter((slot) => slot !== undefined)
    const newest = slots.sort((a, b) => b.generation - a.generation)[0]
    const position = new SpoolPosition(path, file, newest ?? { generation: 0, position: start })
    if (newest !== undefined) return position
    if (bytesRead > 0) log.error({ file: path, start }, 'a spool position is unreadable: its consumer starts again at the oldest record')
    await position.create(bytes)
    return position
  }

  /**
   * Resolves when at least this position is durable. It never goes back: a lower one than the last is ignored. However often it is called,
   * one write is under way and one waits.
   */
  save(position: number): Promise<void> {
    this.wanted = Math.max(this.wanted, position)
    if (this.wanted === this.saved && this.writing === undefined) return Promise.resolve()
    if (this.writing === undefined) return this.write()
    this.following ??= this.writing.then(() => this.write(), () => this.write())
    return this.following
  }

  async close(): Promise<void> {
    await (this.following ?? this.writing)?.catch(() => undefined)
    await this.file.close()
  }

  private write(): Promise<void> {
    this.following = undefined
    this.writing = this.writeSlot(this.wanted).finally(() => { this.writing = undefined })
    return this.writing
  }

  private async writeSlot(position: number): Promise<void> {
    const generation = this.generation + 1
    try {
      await this.file.write(slotBytes({ generation, position }), 0, SLOT, (generation % 2) * PAGE)
      await this.file.datasync()
    } catch (error) {
      // Tried again, it goes into the same slot: the other one stays whole.
      throw new SpoolWriteError(this.path, error)
    }
    this.generation = generation
    this.saved = position
  }

  /** Both pages at once, so that later writes need no new room on a disk that has become full. */
  private async create(bytes: Buffer): Promise<void> {
    bytes.fill(0)
    slotBytes({ generation: 0, position: this.saved }).copy(bytes)
    try {
      await this.file.write(bytes, 0, bytes.length, 0)
      await this.file.sync()
      await nodeDisk.syncFolder(dirname(this.path))
    } catch (error) {
      throw new SpoolWriteError(this.path, error)
    }
  }
}

interface Slot {
  generation: number
  position: number
}

const slotBytes = ({ generation, position }: Slot): Buffer => {
  const bytes = Buffer.alloc(SLOT)
  bytes.writeUInt32LE(MAGIC, 0)
  bytes.writeUInt32LE(generation, 4)
  bytes.writeDoubleLE(position, 8)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, SLOT - 4)), SLOT - 4)
  return bytes
}

const readSlot = (file: Buffer, index: number): Slot | undefined => {
  const bytes = file.subarray(index * PAGE, index * PAGE + SLOT)
  if (bytes.readUInt32LE(0) !== MAGIC || crc32(bytes.subarray(0, SLOT - 4)) !== bytes.readUInt32LE(SLOT - 4)) return undefined
  return { generation: bytes.readUInt32LE(4), position: bytes.readDoubleLE(8) }
}

const openOrCreate = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw error
    return open(path, 'wx+')
  }
}
