import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { HazardError } from '@hazardwatch/shared/error-codes'
import type { Block } from './block.ts'
import { GroupCommit } from './commit-groups.ts'
import { RecentBlocks } from './recent-blocks.ts'
import { recoverSegments, type Recovered } from './recover-segments.ts'
import { Retention, type Progress } from './retention.ts'
import { SegmentWriter } from './segment-writer.ts'
import { Segments } from './segments.ts'
import { SpoolConsumer } from './spool-consumer.ts'
import { SpoolCursor, type CursorSource, type Damage, type RecordBatch } from './spool-cursor.ts'
import { nodeDisk } from './spool-disk.ts'
import { SpoolRefusal, type RefusalReason } from './spool-errors.ts'
import { SpoolGrowth } from './spool-growth.ts'
import { lockFolder, type SpoolLock } from './spool-lock.ts'
import { SpoolPosition } from './spool-position.ts'
import type { Spool, SpoolOptions, SpoolStats } from './spool.ts'
import { recordBound, type SpoolRecord } from './spool-record.ts'

const MEGABYTE = 1_048_576
const CONSUMER_NAME = /^[a-z][a-z0-9-]{0,62}$/

/** Takes the folder for this process, and cuts off what a crash left half written. */
export const openSpool = async (given: SpoolOptions): Promise<Spool> => {
  const options = { segmentBytes: 64 * MEGABYTE, memoryBytes: 32 * MEGABYTE, maxPendingBytes: 32 * MEGABYTE, disk: nodeDisk, ...given }
  const { segmentBytes, maxPendingBytes, maxBytes, folder, log, disk } = options
  // Or the log could be full of records that all have passed, in a segment that is still written.
  if (maxPendingBytes > segmentBytes || maxBytes < 3 * segmentBytes) {
    throw new HazardError('bad_request', {
      en: `a spool of ${maxBytes} bytes cannot have segments of ${segmentBytes} and ${maxPendingBytes} waiting: at least 3 segments, at most 1 waiting`,
      zh: `${maxBytes} 字节的暂存区不能有 ${segmentBytes} 字节的分段和 ${maxPendingBytes} 字节的待写量；至少 3 个分段，待写量最多 1 个分段`,
    })
  }
  await mkdir(join(folder, 'positions'), { recursive: true })
  await disk.syncFolder(folder)
  const lock = lockFolder(folder)
  try {
    const recovered = await recoverSegments(folder)
    if (recovered.end !== undefined) tellEnd(recovered.end, log)
    const positions = await openPositions(folder, recovered, log)
    return new DiskSpool(options, recovered, positions, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

const tellEnd = (end: NonNullable<Recovered['end']>, log: SpoolOptions['log']): void => {
  if (end.verdict === 'torn') log.warn(end, 'the spool ended in a group that was never durable: it was cut off')
  else log.error(end, 'the newest spool segment is damaged: what can be read is read, and the file is left as it is')
}

const openPositions = async (folder: string, { segments, next }: Recovered, log: SpoolOptions['log']): Promise<Map<string, SpoolPosition>> => {
  const positions = new Map<string, SpoolPosition>()
  try {
    for (const name of (await readdir(join(folder, 'positions'))).filter((name) => CONSUMER_NAME.test(name))) {
      positions.set(name, await SpoolPosition.open(join(folder, 'positions', name), segments[0]?.first ?? next, log))
    }
  } catch (error) {
    for (const position of positions.values()) await position.close()
    throw error
  }
  return positions
}

class DiskSpool implements Spool {
  private readonly options: Required<SpoolOptions>
  private readonly lock: SpoolLock
  private readonly positions: Map<string, SpoolPosition>
  /** Names of consumers that are open, or being opened. */
  private readonly taken = new Set<string>()
  private readonly consumers = new Map<string, SpoolConsumer>()
  private readonly segments: Segments
  private readonly recent: RecentBlocks
  private readonly writer: SegmentWriter
  private readonly commits: GroupCommit
  private readonly retention: Retention
  private readonly growth = new SpoolGrowth()
  private readonly source: CursorSource
  private readonly damaged = new Set<string>()
  private end: number
  private refused = 0
  private idleCursor: SpoolCursor | undefined
  /** Size of the record refused last: there is room again when that one fits. */
  private wantedBytes = 0
  private roomAgain: PromiseWithResolvers<void> | undefined

  constructor(options: Required<SpoolOptions>, recovered: Recovered, positions: Map<string, SpoolPosition>, lock: SpoolLock) {
    this.options = options
    this.lock = lock
    this.positions = positions
    this.segments = new Segments(recovered.segments)
    this.recent = new RecentBlocks(options.memoryBytes)
    // A consumer may have passed records that are lost to damage: new ones must not get sequences that it takes for passed.
    this.end = Math.max(recovered.next, ...[...positions.values()].map(({ saved }) => saved))
    this.writer = new SegmentWriter({ ...options, segments: this.segments })
    this.commits = new GroupCommit(this.end, { write: (group) => this.writeGroup(group), settled: () => { this.groupSettled() } })
    this.source = { segments: this.segments, recent: this.recent, end: () => this.end, onDamage: (damage) => { this.tellDamage(damage) } }
    this.retention = new Retention({
      ...options, segments: this.segments, recent: this.recent, end: this.source.end,
      progress: () => this.progress(), growing: () => this.writer.growing,
    })
    this.retention.refresh()
  }

  append(record: SpoolRecord): number {
    const bytes = recordBound(record)
    const reason = this.growth.ended ? 'closed' : this.retention.refusal(bytes, record.arrivedAt, this.commits.pendingBytes)
    if (reason !== undefined) throw this.refusal(reason, bytes)
    this.wantedBytes = 0
    return this.commits.append(record)
  }

  commit(sequence?: number): Promise<void> {
    return this.commits.commit(sequence)
  }

  room(): Promise<void> | undefined {
    if (this.refusing() === undefined) return undefined
    // What waits takes room: nobody may be left who would commit it.
    void this.commits.commit().catch(() => undefined)
    this.roomAgain ??= Promise.withResolvers<void>()
    return this.roomAgain.promise
  }

  async read(from: number, maxRecords: number, maxBytes: number): Promise<RecordBatch> {
    const cursor = this.cursorAt(from)
    try {
      return await cursor.read(maxRecords, maxBytes)
    } finally {
      // Whoever reads on from there need not search for the place again. One is kept, so that open files are bounded.
      const before = this.idleCursor
      this.idleCursor = this.growth.ended ? undefined : cursor
      await (this.growth.ended ? cursor : before)?.close()
    }
  }

  async consumer(name: string): Promise<SpoolConsumer> {
    if (!CONSUMER_NAME.test(name)) {
      throw new HazardError('bad_request', {
        en: `"${name}" is no consumer name: small letters, digits and hyphens, at most 63`, zh: `"${name}" 不是消费者名称；只用小写字母、数字和连字符，最多 63 个`,
      })
    }
    if (this.growth.ended) throw this.refusal('closed', 0)
    if (this.taken.has(name)) throw new HazardError('already_exists', { en: `consumer ${name} is open already: close it first`, zh: `消费者 ${name} 已打开；请先关闭` })
    this.taken.add(name)
    const position = await this.positionOf(name).catch((error: unknown) => {
      this.taken.delete(name)
      throw error
    })
    this.positions.set(name, position)
    const moved = (): void => { this.changed() }
    const release = (): void => {
      this.consumers.delete(name)
      this.taken.delete(name)
    }
    const consumer = new SpoolConsumer({ name, source: this.source, position, growth: this.growth, moved, release })
    this.consumers.set(name, consumer)
    return consumer
  }

  async forget(name: string): Promise<void> {
    if (this.taken.has(name)) throw new HazardError('already_exists', { en: `consumer ${name} is open: close it first`, zh: `消费者 ${name} 已打开；请先关闭` })
    await this.positions.get(name)?.close()
    this.positions.delete(name)
    if (CONSUMER_NAME.test(name)) await this.options.disk.remove(join(this.options.folder, 'positions', name))
    this.changed()
  }

  stats(): SpoolStats {
    const { retention, options } = this
    return {
      ...this.commits.figures,
      bytes: retention.bytes,
      maxBytes: options.maxBytes,
      pendingBytes: this.commits.pendingBytes,
      segments: this.segments.list.length,
      oldest: this.oldest(),
      end: this.end,
      oldestAgeMs: retention.oldestAgeMs,
      maxAgeMs: options.maxAgeMs,
      refusing: this.refusing(),
      refused: this.refused,
      damages: this.damaged.size,
      consumers: this.progress().map((progress) => retention.lagOf(progress)),
    }
  }

  async close(): Promise<void> {
    if (this.growth.ended) return
    this.growth.end()
    // Whoever waits for it has been told; the rest has no acknowledgement.
    await this.commits.commit().catch(() => undefined)
    await this.writer.end()
    await this.retention.settled()
    for (const consumer of this.consumers.values()) await consumer.close()
    for (const position of this.positions.values()) await position.close()
    await this.idleCursor?.close()
    this.idleCursor = undefined
    this.roomAgain?.resolve()
    this.lock.release()
  }

  private async writeGroup(group: Block[]): Promise<void> {
    const segment = await this.writer.write(group)
    if (segment === undefined) return
    let end = segment.bytes - group.reduce((sum, { bytes }) => sum + bytes.length, 0)
    for (const block of group) {
      end += block.bytes.length
      this.recent.add({ block, segment, end })
    }
    this.end = segment.next
  }

  private groupSettled(): void {
    this.changed()
    this.growth.wake()
  }

  /** The log has grown, or a consumer has moved. */
  private changed(): void {
    this.retention.refresh()
    if (this.roomAgain === undefined || this.refusing() !== undefined) return
    this.wantedBytes = 0
    this.roomAgain.resolve()
    this.roomAgain = undefined
  }

  private async positionOf(name: string): Promise<SpoolPosition> {
    return this.positions.get(name) ?? SpoolPosition.open(join(this.options.folder, 'positions', name), this.oldest(), this.options.log)
  }

  private cursorAt(from: number): SpoolCursor {
    const idle = this.idleCursor
    if (idle?.next !== from) return new SpoolCursor(this.source, from)
    this.idleCursor = undefined
    return idle
  }

  private progress(): Progress[] {
    return [...this.positions].map(([name, { saved }]) => this.consumers.get(name)?.progress ?? { name, position: saved, passedAt: 0 })
  }

  private oldest(): number {
    return this.segments.list[0]?.first ?? this.end
  }

  private refusing(): RefusalReason | undefined {
    return this.growth.ended ? 'closed' : this.retention.refusal(this.wantedBytes, this.options.clock(), this.commits.pendingBytes)
  }

  private refusal(reason: RefusalReason, bytes: number): Error {
    const { maxPendingBytes, maxAgeMs, maxBytes } = this.options
    if (bytes > maxPendingBytes) {
      return new HazardError('payload_too_large', { en: `a message of ${bytes} bytes does not fit: at most ${maxPendingBytes}`, zh: `报文有 ${bytes} 字节，放不下；最多 ${maxPendingBytes} 字节` })
    }
    this.refused++
    this.wantedBytes = bytes
    const [slowest] = this.progress().sort((a, b) => a.position - b.position)
    const waits = slowest === undefined ? 'nothing has read it yet' : `it waits for ${slowest.name}`
    switch (reason) {
      case 'bytes': return new SpoolRefusal(reason, `the spool is full (${maxBytes} bytes): ${waits}`)
      case 'age': return new SpoolRefusal(reason, `the spool holds records older than ${maxAgeMs} ms: ${waits}`)
      case 'pending': return new SpoolRefusal(reason, `${maxPendingBytes} bytes wait for the disk: it is slower than the senders`)
      case 'closed': return new SpoolRefusal(reason, 'the service is stopping')
    }
  }

  private tellDamage(damage: Damage): void {
    const place = `${damage.file}:${damage.offset}`
    if (this.damaged.has(place)) return
    this.damaged.add(place)
    this.options.log.error(damage, 'a spool segment is damaged: records that were durable cannot be read')
  }
}
