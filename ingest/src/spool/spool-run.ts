import { cp, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BLOCK_HEADER } from './block.ts'
import type { Spool } from './spool.ts'
import { recordOf, textOf } from './temporary-spool.ts'

/** For the test against a model. */
export type Step =
  | { do: 'append'; sizes: number[] }
  | { do: 'commit' }
  | { do: 'reopen' }
  /** The folder as a process killed now would leave it. */
  | { do: 'crash' }
  | { do: 'save'; records: number }
  /** Then the newest segment loses its last bytes. */
  | { do: 'truncate'; bytes: number }
  /** Then one byte changes, in a segment and at a place given as fractions. */
  | { do: 'flip'; segment: number; place: number }

interface Group {
  file: string
  from: number
  to: number
  records: { sequence: number; text: string }[]
}

/** What must be on the disk: groups in their files, and the position of a consumer. Knows nothing of how the spool finds it again. */
class Model {
  groups: Group[] = []
  pending: { sequence: number; text: string }[] = []
  saved = 1
  readonly damagedFiles = new Set<string>()

  /** The bytes of the file from `size` on are gone: so is every group that needs them, and the file ends with the last whole one. */
  truncate(file: string, size: number): void {
    this.groups = this.groups.filter((group) => group.file !== file || group.to <= size)
  }

  /** Within records the group is lost; within a header everything up to the end of the file. */
  flip(file: string, offset: number): void {
    const hit = this.groups.find((group) => group.file === file && group.from <= offset && offset < group.to)
    if (hit === undefined) return
    const inHeader = offset < hit.from + BLOCK_HEADER
    this.groups = this.groups.filter((group) => group !== hit && !(inHeader && group.file === file && group.from > hit.from))
    this.damagedFiles.add(file)
  }
}

/** One spool and its model, through any sequence of steps. */
export class SpoolRun {
  readonly model = new Model()
  private readonly folder: string
  private readonly files: () => Promise<string[]>
  private spool: Spool
  private readonly reopen: (folder: string) => Promise<Spool>
  private appended = 0

  constructor(folder: string, files: () => Promise<string[]>, spool: Spool, reopen: (folder: string) => Promise<Spool>) {
    this.folder = folder
    this.files = files
    this.spool = spool
    this.reopen = reopen
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'append': { this.append(step.sizes); break }
      case 'commit': { await this.commit(); break }
      case 'save': { await this.save(step.records); break }
      case 'reopen': { await this.commit(); await this.spool.close(); await this.open(); break }
      case 'crash': { await this.crash(); await this.open(); break }
      case 'truncate': { await this.crash(); await this.truncateNewest(step.bytes); await this.open(); break }
      case 'flip': { await this.crash(); await this.flip(step.segment, step.place); await this.open(); break }
    }
  }

  /** What the spool says, and what it must say. */
  async compare(): Promise<[found: unknown, expected: unknown]> {
    const { records } = await this.spool.read(0, Infinity, Infinity)
    const { consumers } = this.spool.stats()
    const found = records.map((record) => ({ sequence: record.sequence, text: textOf(record) }))
    const expected = this.model.groups.flatMap((group) => group.records)
    return [{ records: found, position: consumers.find(({ name }) => name === 'history')?.position }, { records: expected, position: this.model.saved }]
  }

  private append(sizes: number[]): void {
    for (const size of sizes) {
      const text = `${this.appended++}:`.padEnd(size)
      const sequence = this.spool.append(recordOf(text))
      // Never one that a consumer has passed, nor one that was given out and is still there.
      const last = this.model.groups.at(-1)?.records.at(-1)?.sequence ?? 0
      if (sequence < this.model.saved || sequence <= last) throw new Error(`sequence ${sequence} was given out again: saved ${this.model.saved}, last ${last}`)
      this.model.pending.push({ sequence, text })
    }
  }

  private async commit(): Promise<void> {
    if (this.model.pending.length === 0) return
    const before = await this.newest()
    await this.spool.commit()
    const after = await this.newest()
    this.model.groups.push({ file: after.file, from: after.file === before.file ? before.size : 0, to: after.size, records: this.model.pending })
    this.model.pending = []
  }

  private async save(records: number): Promise<void> {
    const consumer = await this.spool.consumer('history')
    if (records > 0 && this.model.groups.some((group) => group.records.some(({ sequence }) => sequence >= this.model.saved))) {
      const batch = await consumer.read({ maxRecords: records })
      await consumer.save(batch?.next ?? 0)
      this.model.saved = Math.max(this.model.saved, batch?.next ?? 0)
    }
    await consumer.close()
  }

  /** Copies the files aside while the spool is open, closes it, and puts the copy in its place. */
  private async crash(): Promise<void> {
    const aside = await mkdtemp(join(tmpdir(), 'hazard-spool-crash-'))
    await cp(this.folder, aside, { recursive: true })
    await this.spool.close()
    await rm(this.folder, { recursive: true })
    await cp(aside, this.folder, { recursive: true })
    await rm(aside, { recursive: true })
    this.model.pending = []
  }

  private async truncateNewest(bytes: number): Promise<void> {
    const { file, size } = await this.newest()
    if (file === '' || this.model.damagedFiles.has(file)) return
    const left = Math.max(0, size - bytes)
    await truncate(join(this.folder, file), left)
    this.model.truncate(file, left)
  }

  private async flip(segment: number, place: number): Promise<void> {
    const files = (await this.files()).filter((file) => !this.model.damagedFiles.has(file))
    const file = files[Math.floor(segment * files.length)]
    if (file === undefined) return
    const bytes = await readFile(join(this.folder, file))
    const offset = Math.floor(place * bytes.length)
    bytes.writeUInt8(bytes.readUInt8(offset) ^ 0x20, offset)
    await writeFile(join(this.folder, file), bytes)
    this.model.flip(file, offset)
  }

  private async newest(): Promise<{ file: string; size: number }> {
    const file = (await this.files()).at(-1)
    return file === undefined ? { file: '', size: 0 } : { file, size: (await stat(join(this.folder, file))).size }
  }

  private async open(): Promise<void> {
    this.spool = await this.reopen(this.folder)
  }
}
